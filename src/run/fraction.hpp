// run/fraction.hpp — The static units of columns: small signed fractions in lowest terms, worked out while
// planning. What does not fit has no unit, and its column holds exact rationals instead.
#pragma once

#include <cstdint>
#include <optional>

#include "number/exact.hpp"

namespace accrue::run {

struct Fraction {
    std::int64_t over = 1, under = 1;  // under > 0; both within ±2^62
    friend bool operator==(const Fraction&, const Fraction&) = default;
};
inline constexpr std::int64_t fraction_limit = std::int64_t{1} << 62;

std::optional<Fraction> fraction(const Exact& value);
Exact exact(const Fraction& fraction);

std::optional<Fraction> product(const Fraction& a, const Fraction& b);
std::optional<Fraction> quotient(const Fraction& a, const Fraction& b);  // b is not 0
// The largest fraction above 0 that goes into both a whole number of times; `b` may be 0.
std::optional<Fraction> common(const Fraction& a, const Fraction& b);
// a / b when it is whole and within ±2^62.
std::optional<std::int64_t> times(const Fraction& a, const Fraction& b);

}  // namespace accrue::run
