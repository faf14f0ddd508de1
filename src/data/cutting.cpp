#include "data/cutting.hpp"

#include <algorithm>

#include "data/words.hpp"

namespace accrue::data {

std::uint64_t row_behind(std::string_view text, std::uint64_t place) {
    const auto line_break = text.find('\n', place);
    return line_break == std::string_view::npos ? text.size() : line_break + 1;
}

std::optional<std::string_view> plain_cell(std::string_view row, char delimiter, std::uint32_t column) {
    while (row.ends_with('\n') || row.ends_with('\r')) row.remove_suffix(1);
    std::size_t begin = 0;
    for (; column > 0; --column) {
        const auto behind = row.find(delimiter, begin);
        if (behind == std::string_view::npos) return std::nullopt;
        begin = behind + 1;
    }
    return bare(row.substr(begin, row.find(delimiter, begin) - begin));
}

std::string_view Cutting::key(std::uint64_t row) {
    const auto line = text_.substr(row, row_behind(row) - row);
    const auto cell = plain_cell(line, delimiter_, key_column_);
    is_lost_ = is_lost_ || !cell || line.find('"') != std::string_view::npos;
    return cell.value_or(std::string_view());
}

std::optional<std::string_view> Cutting::advance(std::uint64_t bytes) {
    if (is_at_end() || is_lost_) return std::nullopt;
    auto row = bytes < text_.size() - at_ ? row_behind(at_ + bytes - 1) : text_.size();
    if (row == text_.size()) {
        at_ = row;
        return std::nullopt;
    }
    const auto last = key(row);
    while (row < text_.size() && !is_lost_ && key(row) == last) row = row_behind(row);
    at_ = row;
    return is_at_end() ? std::nullopt : std::optional(last);
}

bool Cutting::is_behind(std::uint64_t row, std::string_view key_before) {
    return row == text_.size() || key(row) > key_before;
}

// Twice as far with every step, then half as far: rows are looked at by the logarithm of how many lie
// between.
void Cutting::advance_behind(std::string_view key_before) {
    auto low = at_;  // a row that is not behind the key, once it is known that there is one
    if (is_lost_ || is_behind(low, key_before)) return;
    std::uint64_t step = 4096;
    auto high = row_behind(std::min<std::uint64_t>(text_.size(), low + step));
    while (!is_lost_ && !is_behind(high, key_before)) {
        low = high;
        step *= 2;
        high = step < text_.size() - low ? row_behind(low + step) : text_.size();
    }
    while (!is_lost_) {
        auto middle = row_behind(low + (high - low) / 2);
        if (middle >= high) middle = row_behind(low);
        if (middle >= high) break;
        (is_behind(middle, key_before) ? high : low) = middle;
    }
    at_ = high;
}

}  // namespace accrue::data
