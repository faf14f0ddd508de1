#include "number/exact.hpp"

#include <array>
#include <boost/multiprecision/cpp_int.hpp>
#include <catch2/catch.hpp>
#include <limits>
#include <random>
#include <vector>

using namespace accrue;
namespace mp = boost::multiprecision;

namespace {

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

std::string text_of(const mp::cpp_rational& value) {
    return value.str();
}

int sign_of(std::strong_ordering order) {
    return (order > 0 ? 1 : 0) - (order < 0 ? 1 : 0);
}

// Numbers near the ends of their words, near zero, and of every length between.
struct Numbers {
    std::mt19937_64 random{20260315};  // NOLINT: the same numbers in every run

    std::int64_t near_an_end() {
        static constexpr std::array ends = {lowest,
                                            highest,
                                            std::int64_t{0},
                                            std::int64_t{1} << 31,
                                            std::int64_t{1} << 32,
                                            std::int64_t{1'000'000'007}};
        const auto away = static_cast<std::int64_t>(random() % 5) - 2;
        std::int64_t value = 0;
        const auto end = ends[random() % ends.size()];
        return __builtin_add_overflow(end, away, &value) ? end : value;
    }
    std::int64_t of_any_length() { return static_cast<std::int64_t>(random()) >> (random() % 64); }
    std::int64_t round_number() { return static_cast<std::int64_t>(random() % 2001) - 1000; }

    std::int64_t integer() {
        switch (random() % 3) {
            case 0:
                return near_an_end();
            case 1:
                return of_any_length();
            default:
                return round_number();
        }
    }
    std::int64_t denominator() {
        const auto value = integer();
        return value == 0 || random() % 3 == 0 ? 1 : value;
    }
};

struct Pair {
    Exact exact;
    mp::cpp_rational reference;
};

mp::cpp_rational reference(std::int64_t numerator, std::int64_t denominator) {
    return mp::cpp_rational(mp::cpp_int(numerator)) / mp::cpp_rational(mp::cpp_int(denominator));
}

Pair number(Numbers& numbers) {
    const auto numerator = numbers.integer();
    const auto denominator = numbers.denominator();
    return {Exact::ratio(numerator, denominator), reference(numerator, denominator)};
}

bool agree(const Exact& exact, const mp::cpp_rational& expected) {
    if (exact.as_fraction() == text_of(expected)) return true;
    UNSCOPED_INFO(exact.as_fraction() << " should be " << text_of(expected));
    return false;
}

bool operations_agree(const Pair& a, const Pair& b) {
    const bool arithmetic = agree(a.exact + b.exact, a.reference + b.reference) &&
                            agree(a.exact - b.exact, a.reference - b.reference) &&
                            agree(a.exact * b.exact, a.reference * b.reference) &&
                            agree(-a.exact, -a.reference);
    const bool division = b.reference == 0 || agree(a.exact / b.exact, a.reference / b.reference);
    const int order = (a.reference > b.reference ? 1 : 0) - (a.reference < b.reference ? 1 : 0);
    return arithmetic && division && sign_of(a.exact <=> b.exact) == order &&
           (a.exact == b.exact) == (order == 0) && a.exact.sign() == a.reference.sign();
}

bool parts_agree(const Pair& a) {
    const mp::cpp_int numerator = mp::numerator(a.reference);
    const mp::cpp_int denominator = mp::denominator(a.reference);
    mp::cpp_int below = numerator / denominator;
    if (numerator < 0 && below * denominator != numerator) --below;
    const auto bits = [](const mp::cpp_int& value) { return value == 0 ? 0 : mp::msb(mp::abs(value)) + 1; };
    return agree(floor(a.exact), mp::cpp_rational(below)) && a.exact.is_integer() == (denominator == 1) &&
           a.exact.bits() == std::max(bits(numerator), bits(denominator));
}

}  // namespace

TEST_CASE("arithmetic agrees with arbitrary rationals around the ends of a word") {
    Numbers numbers;
    for (int i = 0; i < 40'000; ++i) {
        const auto a = number(numbers);
        const auto b = number(numbers);
        INFO(a.exact.as_fraction() << " and " << b.exact.as_fraction());
        if (!operations_agree(a, b) || !parts_agree(a)) FAIL();
    }
}

TEST_CASE("long chains of arithmetic agree with arbitrary rationals and find back to small numbers") {
    Numbers numbers;
    for (int i = 0; i < 300; ++i) {
        Pair value = number(numbers);
        std::vector<Pair> steps;
        for (int j = 0; j < 8; ++j) {
            const auto step = number(numbers);
            value = {value.exact + step.exact, value.reference + step.reference};
            if (step.reference != 0) value = {value.exact * step.exact, value.reference * step.reference};
            steps.push_back(step);
            if (!operations_agree(value, step) || !parts_agree(value)) FAIL(value.exact.as_fraction());
        }
        const auto big = value.exact;
        CHECK(big - big == Exact(0));
        if (big.sign() != 0) CHECK(big / big == Exact(1));
        CHECK(big + 1 - big == Exact(1));
    }
}

TEST_CASE("a number has one form, whatever it was made from") {
    CHECK(Exact::ratio(2, 4) == Exact::ratio(-1, -2));
    CHECK(Exact::ratio(1, -3).as_fraction() == "-1/3");
    CHECK(Exact::ratio(0, -7) == Exact(0));
    CHECK(Exact(lowest).as_fraction() == "-9223372036854775808");
    CHECK(Exact(lowest) == Exact::ratio(lowest, 1));
    CHECK(-Exact(lowest) - 1 == Exact(highest));
    CHECK(Exact(lowest) + 1 == Exact(-highest));
    CHECK(Exact(highest) + 1 - 1 == Exact(highest));
    CHECK(Exact(1) / 3 * 3 == Exact(1));
}

TEST_CASE("ratios and scaled numbers take 128 bits") {
    constexpr int128 most = ((static_cast<int128>(1) << 126) - 1) * 2 + 1;
    constexpr auto least = -most - 1;
    CHECK(Exact::ratio(most, 1).as_fraction() == "170141183460469231731687303715884105727");
    CHECK(Exact::ratio(least, 1).as_fraction() == "-170141183460469231731687303715884105728");
    CHECK(Exact::ratio(least, least) == Exact(1));
    CHECK(Exact::ratio(1, least).as_fraction() == "-1/170141183460469231731687303715884105728");
    CHECK(Exact::ratio(least, -2) == Exact::ratio(most, 1) / 2 + Exact::ratio(1, 2));
    CHECK(Exact::scaled(12345, 2) == Exact::ratio(2469, 20));
    CHECK(Exact::scaled(12, -3) == Exact(12'000));
    CHECK(Exact::scaled(1, 50) * Exact::scaled(1, -50) == Exact(1));
    CHECK(Exact::scaled(1, 38) * Exact::scaled(1, -38) == Exact(1));
    CHECK(Exact::scaled(most, 0) == Exact::ratio(most, 1));
}

TEST_CASE("a moved or copied number keeps its value") {
    const Exact big = Exact::scaled(7, -40);
    Exact copy = big;
    const Exact moved = std::move(copy);
    CHECK(moved == big);
    copy = big;
    CHECK(copy == big);
    copy = *&copy;
    CHECK(copy == big);
    copy = Exact(3);
    CHECK(copy == Exact(3));
    copy += big;
    copy -= big;
    CHECK(copy == Exact(3));
}

TEST_CASE("a number fits a scale when the product is whole and within the word") {
    std::int64_t narrow = 0;
    int128 wide = 0;
    CHECK(Exact::ratio(5, 4).fits_scaled(100, narrow));
    CHECK(narrow == 125);
    CHECK_FALSE(Exact::ratio(1, 3).fits_scaled(100, narrow));
    CHECK(Exact::ratio(-1, 3).fits_scaled(300, narrow));
    CHECK(narrow == -100);
    CHECK(Exact(lowest).fits_scaled(1, narrow));
    CHECK(narrow == lowest);
    CHECK_FALSE((Exact(lowest) - 1).fits_scaled(1, narrow));
    CHECK_FALSE(Exact(highest).fits_scaled(10, narrow));
    CHECK(Exact(highest).fits_scaled(10, wide));
    CHECK(wide == static_cast<int128>(highest) * 10);
    Exact power(1);
    for (int i = 0; i < 127; ++i) power = power * 2;
    CHECK_FALSE(power.fits_scaled(1, wide));
    CHECK((power - 1).fits_scaled(1, wide));
    CHECK((-power).fits_scaled(1, wide));
    CHECK(Exact::ratio(wide, 1) == -power);
    CHECK_FALSE((-power - 1).fits_scaled(1, wide));
    CHECK((power / 10).fits_scaled(10, wide) == false);
    CHECK(((power - 8) / 10).fits_scaled(10, wide));
}

TEST_CASE("the digits of an ending decimal are known, and that others do not end") {
    CHECK(Exact(7).decimal_digits() == 0);
    CHECK(Exact::ratio(1, 4).decimal_digits() == 2);
    CHECK(Exact::ratio(1, 125).decimal_digits() == 3);
    CHECK(Exact::ratio(1, 3).decimal_digits() == std::nullopt);
    CHECK(Exact::scaled(1, 60).decimal_digits() == 60);
    CHECK((Exact::scaled(1, 60) / 7).decimal_digits() == std::nullopt);
}

TEST_CASE("smaller, larger and the magnitude") {
    const Exact a = Exact::ratio(1, 3);
    const Exact b = Exact::ratio(1, 2);
    CHECK(smaller(a, b) == a);
    CHECK(larger(a, b) == b);
    CHECK(abs(-a) == a);
    CHECK(floor(Exact::ratio(-1, 3)) == Exact(-1));
    CHECK(floor(Exact::ratio(7, 2)) == Exact(3));
}
