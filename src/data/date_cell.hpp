// data/date_cell.hpp — One cell of a date or month column: its parts, and what they can mean. Whether
// `01/02/2026` begins with the day is for the whole column, or the command line, to say.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "number/calendar.hpp"

namespace accrue::data {

// Of years beyond these nobody keeps pay; such a number is none.
constexpr int first_year = 1900, last_year = 2199;

enum class DatePart : std::uint8_t { day, month, year };

// The order that the command line gives: `DD/MM/YYYY`, `MMM.YY`, `ДД.ММ.ГГГГ`.
struct DatePattern {
    std::vector<DatePart> parts;
    bool short_year = false;  // YY is 20YY
    bool has_day() const;
};
std::optional<DatePattern> date_pattern(std::string_view text);

struct CalendarDay {
    int year = 0, month = 0, day = 0;  // day 0: a month
    bool exists() const;
    Month in_month() const { return Month::of(year, month); }
    friend bool operator==(const CalendarDay&, const CalendarDay&) = default;
};

enum class DateState : std::uint8_t {
    day,         // `day` is meant
    month,       // the month of `day` is meant
    two_orders,  // `day`, or `other` with day and month changed; one of them may not exist
    short_year,  // `мар.26`, `15.03.26`: a part of two digits that may be the year; `day` and `other`
    no_year,     // `март`, `3`
    day_count,   // `46082`: a spreadsheet's number of days; `day`
    has_time,
    no_such_day,  // 31 April
    unreadable,
    not_as_told,  // not of the command line's pattern
};
struct DateReading {
    DateState state = DateState::unreadable;
    CalendarDay day{}, other{};
};
DateReading read_date(std::string_view text, const DatePattern* told);

// A cell that a spreadsheet took for a date: `15.03.2026`, `мар.26`, `2026-03-15`.
bool looks_like_date(std::string_view text);

}  // namespace accrue::data
