// data/recent_months.hpp — Months of which a date `2026-03-15` was read: their other days are worked out from
// the last two digits alone. A new month may take the place of an old one.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>

#include "number/calendar.hpp"

namespace accrue::data {

class RecentMonths {
  public:
    static constexpr std::int64_t unknown = std::numeric_limits<std::int64_t>::min();

    // The day count of a date; `unknown` when no day of its month was put in, or there is no such day.
    std::int64_t find(std::string_view text) const {
        if (text.size() != size_of_date) return unknown;
        const auto beginning = beginning_of(text);
        const auto& known = months_[place(beginning)];
        const auto tens = static_cast<unsigned>(text[8] - '0'), ones = static_cast<unsigned>(text[9] - '0');
        const auto day = tens * 10 + ones;
        const bool is_day = ones < 10 && tens < 4 && day - 1 < known.days;
        if (known.beginning != beginning || !is_day) return unknown;
        return known.before + static_cast<std::int64_t>(day);
    }
    // `text` is written as above and means the date.
    void put(std::string_view text, Date date) {
        const auto beginning = beginning_of(text);
        months_[place(beginning)] = {beginning, date.days - date.day(),
                                     static_cast<unsigned>(days_in(date.month()))};
    }
    static bool is_written_so(std::string_view text) {
        return text.size() == size_of_date && text[4] == '-' && text[7] == '-';
    }

  private:
    static constexpr std::size_t size_of_date = 10;
    struct Known {
        std::uint64_t beginning = 0;  // `2026-03-`
        std::int64_t before = 0;      // the last day of the month before
        unsigned days = 0;
    };
    static std::uint64_t beginning_of(std::string_view text) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data(), sizeof bytes);
        return bytes;
    }
    // Another one for each month of four years.
    static std::size_t place(std::uint64_t beginning) {
        const auto year = beginning >> 24U & 3U, tens = beginning >> 40U & 1U, ones = beginning >> 48U & 15U;
        return year << 4U | ((tens * 10 + ones) & 15U);
    }

    std::array<Known, 64> months_{};
};

}  // namespace accrue::data
