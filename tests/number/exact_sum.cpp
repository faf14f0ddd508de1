#include "number/exact_sum.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

using namespace accrue;

namespace {

// Their denominators have little in common.
std::vector<Exact> ratios(std::int64_t count, std::int64_t least) {
    std::vector<Exact> all;
    for (std::int64_t i = 0; i < count; ++i)
        all.push_back(Exact::ratio(least + 7 * i, 1'000'000'007 + 2 * i));
    return all;
}

ExactSum sum_of(const std::vector<Exact>& numbers, ExactSum sum = ExactSum()) {
    for (const auto& number : numbers) sum.add(number);
    return sum;
}

}  // namespace

TEST_CASE("a sum is exact, whatever its terms have for denominators") {
    std::mt19937_64 random(3);
    for (int round = 0; round < 200; ++round) {
        Exact expected = 0;
        ExactSum sum, first;
        for (int i = 0; i < 12; ++i) {
            const auto over = static_cast<std::int64_t>(random() % 2001) - 1000;
            const auto number = Exact::ratio(over, static_cast<std::int64_t>(random() % 12 + 1));
            (i < 5 ? first : sum).add(number);
            expected += number;
        }
        sum.add(first);
        CHECK(sum.value() == expected);
    }
}

TEST_CASE("numbers and ratios too long for a machine add up, too") {
    ExactSum sum;
    sum.add(Exact::scaled(1, -40));
    sum.add(Exact::scaled(1, 40));
    sum.add(-Exact::scaled(1, -40));
    CHECK(sum.value() == Exact::scaled(1, 40));
}

TEST_CASE("a sum of many ratios ends where its denominator is too long, in any order of them") {
    auto terms = ratios(1000, 1);
    for (const auto& term : ratios(1000, 1)) terms.push_back(-term);
    CHECK(sum_of(terms, ExactSum::of_any_length()).value() == Exact(0));
    for (int round = 0; round < 3; ++round) {
        auto few = std::vector(terms.begin(), terms.begin() + 300);
        CHECK(!sum_of(few).is_too_long());
        CHECK(sum_of(terms).is_too_long());
        std::ranges::shuffle(terms, std::mt19937_64(static_cast<std::uint64_t>(round)));
    }
    ExactSum whole;
    whole.add(sum_of(std::vector(terms.begin(), terms.begin() + 400)));
    whole.add(sum_of(std::vector(terms.begin() + 400, terms.end())));
    CHECK(whole.is_too_long());
}

TEST_CASE("a hundred thousand ratios are added in a moment") {
    CHECK(sum_of(ratios(100'000, 1)).is_too_long());
}
