#include "number/exact.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <limits>
#include <optional>
#include <utility>

#include "number/exact_inside.hpp"

namespace accrue {

void Exact::DropBig::operator()(Big* big) const noexcept {
    delete big;
}

Exact::BigPointer Exact::copied(const Big& big) {
    return BigPointer(new Big(big));
}

namespace {

__extension__ using uint128 = unsigned __int128;
using Access = ExactAccess;

constexpr int128 int64_max = std::numeric_limits<std::int64_t>::max();
constexpr int128 int128_max = static_cast<int128>(~uint128{0} >> 1);
constexpr int most_digits = 38;  // 10^38 is the largest power of ten within 2^127

constexpr std::array<int128, most_digits + 1> powers_of_ten = [] {
    std::array<int128, most_digits + 1> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
}();

bool is_narrow(int128 value) {
    return value >= -int64_max && value <= int64_max;
}

std::uint64_t magnitude(std::int64_t value) {
    return value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

uint128 magnitude(int128 value) {
    return value < 0 ? uint128{0} - static_cast<uint128>(value) : static_cast<uint128>(value);
}

int trailing_zeros(std::uint64_t value) {
    return std::countr_zero(value);
}

int trailing_zeros(uint128 value) {
    const auto low = static_cast<std::uint64_t>(value);
    return low != 0 ? std::countr_zero(low) : 64 + std::countr_zero(static_cast<std::uint64_t>(value >> 64));
}

// The greatest common divisor by halving and subtracting: no division.
template <class Unsigned>
Unsigned common_divisor(Unsigned a, Unsigned b) {
    if (a == 0 || b == 0) return a | b;
    const int shift = trailing_zeros(a | b);
    a >>= trailing_zeros(a);
    while (b != 0) {
        b >>= trailing_zeros(b);
        if (a > b) std::swap(a, b);
        b -= a;
    }
    return a << shift;
}

// Of a numerator and a positive denominator. Most denominators are 1, the others small.
std::int64_t common_divisor(std::int64_t a, std::int64_t b) {
    if (b == 1) return 1;
    return static_cast<std::int64_t>(common_divisor(magnitude(a % b), magnitude(b)));
}

std::int64_t remainder(int128 a, std::int64_t b) {
    return static_cast<std::int64_t>(is_narrow(a) ? static_cast<std::int64_t>(a) % b : a % b);
}

int128 quotient(int128 a, std::int64_t b) {
    if (b == 1) return a;
    return is_narrow(a) ? static_cast<std::int64_t>(a) / b : a / b;
}

// In lowest terms already, the denominator positive.
Exact lowest(int128 numerator, int128 denominator) {
    if (is_narrow(numerator) && denominator <= int64_max) {
        return Access::small(static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator));
    }
    return Access::wrapped(Rational(Whole(numerator), Whole(denominator)));
}

bool is_narrow(const Whole& value) {
    return mp::abs(value) <= Whole(std::numeric_limits<std::int64_t>::max());
}

// Back into two words when they hold the value: one form for each value.
Exact shrunk(Rational value) {
    const auto& numerator = mp::numerator(value);
    const auto& denominator = mp::denominator(value);
    if (!is_narrow(numerator) || !is_narrow(denominator)) return Access::wrapped(std::move(value));
    return Access::small(static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator));
}

bool both_small(const Exact& a, const Exact& b) {
    return Access::is_small(a) && Access::is_small(b);
}

struct Fraction {
    std::int64_t numerator;
    std::int64_t denominator;
};

Fraction fraction(const Exact& a) {
    return {Access::numerator(a), Access::denominator(a)};
}

// a + b with a common factor in the denominators is the one sum whose result may need reducing, and only by a
// divisor of that factor (Knuth, 4.5.1).
Exact sum(Fraction a, Fraction b) {
    if (a.denominator == b.denominator) {
        const auto numerator = static_cast<int128>(a.numerator) + b.numerator;
        if (a.denominator == 1) return lowest(numerator, 1);
        const auto divisor = common_divisor(remainder(numerator, a.denominator), a.denominator);
        return lowest(quotient(numerator, divisor), a.denominator / divisor);
    }
    const auto shared = common_divisor(a.denominator, b.denominator);
    const auto left = a.denominator / shared;
    const auto right = b.denominator / shared;
    const auto numerator = static_cast<int128>(a.numerator) * right + static_cast<int128>(b.numerator) * left;
    if (shared == 1) return lowest(numerator, static_cast<int128>(left) * right);
    const auto divisor = common_divisor(remainder(numerator, shared), shared);
    return lowest(quotient(numerator, divisor), static_cast<int128>(left) * (b.denominator / divisor));
}

Exact product(Fraction a, Fraction b) {
    const auto first = common_divisor(a.numerator, b.denominator);
    const auto second = common_divisor(b.numerator, a.denominator);
    return lowest(static_cast<int128>(a.numerator / first) * (b.numerator / second),
                  static_cast<int128>(a.denominator / second) * (b.denominator / first));
}

Fraction reciprocal(Fraction a) {
    return a.numerator < 0 ? Fraction{-a.denominator, -a.numerator} : Fraction{a.denominator, a.numerator};
}

template <class Integer>
std::strong_ordering ordering(const Integer& a, const Integer& b) {
    if (a < b) return std::strong_ordering::less;
    return b < a ? std::strong_ordering::greater : std::strong_ordering::equal;
}

Whole power_of_ten(int digits) {
    return mp::pow(Whole(10), static_cast<unsigned>(digits));
}

// value × scale when it is whole: the denominator, in lowest terms, must divide the scale.
std::optional<Whole> scaled_whole(const Exact& value, std::int64_t scale) {
    const auto rational = Access::rational(value);
    if (scale % mp::denominator(rational) != 0) return std::nullopt;
    return Whole(mp::numerator(rational) * scale / mp::denominator(rational));
}

template <class Integer>
int times_divided(Integer& value, int divisor) {
    int times = 0;
    for (; value % divisor == 0; ++times) value /= divisor;
    return times;
}

// A fraction in lowest terms ends in decimals when its denominator is 2^a 5^b; it has the larger of a and b
// digits.
template <class Integer>
std::optional<int> digits_of(Integer denominator) {
    const int twos = times_divided(denominator, 2);
    const int fives = times_divided(denominator, 5);
    if (denominator != 1) return std::nullopt;
    return std::max(twos, fives);
}

}  // namespace

