#include "number/rounding.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <random>

using namespace accrue;

namespace {

constexpr std::array modes = {Rounding::up,        Rounding::down,        Rounding::half_up,
                              Rounding::half_down, Rounding::half_even,   Rounding::ceiling,
                              Rounding::floor,     Rounding::zero_five_up};

Exact tenths(std::int64_t value) {
    return Exact::ratio(value, 10);
}

// What each mode makes of a number of tenths, as whole numbers.
std::array<std::int64_t, 8> all_modes(std::int64_t value) {
    std::array<std::int64_t, 8> results{};
    for (std::size_t i = 0; i < modes.size(); ++i) {
        REQUIRE(rounded(tenths(value), modes[i], 1).fits_scaled(1, results[i]));
    }
    return results;
}

using Row = std::array<std::int64_t, 8>;

}  // namespace

TEST_CASE("each mode has its own idea of halves, signs and the last digit") {
    //                       up  down  half up  half down  half even  ceiling  floor  05 up
    CHECK(all_modes(25) == Row{3, 2, 3, 2, 2, 3, 2, 2});
    CHECK(all_modes(35) == Row{4, 3, 4, 3, 4, 4, 3, 3});
    CHECK(all_modes(-25) == Row{-3, -2, -3, -2, -2, -2, -3, -2});
    CHECK(all_modes(21) == Row{3, 2, 2, 2, 2, 3, 2, 2});
    CHECK(all_modes(29) == Row{3, 2, 3, 3, 3, 3, 2, 2});
    CHECK(all_modes(-21) == Row{-3, -2, -2, -2, -2, -2, -3, -2});
    CHECK(all_modes(51) == Row{6, 5, 5, 5, 5, 6, 5, 6});
    CHECK(all_modes(1) == Row{1, 0, 0, 0, 0, 1, 0, 1});
    CHECK(all_modes(-5) == Row{-1, 0, -1, 0, 0, 0, -1, -1});
    CHECK(all_modes(20) == Row{2, 2, 2, 2, 2, 2, 2, 2});
}

TEST_CASE("half up of -0.005 to kopecks is -0.01") {
    CHECK(rounded(Exact::ratio(-5, 1000), Rounding::half_up, Exact::ratio(1, 100)) == Exact::ratio(-1, 100));
    CHECK(rounded(Exact::ratio(5, 1000), Rounding::half_even, Exact::ratio(1, 100)) == Exact(0));
}

TEST_CASE("any step is taken: 0.05, 1/3, 1000") {
    CHECK(rounded(Exact::ratio(1024, 1000), Rounding::half_up, Exact::ratio(1, 20)) == Exact(1));
    CHECK(rounded(Exact::ratio(1, 2), Rounding::down, Exact::ratio(1, 3)) == Exact::ratio(1, 3));
    CHECK(rounded(Exact(1500), Rounding::half_even, Exact(1000)) == Exact(2000));
    CHECK(rounded(Exact::scaled(15, -49), Rounding::half_even, Exact::scaled(1, -50)) ==
          Exact::scaled(2, -50));
}

TEST_CASE("the result is a multiple of the step, less than a step away, and stays as it is") {
    std::mt19937_64 random(20260315);  // NOLINT: the same numbers in every run
    for (int i = 0; i < 5'000; ++i) {
        const auto value = Exact::ratio(static_cast<std::int64_t>(random()) >> (random() % 60),
                                        static_cast<std::int64_t>(random() % 1000) + 1);
        const auto step = Exact::ratio(static_cast<std::int64_t>(random() % 100) + 1, 100);
        for (const auto mode : modes) {
            const auto result = rounded(value, mode, step);
            INFO(value.as_fraction() << " by " << step.as_fraction() << " gave " << result.as_fraction());
            const bool is_near = abs(result - value) < step;
            const bool is_multiple = (result / step).is_integer();
            if (!is_near || !is_multiple || rounded(result, mode, step) != result) FAIL();
        }
    }
}

TEST_CASE("modes mirror each other") {
    std::mt19937_64 random(7);  // NOLINT: the same numbers in every run
    const auto step = Exact::ratio(1, 100);
    for (int i = 0; i < 5'000; ++i) {
        const auto value = Exact::ratio(static_cast<std::int64_t>(random() % 2'000'001) - 1'000'000, 2000);
        const auto by = [&](Rounding mode) { return rounded(value, mode, step); };
        const auto mirrored = [&](Rounding mode) { return -rounded(-value, mode, step); };
        for (const auto mode : {Rounding::up, Rounding::down, Rounding::half_up, Rounding::half_down,
                                Rounding::half_even, Rounding::zero_five_up}) {
            if (by(mode) != mirrored(mode)) FAIL(value.as_fraction());
        }
        if (by(Rounding::ceiling) != mirrored(Rounding::floor)) FAIL(value.as_fraction());
        if (by(Rounding::floor) > value || by(Rounding::ceiling) < value) FAIL(value.as_fraction());
        if (abs(by(Rounding::half_even) - value) > step / 2) FAIL(value.as_fraction());
    }
}
