#include "sources/table_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.hpp"
#include "base/messages/data.hpp"
#include "data/date_cell.hpp"
#include "data/number_cell.hpp"

namespace accrue::sources {
namespace {

constexpr std::string_view line_breaks = "\r\n";

// Bytes for which a cell stands in quotes.
constexpr auto quoted_bytes = [] {
    std::array<bool, 256> bytes{};
    for (const char byte : std::string_view(",;\t\"\r\n")) bytes[static_cast<unsigned char>(byte)] = true;
    return bytes;
}();

bool is_quoted(std::string_view text) {
    return std::ranges::any_of(text,
                               [](char byte) { return quoted_bytes[static_cast<unsigned char>(byte)]; });
}

// A line of the text is a row of the table: a line break inside a cell is written as a blank.
void append_on_one_line(std::string& text, std::string_view cell) {
    for (std::size_t i = 0; i < cell.size(); ++i) {
        const bool is_pair = cell[i] == '\r' && i + 1 < cell.size() && cell[i + 1] == '\n';
        if (is_pair) continue;
        if (cell[i] == '"') text += '"';
        text += line_breaks.find(cell[i]) == std::string_view::npos ? cell[i] : ' ';
    }
}

// A text that reads as a number stands in quotes when it has more than digits: its points and commas are not
// those of the source's own numbers.
enum class Reads : std::uint8_t { as_text, as_digits, as_number };

// Digits with one point or comma are told at once: they fill whole columns of databases.
Reads reading_of(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    auto digits = text.starts_with('-') ? text.substr(1) : text;
    if (digits.ends_with('%')) digits.remove_suffix(1);
    const auto end = std::ranges::find_if_not(digits, is_digit);
    if (end == digits.begin() && !text.starts_with('(')) return Reads::as_text;
    if (end == digits.end()) return Reads::as_digits;
    constexpr std::string_view of_days = "-/:";
    if (of_days.find(*end) != std::string_view::npos) return Reads::as_text;
    const bool is_rest_plain = std::all_of(end + 1, digits.end(), is_digit) && end + 1 != digits.end();
    const bool is_number =
        ((*end == '.' || *end == ',') && is_rest_plain) || data::take_apart(text).cell.has_value();
    return is_number ? Reads::as_number : Reads::as_text;
}

}  // namespace

void TableText::check_size(std::uint64_t bytes) const {
    if (bytes <= most_bytes_) return;
    throw Failure{{kind::source_too_large, {}, {name_, static_cast<std::int64_t>(most_bytes_ >> 20)}, {}}};
}

TableText::Seen& TableText::seen() {
    if (seen_.size() <= column_) seen_.resize(column_ + 1);
    return seen_[column_];
}

void TableText::end_row() {
    if (row_ == 0) return;
    text_ += '\n';
    check_size(text_.size());
    const auto cells = has_cells_ ? written_ + 1 : 0;
    width_ = std::max(width_, cells);
    if (runs_.empty() || runs_.back().cells != cells) runs_.push_back({0, cells});
    ++runs_.back().rows;
}

void TableText::go_to_row(std::uint32_t row) {
    while (row_ < row) {
        end_row();
        ++row_;
        column_ = written_ = 0;
        has_cells_ = false;
    }
}

void TableText::go_to_column(std::uint32_t column) {
    column_ = column;
}

void TableText::begin_cell() {
    text_.append(column_ - written_, ',');
    written_ = column_++;
    has_cells_ = true;
}

void TableText::add_text(std::string_view text) {
    if (text.empty()) return add_missing();
    const auto reads = reading_of(text);
    if (reads != Reads::as_text && seen().number_texts++ == 0) seen().first_row = row_;
    if (is_digit(text.front()) && data::looks_like_date(text) && seen().day_texts++ == 0)
        seen().first_day_row = row_;
    begin_cell();
    if (reads != Reads::as_number && !is_quoted(text)) {
        text_ += text;
        return;
    }
    text_ += '"';
    append_on_one_line(text_, text);
    text_ += '"';
}

void TableText::add_number(std::string_view plain) {
    ++seen().numbers;
    add_plain(plain);
}

void TableText::add_day(std::string_view day) {
    ++seen().days;
    add_plain(day);
}

void TableText::add_plain(std::string_view text) {
    begin_cell();
    text_ += text;
}

void TableText::remark(Kind kind, const std::string& word) {
    const auto known = std::ranges::find_if(remarks_, [&](const Remark& each) {
        return each.kind == kind && each.column == column_ && each.word == word;
    });
    if (known == remarks_.end()) {
        remarks_.push_back({.kind = kind, .column = column_, .row = row_, .word = word});
    } else {
        ++known->count;
    }
}

std::string TableText::padded() {
    auto size = text_.size();
    for (const auto& run : runs_) {
        const auto missing = run.cells == 0 ? 0 : width_ - run.cells;
        size += std::size_t{missing} * run.rows;
        check_size(size);
    }
    if (size == text_.size()) return std::move(text_);
    std::string wide;
    wide.reserve(size);
    std::string_view rest = text_;
    for (const auto& run : runs_) {
        for (std::uint32_t i = 0; i < run.rows; ++i) {
            const auto end = rest.find('\n');
            wide += rest.substr(0, end);
            if (run.cells != 0) wide.append(width_ - run.cells, ',');
            wide += '\n';
            rest.remove_prefix(end + 1);
        }
    }
    return wide;
}

Table TableText::finished(data::Layout layout) {
    end_row();
    for (std::uint32_t i = 0; i < seen_.size(); ++i) {
        const auto& [numbers, texts, row, days, day_texts, day_row] = seen_[i];
        if (numbers > 0 && texts > 0)
            remarks_.push_back({.kind = kind::texts_among_numbers, .column = i, .row = row, .count = texts});
        if (days > 0 && day_texts > 0)
            remarks_.push_back(
                {.kind = kind::texts_among_days, .column = i, .row = day_row, .count = day_texts});
    }
    return {.text = padded(), .layout = layout, .remarks = std::move(remarks_), .of_whole = {}};
}

}  // namespace accrue::sources
