#include "run/fraction.hpp"

#include <catch2/catch.hpp>

namespace accrue::run {

TEST_CASE("two units have a common one that goes into both") {
    CHECK(common({1, 100}, {1, 200}) == Fraction{1, 200});
    CHECK(common({3, 100}, {1, 60}) == Fraction{1, 300});
    CHECK(common({-5, 1}, {0, 1}) == Fraction{5, 1});
    CHECK(times({1, 60}, {1, 300}) == 5);
    CHECK(times({-1, 60}, {1, 300}) == -5);
    CHECK_FALSE(times({1, 7}, {1, 300}).has_value());
}

TEST_CASE("a unit that does not fit is none") {
    const Fraction fine{1, std::int64_t{1} << 40};
    CHECK_FALSE(product(fine, fine).has_value());
    CHECK_FALSE(common(fine, {1, (std::int64_t{1} << 40) - 1}).has_value());
    CHECK_FALSE(fraction(Exact::scaled(1, -30)).has_value());
    CHECK(fraction(Exact::ratio(-25000, 3)) == Fraction{-25000, 3});
}

}  // namespace accrue::run
