// number/calendar.hpp — Dates and months as plain counts.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace accrue {

// Months since 0000-01: year × 12 + month - 1.
struct Month {
    std::int32_t index = 0;
    friend constexpr auto operator<=>(Month, Month) = default;

    static constexpr Month of(int year, int month) { return Month{year * 12 + month - 1}; }
    constexpr int year() const { return index / 12; }
    constexpr int number() const { return index % 12 + 1; }  // 1 … 12
};

// Days since 1970-01-01, proleptic Gregorian.
struct Date {
    std::int32_t days = 0;
    friend constexpr auto operator<=>(Date, Date) = default;

    static Date of(int year, int month, int day);  // a valid day
    Month month() const;
    int day() const;  // 1 … 31
};

// What one row of data stands for.
enum class PeriodUnit : std::uint8_t { day, week, month, quarter, year };
std::string_view to_text(PeriodUnit unit);  // `month`, in files and dumps

// Which one, counted in the scheme's unit: days since 1970-01-01, weeks (from Monday) since that of
// 1970-01-01, months as `Month::index`, quarters and years of the scheme's own year.
struct Period {
    std::int32_t index = 0;
    friend constexpr auto operator<=>(Period, Period) = default;
};

// How a scheme counts time. A period belongs to the quarter and the year in which it begins.
struct Calendar {
    PeriodUnit unit = PeriodUnit::month;
    int year_starts_in = 1;  // month 1 … 12

    Period period(Date day) const;     // that holds the day
    Period period(Month month) const;  // that holds its first day
    Date first_day(Period period) const;
    Date last_day(Period period) const;
    Month month(Period period) const { return first_day(period).month(); }
    Period month_start(Period period) const;    // the first period that begins in the same month
    Period quarter_start(Period period) const;  // … quarter
    Period year_start(Period period) const;
    bool ends_month(Period period) const { return month_start(next(period)) == next(period); }
    bool ends_quarter(Period period) const { return quarter_start(next(period)) == next(period); }
    bool ends_year(Period period) const { return year_start(next(period)) == next(period); }
    // The quarter and the year in which the period begins.
    Date first_day_of_quarter(Period period) const;
    Date last_day_of_quarter(Period period) const;
    Date first_day_of_year(Period period) const;
    Date last_day_of_year(Period period) const;
    int days_in_quarter(Period period) const;
    int days_in_year(Period period) const;
    int quarter_number(Period period) const;  // 1 … 4 of the scheme's year
    int year_number(Period period) const;     // of the scheme's year: that in which it begins
    int week_number(Period period) const;     // ISO 8601, of the first day
    static Period next(Period period) { return {period.index + 1}; }
    // How many periods a span of time is; none when it is no whole number of them.
    std::optional<int> periods_in(int count, PeriodUnit of) const;

    // `2026-03-15`, `2026-W12`, `2026-03`, `2026-Q1`, `2026`
    std::string to_text(Period period) const;
    std::optional<Period> parse(std::string_view text) const;

    friend bool operator==(const Calendar&, const Calendar&) = default;

  private:
    Calendar longer(PeriodUnit than) const { return {.unit = than, .year_starts_in = year_starts_in}; }
    Period first_that_begins_in(const Calendar& longer, Period here) const;
};

int days_in(Month month);
// Whole months from one day to another; the last day of a shorter month completes a month.
int months_between(Date from, Date to);
std::optional<Month> parse_month(std::string_view text);  // `2026-03`
std::optional<Date> parse_date(std::string_view text);    // `2026-03-15`
std::string to_text(Month month);                         // `2026-03`
std::string to_text(Date date);                           // `2026-03-15`
std::string to_people(Month month);                       // `March 2026`

}  // namespace accrue
