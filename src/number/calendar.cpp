#include "number/calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <chrono>
#include <utility>

#include "base/messages/phrases/general.hpp"

namespace accrue {
namespace {

namespace chrono = std::chrono;

chrono::year_month_day civil(Date date) {
    return chrono::sys_days(chrono::days(date.days));
}

chrono::year_month_day civil(int year, int month, int day) {
    return chrono::year(year) / chrono::month(static_cast<unsigned>(month)) /
           chrono::day(static_cast<unsigned>(day));
}

// The number written with exactly these digits; -1 for anything else.
int digits(std::string_view text) {
    int number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return -1;
        number = number * 10 + (c - '0');
    }
    return number;
}

// Rounded towards minus infinity.
int floored(int number, int by) {
    return number >= 0 ? number / by : -((by - 1 - number) / by);
}

constexpr int monday_to_thursday = 3;  // 1970-01-01 was a Thursday

Date monday_of(int week) {
    return Date{week * 7 - monday_to_thursday};
}

// The Monday of the week that holds the 4th of January (ISO 8601).
int first_week_of(int year) {
    return floored(Date::of(year, 1, 4).days + monday_to_thursday, 7);
}

// The year to which a week belongs, that of its Thursday, and which of its weeks it is.
std::pair<int, int> week_in_year(int week) {
    const int year = Date{monday_of(week).days + monday_to_thursday}.month().year();
    return {year, week - first_week_of(year) + 1};
}

std::string week_text(int week) {
    const auto [year, number] = week_in_year(week);
    return fmt::format("{:04}-W{:02}", year, number);
}

std::optional<int> parse_week(std::string_view text) {
    if (text.size() != 8 || text.substr(4, 2) != "-W") return std::nullopt;
    const int year = digits(text.substr(0, 4)), week = digits(text.substr(6));
    if (year < 0 || week < 1) return std::nullopt;
    const int index = first_week_of(year) + week - 1;
    return index < first_week_of(year + 1) ? std::optional(index) : std::nullopt;
}

int months_of(PeriodUnit unit) {
    switch (unit) {
        case PeriodUnit::day:
        case PeriodUnit::week:
            return 0;
        case PeriodUnit::month:
            return 1;
        case PeriodUnit::quarter:
            return 3;
        case PeriodUnit::year:
            return 12;
    }
    return 0;
}

}  // namespace

Date Date::of(int year, int month, int day) {
    const auto date = civil(year, month, day);
    assert(date.ok());
    return Date{static_cast<std::int32_t>(chrono::sys_days(date).time_since_epoch().count())};
}

Month Date::month() const {
    const auto date = civil(*this);
    return Month::of(static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())));
}

int Date::day() const {
    return static_cast<int>(static_cast<unsigned>(civil(*this).day()));
}

int days_in(Month month) {
    const auto last =
        chrono::year(month.year()) / chrono::month(static_cast<unsigned>(month.number())) / chrono::last;
    return static_cast<int>(static_cast<unsigned>(last.day()));
}

std::optional<Month> parse_month(std::string_view text) {
    if (text.size() != 7 || text[4] != '-') return std::nullopt;
    const int year = digits(text.substr(0, 4));
    const int month = digits(text.substr(5));
    if (year < 0 || month < 1 || month > 12) return std::nullopt;
    return Month::of(year, month);
}

std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10 || text[7] != '-') return std::nullopt;
    const auto month = parse_month(text.substr(0, 7));
    const int day = digits(text.substr(8));
    if (!month || day < 1 || day > days_in(*month)) return std::nullopt;
    return Date::of(month->year(), month->number(), day);
}

std::string to_text(Month month) {
    return fmt::format("{:04}-{:02}", month.year(), month.number());
}

std::string to_text(Date date) {
    return fmt::format("{}-{:02}", to_text(date.month()), date.day());
}

std::string to_people(Month month) {
    return fmt::format("{} {}", phrase(after(say::january, month.number() - 1)), month.year());
}

std::string_view to_text(PeriodUnit unit) {
    switch (unit) {
        case PeriodUnit::day:
            return "day";
        case PeriodUnit::week:
            return "week";
        case PeriodUnit::month:
            return "month";
        case PeriodUnit::quarter:
            return "quarter";
        case PeriodUnit::year:
            return "year";
    }
    return "";
}

Period Calendar::period(Date day) const {
    switch (unit) {
        case PeriodUnit::day:
            return {day.days};
        case PeriodUnit::week:
            return {floored(day.days + monday_to_thursday, 7)};
        case PeriodUnit::month:
        case PeriodUnit::quarter:
        case PeriodUnit::year:
            return period(day.month());
    }
    return {};
}

Period Calendar::period(Month month) const {
    switch (unit) {
        case PeriodUnit::day:
        case PeriodUnit::week:
            return period(Date::of(month.year(), month.number(), 1));
        case PeriodUnit::month:
            return {month.index};
        case PeriodUnit::quarter:
        case PeriodUnit::year:
            return {floored(month.index - (year_starts_in - 1), months_of(unit))};
    }
    return {};
}

