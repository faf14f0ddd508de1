#include "data/reading.hpp"

#include <algorithm>
#include <utility>

#include "base/messages/data.hpp"
#include "data/utf8.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

constexpr std::size_t most_rows = std::numeric_limits<std::uint32_t>::max() - 1;

void read_cell(Reader& reader, const Cell& cell) {
    std::visit(overloaded{[&](NumberColumn& column) { column.read(cell); },
                          [&](DateColumn& column) { column.read(bare(cell.text)); },
                          [&](TextColumn& column) { column.read(cell); },
                          [&](LogicalColumn& column) { column.read(bare(cell.text)); }},
               reader);
}

}  // namespace

ReadingRows::ReadingRows(const Opening& opening, RowRange range, Texts& texts)
    : opening_(opening),
      range_(range),
      texts_(texts),
      records_(opening.file.text, opening.file.delimiter, range.begin, range.line) {
    sheet_.wanted = opening.wanted;
    sheet_.file = opening.file;
    sheet_.roles = opening.roles;
    piece_.range = range;
    piece_.settled.columns.resize(opening.wanted.columns.size());
    block_.width = opening.file.headers.size();
}

// ---------------------------------------------------------------- columns

Reader ReadingRows::reader_for(const core::Input& input, std::uint32_t position, const Telling& telling,
                               const SettledColumn& settled) {
    switch (input.type.kind) {
        case core::TypeKind::money:
        case core::TypeKind::number: {
            NumberColumn column(input, position, file_, troubles_);
            if (telling.numbers) column.told(*telling.numbers);
            if (telling.percents) column.told(*telling.percents);
            column.settled(settled.numbers);
            return column;
        }
        case core::TypeKind::date:
        case core::TypeKind::month: {
            DateColumn column(input.type.kind, position, file_, troubles_);
            if (telling.dates) column.told(*telling.dates);
            column.settled(settled.dates);
            return column;
        }
        case core::TypeKind::text:
            return TextColumn(position, file_, troubles_, texts_);
        case core::TypeKind::logical:
            return LogicalColumn(position, file_, troubles_);
    }
    return LogicalColumn(position, file_, troubles_);
}

void ReadingRows::make_dates(std::optional<DateColumn>& dates, std::optional<std::uint32_t> position,
                             const Telling& telling, const SettledColumn& settled) {
    if (!position) return;
    const bool is_period = &dates == &periods_ && opening_.wanted.holds != Holds::records;
    if (is_period) {
        dates.emplace(opening_.wanted.calendar, *position, file_, troubles_);
    } else {
        dates.emplace(core::TypeKind::date, *position, file_, troubles_);
    }
    if (telling.dates) dates->told(*telling.dates);
    dates->settled(settled.dates);
}

void ReadingRows::make_readers() {
    const auto& wanted = opening_.wanted;
    const auto& above = wanted.parent ? wanted.parent->name : std::string();
    const bool is_records = wanted.holds == Holds::records;
    if (roles_.key) keys_.emplace(is_records ? above : "", *roles_.key, file_, troubles_);
    if (roles_.parent) parents_.emplace(above, *roles_.parent, file_, troubles_);
    make_dates(periods_, roles_.period, opening_.period, opening_.settled.period);
    make_dates(from_, roles_.from, opening_.from, opening_.settled.from);
    make_dates(to_, roles_.to, opening_.to, opening_.settled.to);
    if (to_) to_->may_be_open();
    readers_.reserve(wanted.columns.size());
    for (std::size_t i = 0; i < wanted.columns.size(); ++i) {
        const auto position = roles_.columns[i];
        if (!position) continue;
        readers_.push_back(
            reader_for(wanted.columns[i].input, *position, opening_.columns[i], opening_.settled.columns[i]));
        reader_columns_.push_back(i);
        reader_positions_.push_back(*position);
    }
}

// ---------------------------------------------------------------- rows one by one

// False when the row's cells cannot be told apart; it was reported, or holds nothing.
bool ReadingRows::is_sound() {
    auto& gaps = piece_.gaps;
    if (records_.flaw() != QuoteFlaw::none) return report_flaw(records_, file_, troubles_), false;
    if (records_.is_blank()) {
        if (gaps.first_blank_line == 0) gaps.first_blank_line = records_.line();
        ++gaps.blank_behind;
        return false;
    }
    if (records_.cells().size() == file_.headers.size()) return true;
    gaps.has_ragged_alone = file_.rows.empty();
    ragged_.add(records_);
    return false;
}

void ReadingRows::good_rows_follow() {
    auto& gaps = piece_.gaps;
    ragged_.good_row_follows();
    gaps.blank_between += std::exchange(gaps.blank_behind, 0);
    gaps.has_ragged_alone = false;
}

bool ReadingRows::is_text(std::string_view bytes) {
    piece_.is_text = is_utf8_text(bytes);
    goes_on_ = goes_on_ && piece_.is_text;
    return piece_.is_text;
}

