// number/exact.hpp — The exact rational in which every amount is computed. This header is the only door to
// Boost.Multiprecision: small values live in two machine words, larger ones behind a pointer. There is one
// form for each value, in lowest terms, so that equal values are equal word by word.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace accrue {

__extension__ using int128 = __int128;

class Exact {
  public:
    Exact() = default;
    Exact(std::int64_t value) : numerator_(value) {  // NOLINT: a whole number is a number
        if (value == INT64_MIN) *this = ratio(value, 1);
    }
    Exact(const Exact& other) : numerator_(other.numerator_), denominator_(other.denominator_) {
        if (other.big_) big_ = copied(*other.big_);
    }
    Exact(Exact&& other) noexcept = default;
    Exact& operator=(const Exact& other) { return *this = Exact(other); }
    Exact& operator=(Exact&& other) noexcept = default;
    ~Exact() = default;

    // numerator / denominator; the denominator is not 0.
    static Exact ratio(int128 numerator, int128 denominator);
    // value / 10^digits; digits may be negative (then × 10^-digits).
    static Exact scaled(int128 value, int digits);

    friend Exact operator+(const Exact& a, const Exact& b);
    friend Exact operator-(const Exact& a, const Exact& b);
    friend Exact operator*(const Exact& a, const Exact& b);
    friend Exact operator/(const Exact& a, const Exact& b);  // b is not 0
    Exact operator-() const;

    friend bool operator==(const Exact& a, const Exact& b);
    friend std::strong_ordering operator<=>(const Exact& a, const Exact& b);
    Exact& operator+=(const Exact& other) { return *this = *this + other; }
    Exact& operator-=(const Exact& other) { return *this = *this - other; }
    Exact& operator*=(const Exact& other) { return *this = *this * other; }
    Exact& operator/=(const Exact& other) { return *this = *this / other; }

    int sign() const;  // -1, 0, 1
    bool is_integer() const;
    // Bits of the longer of numerator and denominator; the language's limit is `max_bits`.
    std::size_t bits() const;
    static constexpr std::size_t max_bits = 4096;

    // Numerator and denominator in lowest terms, the denominator positive: `25000/3`, `-7`.
    std::string as_fraction() const;

    // value × scale as an int64, when it is one exactly.
    bool fits_scaled(std::int64_t scale, std::int64_t& result) const;
    bool fits_scaled(std::int64_t scale, int128& result) const;

    // Digits behind the point when the decimal expansion ends: 0 for 7, 2 for 1/4, nothing for 1/3.
    std::optional<int> decimal_digits() const;

    friend Exact floor(const Exact& value);  // the largest integer not above it

  private:
    struct Big;
    struct DropBig {
        void operator()(Big* big) const noexcept;
    };
    using BigPointer = std::unique_ptr<Big, DropBig>;
    static BigPointer copied(const Big& big);

    // Both within ±(2^63 - 1); 0 and 1 while `big_` holds the value.
    std::int64_t numerator_ = 0;
    std::int64_t denominator_ = 1;
    BigPointer big_;
    friend struct ExactAccess;  // exact_inside.hpp
};

Exact abs(const Exact& value);
Exact floor(const Exact& value);
const Exact& smaller(const Exact& a, const Exact& b);
const Exact& larger(const Exact& a, const Exact& b);

}  // namespace accrue
