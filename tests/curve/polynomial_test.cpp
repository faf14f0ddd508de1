#include <catch2/catch.hpp>

#include "curve/place.hpp"
#include "curve/ratio.hpp"
#include "curve/walk.hpp"

namespace accrue::curve {
namespace {

Polynomial polynomial(std::vector<Exact> coefficients) {
    return Polynomial(std::move(coefficients));
}

}  // namespace

TEST_CASE("polynomials divide and have common divisors") {
    const auto product = polynomial({-2, 1}) * polynomial({3, 1}) * polynomial({5, 2});
    const auto [quotient, remainder] = divide(product, polynomial({3, 1}));
    CHECK(quotient == polynomial({-2, 1}) * polynomial({5, 2}));
    CHECK(remainder.is_zero());
    CHECK(common_divisor(product, polynomial({-2, 1}) * polynomial({7, 1})) == polynomial({-2, 1}));
}

TEST_CASE("roots that are fractions are found as fractions") {
    const auto third = polynomial({-1, 3}) * polynomial({-40'000'000, 1}) * polynomial({-2, 7});
    const auto found = roots(third, 0, 50'000'000);
    REQUIRE(found.size() == 3);
    CHECK(std::get<Exact>(found[0]) == Exact::ratio(2, 7));
    CHECK(std::get<Exact>(found[1]) == Exact::ratio(1, 3));
    CHECK(std::get<Exact>(found[2]) == Exact(40'000'000));
}

TEST_CASE("a root twice is one place, and ends are left out") {
    const auto twice = polynomial({-3, 1}) * polynomial({-3, 1});
    CHECK(roots(twice, 0, 10).size() == 1);
    CHECK(roots(twice, 3, 10).empty());
    CHECK(roots(twice, 0, 3).empty());
}

TEST_CASE("roots that are no fractions are kept between two") {
    const auto found = roots(polynomial({-2, 0, 1}), -10, 10);
    REQUIRE(found.size() == 2);
    const auto [low, high] = between(found[1], Exact::scaled(1, 9));
    CHECK(high - low <= Exact::scaled(1, 9));
    CHECK(low * low < Exact(2));
    CHECK(high * high > Exact(2));
    CHECK((order(found[0], found[1]) < 0));
    // the same root of another polynomial
    const auto other = roots(polynomial({-2, 0, 1}) * polynomial({-5, 1}), 0, 10);
    CHECK((order(found[1], other[0]) == 0));
    CHECK((order(found[1], Place(Exact::ratio(3, 2))) < 0));
}

TEST_CASE("a sign holds between the neighbouring roots") {
    const auto square = polynomial({-4, 0, 1});
    const Stretch all{Place(Exact(-10)), Place(Exact(10))};
    const auto inside = same_sign(square, {Exact(0), Side::at}, all);
    CHECK(std::get<Exact>(inside.from) == Exact(-2));
    CHECK(std::get<Exact>(inside.to) == Exact(2));
    CHECK(same_sign(square, {Exact(2), Side::at}, all).is_point());
    CHECK(std::get<Exact>(same_sign(square, {Exact(2), Side::right}, all).from) == Exact(2));
    CHECK(std::get<Exact>(same_sign(square, {Exact(2), Side::left}, all).to) == Exact(2));
    CHECK(sign_at(square, {Exact(2), Side::left}) < 0);
    CHECK(sign_at(square, {Exact(2), Side::right}) > 0);
}

TEST_CASE("ratios are in lowest terms") {
    const Ratio x(polynomial({0, 1}));
    CHECK((x * x / x) == x);
    CHECK((Ratio(Exact(1)) / x + Ratio(Exact(1)) / x) == Ratio(Exact(2)) / x);
    CHECK((x - x).is_constant());
}

TEST_CASE("edges of a rounding are where it begins to give a multiple") {
    for (const auto mode : {Rounding::up, Rounding::down, Rounding::half_up, Rounding::half_down,
                            Rounding::half_even, Rounding::ceiling, Rounding::floor}) {
        for (int multiple = -3; multiple <= 3; ++multiple) {
            const auto [at, included] = edge({mode, Exact(1)}, Exact(multiple));
            const auto little = Exact::scaled(1, 9);
            CHECK(rounded(at + little, mode, 1) >= Exact(multiple));
            CHECK(rounded(at - little, mode, 1) < Exact(multiple));
            CHECK((rounded(at, mode, 1) >= Exact(multiple)) == included);
        }
    }
}

}  // namespace accrue::curve
