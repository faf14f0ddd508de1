#include "data/date_column.hpp"

#include <algorithm>
#include <utility>

#include "base/messages/data.hpp"
#include "base/messages/phrases/general.hpp"
#include "data/period_words.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

std::string in_words(const CalendarDay& day) {
    if (day.day == 0) return to_people(day.in_month());
    const auto in_year = std::to_string(day.day) + " " + phrase(after(say::of_january, day.month - 1));
    return day.year == 0 ? in_year : in_year + " " + std::to_string(day.year);
}

Date date_of(const CalendarDay& day) {
    return Date::of(day.year, day.month, day.day);
}

}  // namespace

DateColumn::DateColumn(core::TypeKind wanted, std::uint32_t position, const File& file, Troubles& troubles)
    : wanted_(wanted == core::TypeKind::month ? Wanted::month : Wanted::date),
      position_(position),
      file_(file),
      troubles_(&troubles) {
    column_.kind = wanted;
    column_.positions = {position};
}

DateColumn::DateColumn(const Calendar& calendar, std::uint32_t position, const File& file, Troubles& troubles)
    : wanted_(calendar.unit == PeriodUnit::month ? Wanted::month : Wanted::period),
      calendar_(calendar),
      position_(position),
      file_(file),
      troubles_(&troubles) {
    column_.kind = core::TypeKind::month;
    column_.positions = {position};
}

void DateColumn::told(const ToldDates& dates) {
    told_ = dates;
}

void DateColumn::settled(const SettledDates& dates) {
    if (told_) return;
    settled_.begins_with = dates.begins_with;
    settled_.decided_at = dates.decided_at;
}

bool DateColumn::is_broken(RowId row) const {
    return column_.is_missing(row) || std::ranges::binary_search(broken_, row);
}

std::string DateColumn::order() const {
    if (told_) return told_->example;
    if (!settled_.decided_at) return "";
    return settled_.begins_with == DatePart::day ? "DD/MM/YYYY" : "MM/DD/YYYY";
}

// The report to be filled in when it is the first of its kind.
Diagnostic* DateColumn::broken(Kind kind, RowId row) {
    broken_.push_back(row);
    auto* const report = troubles_->first(kind, position_, file_.rows[row].line);
    if (report != nullptr) {
        report->spans = {file_.span(row, position_)};
        report->arguments = {raw(row)};
    }
    return report;
}

void DateColumn::read_anew(std::string_view text) {
    const RowId row(column_.values.size());
    if (is_missing(text) || (may_be_open_ && is_open_end(text))) {
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
    if (count == broken_.size() + waiting_.size()) remember(text, column_.values.back());
}

void DateColumn::remember(std::string_view text, std::int64_t value) {
    const bool is_plain = wanted_ == Wanted::date && !told_ && !may_be_open_;
    if (is_plain && RecentMonths::is_written_so(text)) {
        months_.put(text, Date{static_cast<std::int32_t>(value)});
    } else {
        recent_.put(text, value);
    }
}

void DateColumn::read(const Block& block) {
    auto& values = column_.values;
    for (std::size_t row = 0; row < block.rows;) {
        const auto before = values.size();
        values.resize(before + block.rows - row);
        auto* next = values.data() + before;
        for (; row < block.rows; ++row) {
            const auto value = known(block.cell(row, position_));
            if (value == unknown) break;
            *next++ = value;
        }
        values.resize(static_cast<std::size_t>(next - values.data()));
        if (!column_.missing.empty()) column_.missing.resize(values.size(), 0);
        if (row < block.rows) read(bare(block.cell(row++, position_)));
    }
}

// `2026-W12`, `Q1 2026`, `2026 год`: a period by its own name, in a year of which pay is kept.
bool DateColumn::keep_period(std::string_view text, RowId row) {
    if (wanted_ != Wanted::period || told_) return false;
    const auto period = read_period(calendar_, text);
    if (!period) return false;
    const auto year = calendar_.first_day(*period).month().year();
    if (year < first_year || year > last_year) return false;
    column_.values[row.value] = period->index;
    return true;
}

void DateColumn::read_cell(std::string_view text, RowId row) {
    if (keep_period(text, row)) return;
    settle(read_date(text, told_ ? &told_->pattern : nullptr), row);
}

namespace {

// The orders in which a cell with two digits for its year can be read, each with what it then says.
struct Order {
    std::string_view pattern;
    CalendarDay day;
};
std::vector<Order> orders_of(std::string_view text) {
    std::vector<Order> orders;
    for (const std::string_view pattern : {"DD.MM.YY", "YY-MM-DD", "MM/DD/YY", "MM.YY", "YY.MM"}) {
        const auto told = date_pattern(pattern);
        const auto [state, day, other] = read_date(text, &*told);
        const bool is_read = state == DateState::day || state == DateState::month;
        const bool is_new = std::ranges::find(orders, day, &Order::day) == orders.end();
        if (is_read && is_new) orders.push_back({pattern, day});
    }
    return orders;
}

}  // namespace

void DateColumn::short_year(const DateReading& reading, RowId row) {
    const auto orders = orders_of(bare(file_.cell(row, position_).text));
    auto* const report = broken(orders.empty() ? kind::cell_no_such_day : kind::cell_short_year, row);
    if (report == nullptr || orders.empty()) return;
    const auto& header = file_.headers[position_];
    auto day = reading.day, other = reading.other;
    if (orders.size() > 1) {
        day = orders[0].day;
        other = orders[1].day;
        report->notes = {{kind::hint_short_years,
                          {header, std::string(orders[0].pattern), std::string(orders[1].pattern)}}};
    } else {
        report->notes = {{kind::hint_short_year, {header, std::string(orders[0].pattern)}}};
        if (reading.day.day != 0) day = orders[0].day;
    }
    const bool is_other = other.day == 0 || other.year == 0 || (other.exists() && other != day);
    report->arguments.insert(report->arguments.end(), {in_words(day), is_other ? in_words(other) : "…"});
}

void DateColumn::ambiguous(const DateReading& reading, RowId row) {
    auto* const report = broken(kind::cell_date_ambiguous, row);
    if (report == nullptr) return;
    report->arguments.insert(report->arguments.end(), {in_words(reading.day), in_words(reading.other)});
    report->notes = {{kind::no_cell_decides, {}}, {kind::hint_dates, {file_.headers[position_]}}};
}

void DateColumn::not_wanted(RowId row) {
    const auto kind = wanted_ == Wanted::date    ? kind::cell_not_a_date
                      : wanted_ == Wanted::month ? kind::cell_not_a_month
                                                 : kind::cell_not_a_period;
    auto* const report = broken(kind, row);
    if (report == nullptr || wanted_ != Wanted::period) return;
    const auto example = calendar_.to_text(calendar_.period(Month::of(2026, 3)));
    report->arguments.insert(report->arguments.end(), {unit_in_words(calendar_.unit), example});
}

void DateColumn::inner_day(RowId row) {
    const bool is_month = wanted_ == Wanted::month;
    auto* const report = broken(is_month ? kind::cell_day_for_month : kind::cell_day_for_period, row);
    if (report == nullptr) return;
    const auto& written = std::get<std::string>(report->arguments.front());
    const std::string pattern = written.find('-') == 4 ? "YYYY-MM-DD" : "DD.MM.YYYY";
    report->notes = {
        {is_month ? kind::hint_any_day : kind::hint_any_day_of_period, {file_.headers[position_], pattern}}};
    if (!is_month) report->arguments.emplace_back(unit_in_words(calendar_.unit));
}

void DateColumn::month_instead(RowId row) {
    auto* const report =
        broken(wanted_ == Wanted::date ? kind::cell_month_for_date : kind::cell_month_for_period, row);
    if (report != nullptr && wanted_ == Wanted::period)
        report->arguments.emplace_back(unit_in_words(calendar_.unit));
}

void DateColumn::settle(const DateReading& reading, RowId row) {
    switch (reading.state) {
        case DateState::day:
            return is_fitting(reading.day) ? keep(reading.day, row) : inner_day(row);
        case DateState::month:
            return wanted_ == Wanted::month ? keep(reading.day, row) : month_instead(row);
        case DateState::two_orders:
            return two_orders(reading, row);
        case DateState::short_year:
            return short_year(reading, row);
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
                    report->notes = {file_.row_to_remove(file_.place(row))};
                return;
            }
            return not_wanted(row);
        case DateState::not_as_told:
            if (auto* report = broken(kind::cell_date_against_wish, row)) {
                report->arguments.insert(report->arguments.end(), {told_->example, file_.headers[position_]});
            }
            return;
    }
}