void ReadingRows::add_row() {
    const auto& cells = records_.cells();
    const auto id =
        file_.rows.add({.key = KeyId(std::size_t{0}), .line = records_.line(), .offset = records_.offset()});
    if (keys_) {
        file_.rows[id].key = KeyId();
        file_.rows[id].key = keys_->read(cells[*roles_.key], id);
    }
    if (parents_) sheet_.parent_of.push_back(parents_->read(cells[*roles_.parent], id));
    if (periods_) periods_->read(bare(cells[*roles_.period].text));
    if (from_) from_->read(bare(cells[*roles_.from].text));
    if (to_) to_->read(bare(cells[*roles_.to].text));
    for (std::size_t i = 0; i < readers_.size(); ++i) read_cell(readers_[i], cells[reader_positions_[i]]);
}

void ReadingRows::read_row() {
    if (!records_.next()) {
        goes_on_ = false;
        return;
    }
    if (!is_text(file_.text.substr(records_.offset(), records_.rest() - records_.offset())) || !is_sound())
        return;
    good_rows_follow();
    if (file_.rows.size() == most_rows) {
        troubles_.alone(kind::file_too_long).arguments = {static_cast<std::int64_t>(most_rows)};
        goes_on_ = false;
        return;
    }
    add_row();
}

// ---------------------------------------------------------------- rows by the block

// Room for all rows of the range, when they are as long as the first ones.
void ReadingRows::reserve() {
    const auto bytes = std::min<std::uint64_t>(range_.end, file_.text.size()) - range_.begin;
    const auto rows = bytes * block_.rows / block_.text().size();
    const auto count = static_cast<std::size_t>(rows + rows / 64 + block_.rows);
    file_.rows.reserve(count);
    if (parents_) sheet_.parent_of.reserve(count);
    for (auto* const dates : {&periods_, &from_, &to_}) {
        if (*dates) (*dates)->reserve(count);
    }
    for (auto& reader : readers_) std::visit([&](auto& column) { column.reserve(count); }, reader);
}

void ReadingRows::add_block() {
    if (file_.rows.empty()) reserve();
    const auto first = file_.rows.size();
    const auto begin = static_cast<std::uint64_t>(block_.base - file_.text.data());
    const auto line = records_.rest_line();
    file_.rows.resize(first + block_.rows);
    const auto rows = file_.rows.begin() + static_cast<std::ptrdiff_t>(first);
    const auto set = [&](std::size_t row, KeyId key) {
        rows[static_cast<std::ptrdiff_t>(row)] = {.key = key,
                                                  .line = line + static_cast<std::uint32_t>(row),
                                                  .offset = begin + block_.begin(row, 0)};
    };
    if (keys_) {
        keys_->read(block_, RowId(first), set);
    } else {
        for (std::size_t row = 0; row < block_.rows; ++row) set(row, KeyId(std::size_t{0}));
    }
    if (parents_) {
        sheet_.parent_of.resize(first + block_.rows);
        parents_->read(block_, RowId(first),
                       [&](std::size_t row, KeyId id) { sheet_.parent_of[first + row] = id; });
    }
    if (periods_) periods_->read(block_);
    if (from_) from_->read(block_);
    if (to_) to_->read(block_);
    for (auto& reader : readers_) std::visit([&](auto& column) { column.read(block_); }, reader);
    records_.move_to(begin + block_.text().size(), line + static_cast<std::uint32_t>(block_.rows));
}

// False when the next row is not for a block.
bool ReadingRows::read_block() {
    if (rows_before_block_ > 0) return --rows_before_block_, false;
    find_rows(block_, file_.text, file_.delimiter, records_.rest(), range_.end);
    if (block_.rows == 0 || file_.rows.size() + block_.rows > most_rows) {
        // where all rows are quoted it is not worth to look again and again
        constexpr std::size_t most_fruitless = 6;
        rows_before_block_ =
            (std::size_t{1} << std::exchange(fruitless_, std::min(fruitless_ + 1, most_fruitless))) - 1;
        return false;
    }
    fruitless_ = 0;
    if (!block_.is_ascii && !is_text(block_.text())) return true;
    good_rows_follow();
    add_block();
    return true;
}

void ReadingRows::read_all() {
    while (goes_on_ && records_.rest() < range_.end) {
        if (!read_block()) read_row();
    }
    piece_.rest = records_.rest();
    piece_.lines = records_.rest_line() - range_.line;
    piece_.gaps.ragged_behind = ragged_.release();
}

Sheet ReadingRows::sheet() {
    make_readers();
    read_all();
    finish_keys();
    finish_periods();
    finish_from_to();
    finish_columns();
    finish_order();
    return std::move(sheet_);
}

Sheet read_rows(const Opening& opening, RowRange range, Texts& texts) {
    return ReadingRows(opening, range, texts).sheet();
}

}  // namespace accrue::data
