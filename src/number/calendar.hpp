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

int days_in(Month month);
std::optional<Month> parse_month(std::string_view text);  // `2026-03`
std::optional<Date> parse_date(std::string_view text);    // `2026-03-15`
std::string to_text(Month month);                         // `2026-03`
std::string to_text(Date date);                           // `2026-03-15`
std::string to_people(Month month);                       // `March 2026`

}  // namespace accrue