Exact whole(const Whole& value) {
    return shrunk(Rational(value));
}

Exact big_ratio(const Whole& numerator, const Whole& denominator) {
    return shrunk(denominator < 0 ? Rational(-numerator, -denominator) : Rational(numerator, denominator));
}

std::size_t bits_of(const Whole& value) {
    return value == 0 ? 0 : mp::msb(mp::abs(value)) + 1;
}

Exact Exact::ratio(int128 numerator, int128 denominator) {
    assert(denominator != 0);
    const auto over = magnitude(numerator);
    const auto under = magnitude(denominator);
    const bool is_64_bit = ((over | under) >> 64) == 0;
    const auto divisor =
        under == 1 ? uint128{1}
        : is_64_bit
            ? uint128{common_divisor(static_cast<std::uint64_t>(over), static_cast<std::uint64_t>(under))}
            : common_divisor(over, under);
    const auto top = over / divisor;
    const auto bottom = under / divisor;
    const bool negative = (numerator < 0) != (denominator < 0);
    constexpr auto limit = static_cast<uint128>(int128_max);
    if (top > limit || bottom > limit) return big_ratio(Whole(numerator), Whole(denominator));
    return lowest(negative ? -static_cast<int128>(top) : static_cast<int128>(top),
                  static_cast<int128>(bottom));
}

Exact Exact::scaled(int128 value, int digits) {
    if (digits == 0) return ratio(value, 1);
    if (digits > 0 && digits <= most_digits)
        return ratio(value, powers_of_ten[static_cast<std::size_t>(digits)]);
    if (digits > 0) return big_ratio(Whole(value), power_of_ten(digits));
    return big_ratio(Whole(value) * power_of_ten(-digits), Whole(1));
}

Exact operator+(const Exact& a, const Exact& b) {
    if (both_small(a, b)) return sum(fraction(a), fraction(b));
    return shrunk(Access::rational(a) + Access::rational(b));
}

Exact operator-(const Exact& a, const Exact& b) {
    if (both_small(a, b)) return sum(fraction(a), {-Access::numerator(b), Access::denominator(b)});
    return shrunk(Access::rational(a) - Access::rational(b));
}

