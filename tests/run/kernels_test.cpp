#include "run/kernels.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

#include "number/rounding.hpp"

namespace accrue::run {
namespace {

constexpr Rounding all_modes[] = {Rounding::up,        Rounding::down,        Rounding::half_up,
                                  Rounding::half_down, Rounding::half_even,   Rounding::ceiling,
                                  Rounding::floor,     Rounding::zero_five_up};

using Numbers = std::vector<std::int64_t>;

// Near ties and whole steps of `under`, up to what the way by doubles allows.
Numbers dividends(std::int64_t under, std::mt19937_64& bits) {
    Numbers numbers;
    for (int i = 0; i < 2000; ++i) {
        const std::int64_t most = (std::int64_t{1} << (bits() % 51)) - 1;
        const auto any = static_cast<std::int64_t>(bits() % static_cast<std::uint64_t>(most + 1));
        const auto halves = any / under * under + under / 2;
        for (const auto n : {any, halves - 1, halves, halves + 1, any / under * under}) {
            if (n < (std::int64_t{1} << 51)) numbers.push_back(bits() % 2 == 0 ? n : -n);
        }
    }
    return numbers;
}

}  // namespace

TEST_CASE("rounding by way of doubles is rounding by whole numbers") {
    std::mt19937_64 bits(7);
    for (const std::int64_t under : Numbers{2, 3, 10, 3000, 999983, 1000000000, 562949953421311}) {
        const auto numbers = dividends(under, bits);
        for (const auto mode : all_modes) {
            for (const auto* kernels : {&any_machine::kernels, &v3::kernels}) {
                Numbers by_doubles(numbers.size()), by_wholes(numbers.size());
                kernels->near.rounded(by_doubles.data(), numbers.size(), numbers.data(), 1, under, mode);
                kernels->wholes.rounded(by_wholes.data(), numbers.size(), numbers.data(), 1, under, mode);
                CHECK(by_doubles == by_wholes);
            }
        }
    }
}

TEST_CASE("rounding whole numbers is exact rounding") {
    std::mt19937_64 bits(11);
    const std::int64_t under = 3000;
    auto numbers = dividends(under, bits);
    numbers.resize(400);
    for (const auto mode : all_modes) {
        Numbers rounded_numbers(numbers.size());
        wholes<std::int64_t>().rounded(rounded_numbers.data(), numbers.size(), numbers.data(), 7, under,
                                       mode);
        for (std::size_t i = 0; i < numbers.size(); ++i)
            REQUIRE(rounded(Exact(numbers[i]) * Exact(7) / Exact(under), mode, Exact(1)) ==
                    Exact(rounded_numbers[i]));
    }
}

TEST_CASE("a copy past the cache is a copy, wherever it begins and ends") {
    std::mt19937_64 bits(13);
    Numbers numbers(80);
    for (auto& number : numbers) number = static_cast<std::int64_t>(bits());
    for (std::size_t begin = 0; begin < 4; ++begin) {
        for (std::size_t rows = 0; rows < 70; ++rows) {
            for (const auto* kernels : {&any_machine::kernels, &v3::kernels}) {
                Numbers copied(80, -1), expected(80, -1);
                kernels->near.copy_past_cache(copied.data() + begin, rows, numbers.data() + 3);
                std::copy_n(numbers.data() + 3, rows, expected.data() + begin);
                REQUIRE(copied == expected);
            }
        }
    }
}

TEST_CASE("the extent of a column bounds it") {
    for (const std::int64_t n : {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, std::int64_t{255},
                                 std::int64_t{256}, std::int64_t{-256}, INT64_MAX, INT64_MIN}) {
        const auto extent = near().extent(1, &n);
        CHECK(extent.negative == (n < 0));
        const auto bound = static_cast<int128>(1) << extent.bits;
        CHECK(n <= bound);
        CHECK(n >= -bound);
    }
}

}  // namespace accrue::run