// ---------------------------------------------------------------- day or month first

bool DateColumn::is_fitting(const CalendarDay& day) const {
    if (!day.exists()) return false;
    if (wanted_ == Wanted::date || told_) return true;
    const auto date = date_of(day);
    const auto period = calendar_.period(date);
    return date == calendar_.first_day(period) || date == calendar_.last_day(period);
}

void DateColumn::keep(const CalendarDay& day, RowId row) {
    const bool is_day = calendar_.unit == PeriodUnit::day;
    dates_for_periods_ = dates_for_periods_ || (wanted_ != Wanted::date && day.day != 0 && !told_ && !is_day);
    column_.values[row.value] = wanted_ == Wanted::date    ? date_of(day).days
                                : wanted_ == Wanted::month ? day.in_month().index
                                                           : calendar_.period(date_of(day)).index;
}

// Only one order may give a day that fits; else the cell waits for others to decide.
void DateColumn::two_orders(const DateReading& reading, RowId row) {
    const bool day_first = is_fitting(reading.day);
    const bool month_first = is_fitting(reading.other);
    if (!day_first && !month_first) return inner_day(row);
    if (day_first && month_first) {
        if (settled_.begins_with == DatePart::year) return waiting_.push_back(row);
        return keep(settled_.begins_with == DatePart::day ? reading.day : reading.other, row);
    }
    decide(day_first ? DatePart::day : DatePart::month, day_first ? reading.day : reading.other, row);
}

void DateColumn::decide(DatePart first, const CalendarDay& day, RowId row) {
    if (settled_.begins_with == DatePart::year) {
        settled_.begins_with = first;
        settled_.decided_at = file_.place(row);
    }
    if (settled_.begins_with == first) return keep(day, row);
    settled_.clashes = true;
    auto* const report = broken(kind::column_dates_mixed, row);
    if (report == nullptr) return;
    const auto cell = file_.cell(settled_.decided_at, position_);
    report->spans.push_back(file_.span(cell.text));
    report->arguments.insert(report->arguments.end(),
                             {unquoted(cell), std::int64_t{settled_.decided_at.line}});
}

void DateColumn::report_waiting() {
    for (const auto row : waiting_) {
        const auto reading = read_date(bare(file_.cell(row, position_).text), nullptr);
        ambiguous(reading, row);
    }
    waiting_.clear();
}

void DateColumn::finish(Troubles& behind) {
    troubles_ = &behind;
    settled_.waits = !waiting_.empty();
    if (settled_.decided_at) {
        for (const auto row : std::exchange(waiting_, {})) {
            read_cell(bare(file_.cell(row, position_).text), row);
        }
    }
    report_waiting();
    std::ranges::sort(broken_);
}

}  // namespace accrue::data
