#include "data/number_column.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/messages/data.hpp"
#include "data/date_cell.hpp"
#include "data/words.hpp"
#include "number/decimal.hpp"

namespace accrue::data {
namespace {

constexpr int most_column_digits = 18;
constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

std::int64_t power_of_ten(int exponent) {
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;
    return power;
}

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
    : input_(input), position_(position), file_(file), troubles_(troubles) {
    column_.kind = input.type.kind;
    column_.source_column = position;
    is_quick_ = !input.percent;
}

void NumberColumn::told(Marks marks, std::string example) {
    group_ = marks.group;
    decimal_ = marks.decimal;
    told_ = std::move(example);
    if (is_point_or_comma(decimal_)) plain_point_ = to_text(decimal_).front();
}

void NumberColumn::told(BarePercents percents) {
    percents_ = percents;
    is_quick_ = percents == BarePercents::fractions;
}

Diagnostic* NumberColumn::first(Kind kind, RowId row) {
    auto* const report = troubles_.first(kind, position_, file_.rows[row].line);
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

bool NumberColumn::clash(RowId row, RowId earlier) {
    const auto kind = earlier ? kind::column_numbers_mixed : kind::cell_against_wish;
    auto* const report = first(kind, row);
    if (report == nullptr) return false;
    if (!earlier) {
        report->arguments.insert(report->arguments.end(), {told_, header()});
        return false;
    }
    report->spans.push_back(file_.span(earlier, position_));
    report->arguments.insert(report->arguments.end(), {raw(earlier), std::int64_t{file_.rows[earlier].line}});
    return false;
}

bool NumberColumn::agrees_on_decimal(Mark mark, RowId row) {
    if (group_ == mark) return clash(row, group_row_);
    if (decimal_ != Mark::none && decimal_ != mark) return clash(row, decimal_row_);
    if (decimal_ == Mark::none) {
        decimal_ = mark;
        decimal_row_ = row;
        plain_point_ = to_text(mark).front();
    }
    return true;
}

bool NumberColumn::agrees_on_group(Mark mark, RowId row) {
    if (decimal_ == mark) return clash(row, decimal_row_);
    if (group_ != Mark::none && group_ != mark) return clash(row, group_row_);
    if (group_ == Mark::none) {
        group_ = mark;
        group_row_ = row;
    }
    return !is_point_or_comma(mark) || agrees_on_decimal(other(mark), row);
}

// Learns from the cell, or settles how an ambiguous one is read; false when it contradicts the column. Groups
// parted by blanks do not tell what a `,` is: they may be of another export.
bool NumberColumn::agrees(NumberCell& cell, RowId row) {
    if (!cell.ambiguous) {
        return (cell.group == Mark::none || agrees_on_group(cell.group, row)) &&
               (cell.decimal == Mark::none || agrees_on_decimal(cell.decimal, row));
    }
    const auto mark = cell.decimal;
    if (decimal_ == Mark::none && told_.empty()) return true;
    cell.ambiguous = false;
    if (decimal_ == mark || decimal_ == Mark::none) return agrees_on_decimal(mark, row);
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
    if (currencies_.empty()) {
        currencies_ = cell.currencies;
        currency_row_ = row;
    }
    if (share_a_currency(cell.currencies, currencies_)) return true;
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
    if (digits > most_column_digits) return false;
    const auto factor = power_of_ten(digits - column_.digits);
    const auto bound = largest / factor;
    const auto fits = [bound](std::int64_t value) { return value <= bound && value >= -bound; };
    if (!std::ranges::all_of(column_.values, fits)) return false;
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
void NumberColumn::check_bound(const Exact& bound, Kind kind) {
    const bool is_low = kind == kind::cell_below_range;
    const auto scaled = bound * Exact::scaled(1, -column_.digits);
    const auto whole = is_low ? -floor(-scaled) : floor(scaled);
    int128 edge = static_cast<int128>(whole.sign()) << 100;  // further than any int64, when it does not fit
    whole.fits_scaled(1, edge);
    const auto has_value = [&](RowId row) {
        return !column_.is_missing(row) && !std::ranges::binary_search(broken_, row) &&
               !std::ranges::binary_search(column_.large, row, {}, &std::pair<RowId, Exact>::first);
    };
    for (std::size_t row = 0; row < column_.values.size(); ++row) {
        const bool is_out = is_low ? column_.values[row] < edge : column_.values[row] > edge;
        if (is_out && has_value(RowId(row))) report_bound(bound, kind, RowId(row));
    }
    for (const auto& [row, value] : column_.large) {
        if (is_low ? value < bound : value > bound) report_bound(bound, kind, row);
    }
}

void NumberColumn::check_range() {
    std::ranges::sort(broken_);
    if (input_.low) check_bound(*input_.low, kind::cell_below_range);
    if (input_.high) check_bound(*input_.high, kind::cell_above_range);
}

Column NumberColumn::finish() {
    if (decimal_ != Mark::none) reread_waiting();
    report_ambiguous();
    std::ranges::sort(column_.large, {}, &std::pair<RowId, Exact>::first);
    check_range();
    return std::move(column_);
}

NumberFormat NumberColumn::format() const {
    const auto reading =
        group_row_ ? take_apart(bare(file_.cell(group_row_, position_).text)) : NumberReading{};
    return {.group = reading.cell ? reading.cell->group_text() : to_text(group_),
            .point = decimal_ == Mark::comma ? ',' : '.',
            .has_point = decimal_ != Mark::none};
}

}  // namespace accrue::data
