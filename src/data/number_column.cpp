#include "data/number_column.hpp"

#include <algorithm>
#include <utility>

#include "base/messages/data.hpp"
#include "data/block_loops.hpp"
#include "data/date_cell.hpp"
#include "data/whole_counts.hpp"
#include "data/words.hpp"
#include "number/decimal.hpp"

namespace accrue::data {
namespace {

Mark other(Mark mark) {
    return mark == Mark::point ? Mark::comma : Mark::point;
}

bool is_point_or_comma(Mark mark) {
    return mark == Mark::point || mark == Mark::comma;
}

// The value that the digits have when their one `.` or `,` parts groups, and when it is the point.
Exact as_group(const NumberCell& cell) {
    return whole_number({cell.digits.data(), cell.digit_count});
}
Exact as_decimal(const NumberCell& cell) {
    return as_group(cell) / Exact::scaled(1, -cell.after);
}

}  // namespace

// `1.234,56`, `1234.56`, `1 234`: the mark before the last run, unless that has three digits and an equal
// mark stands before it, is the point.
std::optional<Marks> marks_of(std::string_view example) {
    const auto reading = take_apart(example);
    if (!reading.cell) return std::nullopt;
    const auto& cell = *reading.cell;
    if (cell.ambiguous || (cell.group == Mark::none && cell.decimal == Mark::none)) return std::nullopt;
    if (cell.decimal == Mark::none && is_point_or_comma(cell.group))
        return Marks{cell.group, other(cell.group)};
    return Marks{cell.group, cell.decimal};
}

NumberColumn::NumberColumn(const core::Input& input, std::uint32_t position, const File& file,
                           Troubles& troubles)
    : input_(input), position_(position), file_(file), troubles_(&troubles) {
    column_.kind = input.type.kind;
    column_.positions = {position};
    is_quick_ = !input.percent;
    if (file.has_typed_numbers) plain_point_ = '.';
}

void NumberColumn::told(const ToldNumbers& numbers) {
    settled_.group = numbers.marks.group;
    settled_.decimal = numbers.marks.decimal;
    told_ = numbers.example;
    if (is_point_or_comma(settled_.decimal)) decimal_is(settled_.decimal);
}

void NumberColumn::told(BarePercents percents) {
    percents_ = percents;
    is_quick_ = percents == BarePercents::fractions;
}

void NumberColumn::settled(const SettledNumbers& numbers) {
    if (!told_.empty()) return;
    settled_.group = numbers.group;
    settled_.group_at = numbers.group_at;
    settled_.decimal = numbers.decimal;
    settled_.decimal_at = numbers.decimal_at;
    if (is_point_or_comma(settled_.decimal)) decimal_is(settled_.decimal);
}

Diagnostic* NumberColumn::first(Kind kind, RowId row) {
    auto* const report = troubles_->first(kind, position_, file_.rows[row].line);
    if (report != nullptr) {
        report->spans = {file_.span(row, position_)};
        report->arguments = {raw(row)};
    }
    return report;
}

// ---------------------------------------------------------------- one cell

void NumberColumn::add_aligned(std::int64_t mantissa, int after) {
    column_.values.push_back(0);
    if (!column_.missing.empty()) column_.missing.push_back(0);
    const RowId row(column_.values.size() - 1);
    if (!set_scaled(row, mantissa, after)) column_.large.emplace_back(row, Exact::scaled(mantissa, after));
}

void NumberColumn::add_missing() {
    column_.missing.resize(column_.values.size(), 0);
    column_.values.push_back(0);
    column_.missing.push_back(1);
}

void NumberColumn::read_slowly(std::string_view text) {
    if (is_missing(text)) return add_missing();
    const RowId row(column_.values.size());
    column_.values.push_back(0);
    if (!column_.missing.empty()) column_.missing.push_back(0);
    if (const auto mark = spreadsheet_mark(text)) {
        broken_.push_back(row);
        if (auto* report = first(mark->kind, row)) report->notes = {{mark->reason, {}}};
        return;
    }
    const auto reading = take_apart(text);
    if (reading.cell) return read_cell(*reading.cell, row);
    broken_.push_back(row);
    const auto kind = looks_like_date(text) ? kind::cell_date_for_number : reading.trouble.kind;
    auto* const report = first(kind, row);
    if (report == nullptr) return;
    if (kind == kind::cell_unknown_word) report->arguments.emplace_back(std::string(reading.trouble.part));
    if (const auto letter = letter_for_digit(text); !letter.empty())
        report->notes = {{kind::letter_for_digit, {std::string(letter)}}};
    if (is_accounting_zero(text)) report->notes = {{kind::hint_accounting_zero, {}}};
}

void NumberColumn::read(const Cell& cell) {
    if (cell.quoted && file_.has_typed_numbers) return read_slowly(bare(cell.text));
    read(bare(cell.text));
}

void NumberColumn::read(const Block& block) {
    auto& values = column_.values;
    for (std::size_t row = 0; row < block.rows;) {
        if (is_quick_) {
            const auto before = values.size();
            values.resize(before + block.rows - row);
            const auto count = block_loops().read_numbers(
                block, position_, row, {plain_point_, column_.digits}, values.data() + before);
            values.resize(before + count);
            if (!column_.missing.empty()) column_.missing.resize(values.size(), 0);
            row += count;
        }
        if (row < block.rows) read(bare(block.cell(row++, position_)));
    }
}

void NumberColumn::read_cell(const NumberCell& cell, RowId row) {
    auto decided = cell;
    const bool is_fine = agrees(decided, row) && allows_percent(cell, row) && allows_bare(cell, row) &&
                         allows_currency(cell, row);
    if (!is_fine) return broken_.push_back(row);
    if (decided.ambiguous) return waiting_.push_back(row);
    const bool bare_percent = !cell.percent && percents_ == BarePercents::percents;
    set(row, decided, decided.exponent() - (bare_percent ? 2 : 0));
}

// ---------------------------------------------------------------- what `.` and `,` mean

bool NumberColumn::clash(RowId row, Place earlier) {
    settled_.clashes = true;
    const auto kind = earlier ? kind::column_numbers_mixed : kind::cell_against_wish;
    auto* const report = first(kind, row);
    if (report == nullptr) return false;
    if (!earlier) {
        report->arguments.insert(report->arguments.end(), {told_, header()});
        return false;
    }
    const auto cell = file_.cell(earlier, position_);
    report->spans.push_back(file_.span(cell.text));
    report->arguments.insert(report->arguments.end(), {unquoted(cell), std::int64_t{earlier.line}});
    return false;
}

bool NumberColumn::agrees_on_decimal(Mark mark, RowId row) {
    if (settled_.group == mark) return clash(row, settled_.group_at);
    if (settled_.decimal != Mark::none && settled_.decimal != mark) return clash(row, settled_.decimal_at);
    if (settled_.decimal == Mark::none) {
        settled_.decimal = mark;
        settled_.decimal_at = file_.place(row);
        decimal_is(mark);
    }
    return true;
}

bool NumberColumn::agrees_on_group(Mark mark, RowId row) {
    if (settled_.decimal == mark) return clash(row, settled_.decimal_at);
    if (settled_.group != Mark::none && settled_.group != mark) return clash(row, settled_.group_at);
    if (settled_.group == Mark::none) {
        settled_.group = mark;
        settled_.group_at = file_.place(row);
    }
    return !is_point_or_comma(mark) || agrees_on_decimal(other(mark), row);
}

// A number of a sheet or a database is written by us: it has a point, and says nothing of how texts beside it
// are written.
bool NumberColumn::is_of_source(RowId row) const {
    return file_.has_typed_numbers && !file_.cell(row, position_).quoted;
}

// Cells in which it is the decimal sign are read at once; a source's own always have a point.
void NumberColumn::decimal_is(Mark mark) {
    if (!file_.has_typed_numbers) plain_point_ = to_text(mark).front();
}

// Learns from the cell, or settles how an ambiguous one is read; false when it contradicts the column. Groups
// parted by blanks do not tell what a `,` is: they may be of another export.
bool NumberColumn::agrees(NumberCell& cell, RowId row) {
    if (is_of_source(row)) {
        cell.ambiguous = false;
        return true;
    }
    if (!cell.ambiguous) {
        return (cell.group == Mark::none || agrees_on_group(cell.group, row)) &&
               (cell.decimal == Mark::none || agrees_on_decimal(cell.decimal, row));
    }
    const auto mark = cell.decimal;
    if (settled_.decimal == Mark::none && told_.empty()) return true;
    cell.ambiguous = false;
    if (settled_.decimal == mark || settled_.decimal == Mark::none) return agrees_on_decimal(mark, row);
    cell.group = mark;
    cell.decimal = Mark::none;
    cell.after = 0;
    return agrees_on_group(mark, row);
}

// ---------------------------------------------------------------- percents and currencies

bool NumberColumn::allows_percent(const NumberCell& cell, RowId row) {
    if (!cell.percent) return true;
    if (input_.type.kind == core::TypeKind::money) {
        first(kind::cell_percent_of_money, row);
        return false;
    }
    if (input_.percent || percents_ != BarePercents::refused) return true;
    if (!percent_row_) {
        percent_row_ = row;
        bare_row_ = first_bare_row();
        is_quick_ = false;
    }
    if (!bare_row_) return true;
    if (auto* report = first(kind::column_percents_mixed, row)) {
        report->spans.push_back(file_.span(bare_row_, position_));
        report->arguments.emplace_back(raw(bare_row_));
        report->notes = {{kind::hint_percents, {header()}}};
    }
    return false;
}

// The first cell before this row that holds a number other than 0.
RowId NumberColumn::first_bare_row() const {
    const auto known = std::ranges::find_if(column_.values, [](std::int64_t value) { return value != 0; });
    RowId row;
    if (known != column_.values.end()) row = RowId(static_cast<std::size_t>(known - column_.values.begin()));
    if (!column_.large.empty()) row = std::min(row, column_.large.front().first);
    if (!waiting_.empty()) row = std::min(row, waiting_.front());
    return row;
}

bool NumberColumn::allows_bare(const NumberCell& cell, RowId row) {
    if (cell.percent || cell.is_zero() || percents_ != BarePercents::refused) return true;
    if (input_.percent) {
        if (auto* report = first(kind::cell_bare_percent, row))
            report->notes = {{kind::hint_percents, {header()}}};
        return false;
    }
    if (!percent_row_) return true;
    if (auto* report = first(kind::column_percents_mixed, row)) {
        report->spans.push_back(file_.span(percent_row_, position_));
        report->arguments.emplace_back(raw(percent_row_));
        report->notes = {{kind::hint_percents, {header()}}};
    }
    return false;
}

bool NumberColumn::allows_currency(const NumberCell& cell, RowId row) {
    if (cell.currencies.empty()) return true;
    const auto& own = input_.type.currency;
    if (!own.empty()) {
        if (share_a_currency(cell.currencies, own)) return true;
        if (auto* report = first(kind::cell_other_currency, row)) report->arguments.emplace_back(own);
        return false;
    }
    if (settled_.currencies.empty()) {
        settled_.currencies = cell.currencies;
        currency_row_ = row;
    }
    if (share_a_currency(cell.currencies, settled_.currencies)) return true;
    settled_.has_mixed_currencies = true;
    if (auto* report = first(kind::column_currencies_mixed, row)) {
        report->spans.push_back(file_.span(currency_row_, position_));
        report->arguments.emplace_back(raw(currency_row_));
    }
    return false;
}

// ---------------------------------------------------------------- values

// digits × 10^exponent into the row, as an int64 when it is short enough.
void NumberColumn::set(RowId row, const NumberCell& cell, int exponent) {
    if (cell.digit_count + static_cast<std::size_t>(std::max(exponent, 0)) <= digits_of_a_word) {
        std::int64_t mantissa = 0;
        for (std::size_t i = 0; i < cell.digit_count; ++i) mantissa = mantissa * 10 + (cell.digits[i] - '0');
        mantissa *= power_of_ten(std::max(exponent, 0));
        if (set_scaled(row, cell.negative ? -mantissa : mantissa, std::max(-exponent, 0))) return;
    }
    const auto value = whole_number({cell.digits.data(), cell.digit_count}) / Exact::scaled(1, exponent);
    column_.large.emplace_back(row, cell.negative ? -value : value);
}

// False when the value needs more digits than the column has room for.
bool NumberColumn::set_scaled(RowId row, std::int64_t mantissa, int after) {
    while (after > column_.digits && mantissa % 10 == 0) {
        mantissa /= 10;
        --after;
    }
    if (after > column_.digits && !grow(after)) return false;
    std::int64_t scaled = 0;
    if (column_.digits - after > most_column_digits) return false;
    if (__builtin_mul_overflow(mantissa, power_of_ten(column_.digits - after), &scaled)) return false;
    column_.values[row.value] = scaled;
    return true;
}

// More digits for the whole column, if every value so far still fits.
bool NumberColumn::grow(int digits) {
    if (digits >= too_many_digits_) return false;
    const auto factor = power_of_ten(digits - column_.digits);
    const auto bound = largest_count / factor;
    const auto fits = [bound](std::int64_t value) { return value <= bound && value >= -bound; };
    if (!std::ranges::all_of(column_.values, fits)) {
        too_many_digits_ = digits;
        return false;
    }
    for (auto& value : column_.values) value *= factor;
    column_.digits = digits;
    return true;
}

// ---------------------------------------------------------------- behind the last row

void NumberColumn::reread_waiting() {
    const auto rows = std::exchange(waiting_, {});
    for (const auto row : rows) {
        const auto reading = take_apart(bare(file_.cell(row, position_).text));
        read_cell(*reading.cell, row);
    }
}

void NumberColumn::report_ambiguous() {
    for (const auto row : waiting_) {
        broken_.push_back(row);
        auto* const report = first(kind::cell_number_ambiguous, row);
        if (report == nullptr) continue;
        const auto cell = *take_apart(bare(file_.cell(row, position_).text)).cell;
        report->arguments.insert(report->arguments.end(),
                                 {to_machine(as_group(cell)), to_machine(as_decimal(cell))});
        const bool is_point = cell.decimal == Mark::point;
        report->notes = {{kind::no_cell_decides, {}},
                         {kind::hint_numbers,
                          {header(), is_point ? "1.234,56" : "1,234.56", to_machine(as_group(cell)),
                           is_point ? "1234.56" : "1234,56", to_machine(as_decimal(cell))}}};
    }
    waiting_.clear();
}

void NumberColumn::report_bound(const Exact& bound, Kind kind, RowId row) {
    if (auto* report = first(kind, row))
        report->arguments.insert(report->arguments.end(),
                                 {header(), input_.percent ? percent_text(bound) : to_people(bound)});
}

// Values are compared as whole counts: v / 10^d ≥ low holds when v ≥ ⌈low × 10^d⌉.
namespace {

// Without a way out of the loop, which would cost more than what is left of it.
bool reaches_beyond(const Counts& values, int128 edge, Kind kind) {
    const auto nearest = static_cast<std::int64_t>(std::clamp<int128>(edge, INT64_MIN, INT64_MAX));
    if (nearest != edge) return kind == kind::cell_below_range ? edge > 0 : edge < 0;
    bool is_any = false;
    if (kind == kind::cell_below_range && nearest == 0) {
        std::int64_t bits = 0;
        for (const auto value : values) bits |= value;
        is_any = bits < 0;
    } else if (kind == kind::cell_below_range) {
        for (const auto value : values) is_any |= value < nearest;
    } else {
        for (const auto value : values) is_any |= value > nearest;
    }
    return is_any;
}

}  // namespace

void NumberColumn::check_bound(const Exact& bound, Kind kind) {
    if (column_.values.empty()) return;
    const bool is_low = kind == kind::cell_below_range;
    const auto scaled = bound * Exact::scaled(1, -column_.digits);
    const auto whole = is_low ? -floor(-scaled) : floor(scaled);
    int128 edge = static_cast<int128>(whole.sign()) << 100;  // further than any int64, when it does not fit
    whole.fits_scaled(1, edge);
    if (column_.large.empty() && !reaches_beyond(column_.values, edge, kind)) return;
    auto large = column_.large.begin();
    for (std::size_t i = 0; i < column_.values.size(); ++i) {
        const RowId row(i);
        const bool is_large = large != column_.large.end() && large->first == row;
        const bool is_out = is_large ? (is_low ? large->second < bound : large->second > bound)
                                     : (is_low ? column_.values[i] < edge : column_.values[i] > edge);
        if (is_large) ++large;
        if (is_out && (is_large || has_value(row))) report_bound(bound, kind, row);
    }
}

// Neither missing nor refused.
bool NumberColumn::has_value(RowId row) const {
    return !column_.is_missing(row) && !std::ranges::binary_search(broken_, row);
}

void NumberColumn::check_range() {
    std::ranges::sort(broken_);
    if (input_.low) check_bound(*input_.low, kind::cell_below_range);
    if (input_.high) check_bound(*input_.high, kind::cell_above_range);
}

Column NumberColumn::finish(Troubles& behind) {
    troubles_ = &behind;
    settled_.waits = !waiting_.empty();
    settled_.has_percent = bool(percent_row_);
    settled_.has_bare = bool(first_bare_row());
    if (settled_.decimal != Mark::none) reread_waiting();
    report_ambiguous();
    std::ranges::sort(column_.large, {}, &LargeNumbers::value_type::first);
    check_range();
    return std::move(column_);
}

NumberFormat NumberColumn::format() const {
    const auto reading =
        settled_.group_at ? take_apart(bare(file_.cell(settled_.group_at, position_).text)) : NumberReading{};
    return {.group = reading.cell ? reading.cell->group_text() : to_text(settled_.group),
            .point = settled_.decimal == Mark::comma ? ',' : '.',
            .has_point = settled_.decimal != Mark::none};
}

}  // namespace accrue::data
