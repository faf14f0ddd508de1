#include "run/fraction.hpp"

#include <cstdlib>
#include <numeric>
#include <string>

namespace accrue::run {
namespace {

std::optional<Fraction> lowest(int128 over, int128 under) {
    int128 a = over < 0 ? -over : over, b = under;
    while (b != 0) {
        const int128 rest = a % b;
        a = b;
        b = rest;
    }
    over /= a;
    under /= a;
    if (over > fraction_limit || over < -fraction_limit || under > fraction_limit) return std::nullopt;
    return Fraction{static_cast<std::int64_t>(over), static_cast<std::int64_t>(under)};
}

}  // namespace

std::optional<Fraction> fraction(const Exact& value) {
    if (value.bits() > 62) return std::nullopt;
    const std::string text = value.as_fraction();
    const auto slash = text.find('/');
    const std::int64_t over = std::strtoll(text.c_str(), nullptr, 10);
    return Fraction{over, slash == text.npos ? 1 : std::strtoll(text.c_str() + slash + 1, nullptr, 10)};
}

Exact exact(const Fraction& fraction) {
    return Exact::ratio(fraction.over, fraction.under);
}

std::optional<Fraction> product(const Fraction& a, const Fraction& b) {
    return lowest(static_cast<int128>(a.over) * b.over, static_cast<int128>(a.under) * b.under);
}

std::optional<Fraction> quotient(const Fraction& a, const Fraction& b) {
    const int128 over = static_cast<int128>(a.over) * b.under, under = static_cast<int128>(a.under) * b.over;
    return under < 0 ? lowest(-over, -under) : lowest(over, under);
}

// gcd(a/b, c/d) = gcd(a·c', …) = gcd(a, c) / lcm(b, d) for fractions in lowest terms.
std::optional<Fraction> common(const Fraction& a, const Fraction& b) {
    const std::int64_t over = std::gcd(a.over, b.over);
    const int128 under = static_cast<int128>(a.under / std::gcd(a.under, b.under)) * b.under;
    if (under > fraction_limit) return std::nullopt;
    return Fraction{over, static_cast<std::int64_t>(under)};
}

std::optional<std::int64_t> times(const Fraction& a, const Fraction& b) {
    const auto ratio = quotient(a, b);
    if (!ratio || ratio->under != 1) return std::nullopt;
    return ratio->over;
}

}  // namespace accrue::run