Date Calendar::first_day(Period period) const {
    switch (unit) {
        case PeriodUnit::day:
            return {period.index};
        case PeriodUnit::week:
            return monday_of(period.index);
        case PeriodUnit::month:
        case PeriodUnit::quarter:
        case PeriodUnit::year: {
            const int shift = unit == PeriodUnit::month ? 0 : year_starts_in - 1;
            const Month month{period.index * months_of(unit) + shift};
            return Date::of(month.year(), month.number(), 1);
        }
    }
    return {};
}

Date Calendar::last_day(Period period) const {
    return {first_day(next(period)).days - 1};
}

Period Calendar::month_start(Period period) const {
    return first_that_begins_in(longer(PeriodUnit::month), period);
}

Period Calendar::quarter_start(Period period) const {
    return first_that_begins_in(longer(PeriodUnit::quarter), period);
}

Period Calendar::year_start(Period period) const {
    return first_that_begins_in(longer(PeriodUnit::year), period);
}

Date Calendar::first_day_of_quarter(Period period) const {
    const Calendar quarters = longer(PeriodUnit::quarter);
    return quarters.first_day(quarters.period(first_day(period)));
}

Date Calendar::last_day_of_quarter(Period period) const {
    const Calendar quarters = longer(PeriodUnit::quarter);
    return quarters.last_day(quarters.period(first_day(period)));
}

Date Calendar::first_day_of_year(Period period) const {
    const Calendar years = longer(PeriodUnit::year);
    return years.first_day(years.period(first_day(period)));
}

Date Calendar::last_day_of_year(Period period) const {
    const Calendar years = longer(PeriodUnit::year);
    return years.last_day(years.period(first_day(period)));
}

int Calendar::days_in_quarter(Period period) const {
    return last_day_of_quarter(period).days - first_day_of_quarter(period).days + 1;
}

int Calendar::days_in_year(Period period) const {
    return last_day_of_year(period).days - first_day_of_year(period).days + 1;
}

int Calendar::quarter_number(Period period) const {
    const int quarter = longer(PeriodUnit::quarter).period(first_day(period)).index;
    return quarter - 4 * floored(quarter, 4) + 1;
}

int Calendar::year_number(Period period) const {
    return longer(PeriodUnit::year).period(first_day(period)).index;
}

int Calendar::week_number(Period period) const {
    return week_in_year(longer(PeriodUnit::week).period(first_day(period)).index).second;
}

Period Calendar::first_that_begins_in(const Calendar& longer, Period here) const {
    const Date begins = longer.first_day(longer.period(first_day(here)));
    const Period holds = period(begins);
    return first_day(holds) < begins ? next(holds) : holds;
}

std::optional<int> Calendar::periods_in(int count, PeriodUnit of) const {
    if (of == unit) return count;
    if (of == PeriodUnit::week && unit == PeriodUnit::day) return count * 7;
    const int of_months = months_of(of), unit_months = months_of(unit);
    if (of_months == 0 || unit_months == 0 || count * of_months % unit_months != 0) return std::nullopt;
    return count * of_months / unit_months;
}

std::string Calendar::to_text(Period period) const {
    switch (unit) {
        case PeriodUnit::day:
            return accrue::to_text(Date{period.index});
        case PeriodUnit::week:
            return week_text(period.index);
        case PeriodUnit::month:
            return accrue::to_text(Month{period.index});
        case PeriodUnit::quarter:
            return fmt::format("{:04}-Q{}", floored(period.index, 4),
                               period.index - 4 * floored(period.index, 4) + 1);
        case PeriodUnit::year:
            return fmt::format("{:04}", period.index);
    }
    return {};
}

std::optional<Period> Calendar::parse(std::string_view text) const {
    switch (unit) {
        case PeriodUnit::day: {
            const auto day = parse_date(text);
            return day ? std::optional(Period{day->days}) : std::nullopt;
        }
        case PeriodUnit::week: {
            const auto week = parse_week(text);
            return week ? std::optional(Period{*week}) : std::nullopt;
        }
        case PeriodUnit::month: {
            const auto month = parse_month(text);
            return month ? std::optional(Period{month->index}) : std::nullopt;
        }
        case PeriodUnit::quarter: {
            if (text.size() != 7 || text.substr(4, 2) != "-Q") return std::nullopt;
            const int year = digits(text.substr(0, 4)), quarter = digits(text.substr(6));
            if (year < 0 || quarter < 1 || quarter > 4) return std::nullopt;
            return Period{year * 4 + quarter - 1};
        }
        case PeriodUnit::year: {
            const int year = text.size() == 4 ? digits(text) : -1;
            return year < 0 ? std::nullopt : std::optional(Period{year});
        }
    }
    return std::nullopt;
}

int months_between(Date from, Date to) {
    if (to < from) return -months_between(to, from);
    const int months = to.month().index - from.month().index;
    const bool complete = to.day() >= std::min(from.day(), days_in(to.month()));
    return complete ? months : months - 1;
}

}  // namespace accrue
