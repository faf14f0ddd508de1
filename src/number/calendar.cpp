#include "number/calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>

namespace accrue {
namespace {

namespace chrono = std::chrono;

constexpr std::array<std::string_view, 12> month_names = {"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};

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
    return fmt::format("{} {}", month_names[static_cast<std::size_t>(month.number() - 1)], month.year());
}

}  // namespace accrue
