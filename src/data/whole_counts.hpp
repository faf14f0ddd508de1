// data/whole_counts.hpp — Whole counts of a power of ten, as columns hold their numbers.
#pragma once

#include <cstdint>
#include <limits>

namespace accrue::data {

constexpr std::int64_t largest_count = std::numeric_limits<std::int64_t>::max();

// Digits behind the point that a column has room for at most.
constexpr int most_column_digits = 18;

// 10^exponent; from 0 to `most_column_digits`.
constexpr std::int64_t power_of_ten(int exponent) {
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;
    return power;
}

}  // namespace accrue::data
