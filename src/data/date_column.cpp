#include "data/date_column.hpp"

#include <algorithm>
#include <utility>

#include "base/messages/data.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

std::string in_words(const CalendarDay& day) {
    if (day.day == 0) return to_people(day.in_month());
    const auto month = to_people(Month::of(day.year == 0 ? 2000 : day.year, day.month));
    if (day.year == 0) return std::to_string(day.day) + " " + month.substr(0, month.find(' '));
    return std::to_string(day.day) + " " + month;
}

Date date_of(const CalendarDay& day) {
    return Date::of(day.year, day.month, day.day);
}

}  // namespace

DateColumn::DateColumn(core::TypeKind wanted, std::uint32_t position, const File& file, Troubles& troubles)
    : wanted_(wanted), position_(position), file_(file), troubles_(troubles) {
    column_.kind = wanted;
    column_.source_column = position;
}

void DateColumn::told(DatePattern pattern, std::string example) {
    told_ = std::move(pattern);
    told_text_ = std::move(example);
}

bool DateColumn::is_broken(RowId row) const {
    return column_.is_missing(row) || std::ranges::binary_search(broken_, row);
}

std::string DateColumn::order() const {
    if (told_) return told_text_;
    if (!decided_row_) return "";
    return begins_with_ == DatePart::day ? "DD/MM/YYYY" : "MM/DD/YYYY";
}

// The report to be filled in when it is the first of its kind.
Diagnostic* DateColumn::broken(Kind kind, RowId row) {
    broken_.push_back(row);
    auto* const report = troubles_.first(kind, position_, file_.rows[row].line);
    if (report != nullptr) {
        report->spans = {file_.span(row, position_)};
        report->arguments = {raw(row)};
    }
    return report;
}

void DateColumn::read_anew(std::string_view text) {
    const RowId row(column_.values.size());
    last_text_ = {};
    if (is_missing(text)) {
        column_.missing.resize(row.value, 0);
        column_.missing.push_back(1);
        column_.values.push_back(0);
        return;
    }
    column_.values.push_back(0);
    if (!column_.missing.empty()) column_.missing.push_back(0);
    if (const auto mark = spreadsheet_mark(text)) {
        if (auto* report = broken(mark->kind, row)) report->notes = {{mark->reason, {}}};
        return;
    }
    const auto count = broken_.size() + waiting_.size();
    read_cell(text, row);
    if (count != broken_.size() + waiting_.size()) return;
    last_text_ = text;
    last_value_ = column_.values.back();
}

void DateColumn::read_cell(std::string_view text, RowId row) {
    settle(read_date(text, told_ ? &*told_ : nullptr), row);
}

void DateColumn::ambiguous(Kind kind, const DateReading& reading, RowId row) {
    auto* const report = broken(kind, row);
    if (report == nullptr) return;
    report->arguments.insert(report->arguments.end(), {in_words(reading.day), in_words(reading.other)});
    const auto& header = file_.headers[position_];
    if (reading.day.day == 0) {
        report->notes = {{kind::hint_short_month, {header}}};
    } else if (kind == kind::cell_short_year) {
        report->notes = {{kind::hint_short_year, {header}}};
    } else {
        report->notes = {{kind::no_cell_decides, {}}, {kind::hint_dates, {header}}};
    }
}

void DateColumn::settle(const DateReading& reading, RowId row) {
    const bool is_month = wanted_ == core::TypeKind::month;
    switch (reading.state) {
        case DateState::day:
            if (is_fitting(reading.day)) return keep(reading.day, row);
            if (auto* report = broken(kind::cell_day_for_month, row)) {
                report->notes = {{kind::hint_any_day, {file_.headers[position_]}}};
            }
            return;
        case DateState::month:
            if (is_month) return keep(reading.day, row);
            broken(kind::cell_month_for_date, row);
            return;
        case DateState::two_orders:
            return two_orders(reading, row);
        case DateState::short_year:
            return ambiguous(kind::cell_short_year, reading, row);
        case DateState::no_year:
            broken(kind::cell_without_year, row);
            return;
        case DateState::day_count:
            if (auto* report = broken(kind::cell_day_count, row))
                report->arguments.emplace_back(in_words(reading.day));
            return;
        case DateState::has_time:
            broken(kind::cell_has_time, row);
            return;
        case DateState::no_such_day:
            broken(kind::cell_no_such_day, row);
            return;
        case DateState::unreadable:
            if (is_total(raw(row))) {
                if (auto* report = broken(kind::row_is_total, row))
                    report->notes = {{kind::hint_remove_row, {}}};
                return;
            }
            broken(is_month ? kind::cell_not_a_month : kind::cell_not_a_date, row);
            return;
        case DateState::not_as_told:
            if (auto* report = broken(kind::cell_date_against_wish, row)) {
                report->arguments.insert(report->arguments.end(), {told_text_, file_.headers[position_]});
            }
            return;
    }
}

// ---------------------------------------------------------------- day or month first

bool DateColumn::is_fitting(const CalendarDay& day) const {
    if (!day.exists()) return false;
    if (wanted_ == core::TypeKind::date || told_) return true;
    return day.day == 1 || day.day == days_in(day.in_month());
}

void DateColumn::keep(const CalendarDay& day, RowId row) {
    const bool is_month = wanted_ == core::TypeKind::month;
    dates_for_months_ = dates_for_months_ || (is_month && day.day != 0 && !told_);
    column_.values[row.value] = is_month ? day.in_month().index : date_of(day).days;
}

// Only one order may give a day that fits; else the cell waits for others to decide.
void DateColumn::two_orders(const DateReading& reading, RowId row) {
    const bool day_first = is_fitting(reading.day);
    const bool month_first = is_fitting(reading.other);
    if (!day_first && !month_first) {
        if (auto* report = broken(kind::cell_day_for_month, row)) {
            report->notes = {{kind::hint_any_day, {file_.headers[position_]}}};
        }
        return;
    }
    if (day_first && month_first) {
        if (begins_with_ == DatePart::year) return waiting_.push_back(row);
        return keep(begins_with_ == DatePart::day ? reading.day : reading.other, row);
    }
    decide(day_first ? DatePart::day : DatePart::month, day_first ? reading.day : reading.other, row);
}

void DateColumn::decide(DatePart first, const CalendarDay& day, RowId row) {
    if (begins_with_ == DatePart::year) {
        begins_with_ = first;
        decided_row_ = row;
    }
    if (begins_with_ == first) return keep(day, row);
    auto* const report = broken(kind::column_dates_mixed, row);
    if (report == nullptr) return;
    report->spans.push_back(file_.span(decided_row_, position_));
    report->arguments.insert(report->arguments.end(),
                             {raw(decided_row_), std::int64_t{file_.rows[decided_row_].line}});
}

void DateColumn::report_waiting() {
    for (const auto row : waiting_) {
        const auto reading = read_date(bare(file_.cell(row, position_).text), nullptr);
        ambiguous(kind::cell_date_ambiguous, reading, row);
    }
    waiting_.clear();
}

void DateColumn::finish() {
    if (decided_row_) {
        for (const auto row : std::exchange(waiting_, {})) {
            read_cell(bare(file_.cell(row, position_).text), row);
        }
    }
    report_waiting();
    std::ranges::sort(broken_);
}

}  // namespace accrue::data