Exact operator*(const Exact& a, const Exact& b) {
    if (both_small(a, b)) return product(fraction(a), fraction(b));
    return shrunk(Access::rational(a) * Access::rational(b));
}

Exact operator/(const Exact& a, const Exact& b) {
    assert(b.sign() != 0);
    if (both_small(a, b)) return product(fraction(a), reciprocal(fraction(b)));
    return shrunk(Access::rational(a) / Access::rational(b));
}

Exact Exact::operator-() const {
    return big_ ? Access::wrapped(-big_->value) : Access::small(-numerator_, denominator_);
}

bool operator==(const Exact& a, const Exact& b) {
    if (both_small(a, b)) return a.numerator_ == b.numerator_ && a.denominator_ == b.denominator_;
    if (Access::is_small(a) || Access::is_small(b)) return false;
    return a.big_->value == b.big_->value;
}

std::strong_ordering operator<=>(const Exact& a, const Exact& b) {
    if (!both_small(a, b)) return ordering(Access::rational(a), Access::rational(b));
    if (a.denominator_ == b.denominator_) return a.numerator_ <=> b.numerator_;
    return ordering(static_cast<int128>(a.numerator_) * b.denominator_,
                    static_cast<int128>(b.numerator_) * a.denominator_);
}

int Exact::sign() const {
    if (big_) return big_->value.sign();
    return (numerator_ > 0 ? 1 : 0) - (numerator_ < 0 ? 1 : 0);
}

bool Exact::is_integer() const {
    return big_ ? mp::denominator(big_->value) == 1 : denominator_ == 1;
}

std::size_t Exact::bits() const {
    const auto widest = [](std::uint64_t a, std::uint64_t b) {
        return static_cast<std::size_t>(std::bit_width(a | b));
    };
    if (!big_) return widest(magnitude(numerator_), magnitude(denominator_));
    return std::max(bits_of(mp::numerator(big_->value)), bits_of(mp::denominator(big_->value)));
}

std::string Exact::as_fraction() const {
    const auto joined = [](const std::string& numerator, const std::string& denominator) {
        return denominator == "1" ? numerator : numerator + "/" + denominator;
    };
    if (!big_) return joined(std::to_string(numerator_), std::to_string(denominator_));
    return joined(mp::numerator(big_->value).str(), mp::denominator(big_->value).str());
}

bool Exact::fits_scaled(std::int64_t scale, int128& result) const {
    if (!big_) {
        if (denominator_ != 1 && scale % denominator_ != 0) return false;
        result = static_cast<int128>(numerator_) * (scale / denominator_);
        return true;
    }
    const auto whole = scaled_whole(*this, scale);
    constexpr auto lowest_value = -int128_max - 1;
    if (!whole || *whole > Whole(int128_max) || *whole < Whole(lowest_value)) return false;
    result = *whole == Whole(lowest_value) ? lowest_value : static_cast<int128>(*whole);
    return true;
}

bool Exact::fits_scaled(std::int64_t scale, std::int64_t& result) const {
    int128 wide = 0;
    if (!fits_scaled(scale, wide)) return false;
    if (wide > int64_max || wide < -int64_max - 1) return false;
    result = static_cast<std::int64_t>(wide);
    return true;
}

std::optional<int> Exact::decimal_digits() const {
    return big_ ? digits_of(Whole(mp::denominator(big_->value))) : digits_of(denominator_);
}

Exact abs(const Exact& value) {
    return value.sign() < 0 ? -value : value;
}

Exact floor(const Exact& value) {
    if (value.is_integer()) return value;
    if (!value.big_)
        return Access::small(value.numerator_ / value.denominator_ - (value.numerator_ < 0 ? 1 : 0), 1);
    const auto& numerator = mp::numerator(value.big_->value);
    const Whole towards_zero = numerator / mp::denominator(value.big_->value);
    return whole(numerator < 0 ? Whole(towards_zero - 1) : towards_zero);
}

const Exact& smaller(const Exact& a, const Exact& b) {
    return b < a ? b : a;
}
const Exact& larger(const Exact& a, const Exact& b) {
    return a < b ? b : a;
}

}  // namespace accrue
