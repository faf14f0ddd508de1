#include "number/by_weight.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <vector>

#include "number/rounding.hpp"

using namespace accrue;

namespace {

const Exact cent = Exact::ratio(1, 100);

class Drawn {
  public:
    std::int64_t number(std::int64_t least, std::int64_t most) {
        return std::uniform_int_distribution(least, most)(random_);
    }
    Exact ratio(std::int64_t most) { return Exact::ratio(number(0, most), number(1, most)); }
    std::vector<Exact> ratios(std::size_t count, std::int64_t most) {
        std::vector<Exact> all;
        for (std::size_t i = 0; i < count; ++i) all.push_back(ratio(most));
        return all;
    }

  private:
    std::mt19937_64 random_{7};
};

Exact sum_of(const std::vector<Exact>& numbers) {
    Exact sum = 0;
    for (const auto& number : numbers) sum += number;
    return sum;
}

void check_alike(const Exact& nearly, const Exact& exact) {
    CHECK(nearly.sign() == exact.sign());
    CHECK(floor(nearly / cent) == floor(exact / cent));
    for (const auto mode : {Rounding::up, Rounding::down, Rounding::half_up, Rounding::half_down,
                            Rounding::half_even, Rounding::ceiling, Rounding::floor})
        CHECK(rounded(nearly, mode, cent) == rounded(exact, mode, cent));
}

}  // namespace

TEST_CASE("parts by weight are rounded as the exact ones are, and stand in the same order") {
    Drawn drawn;
    for (int round = 0; round < 300; ++round) {
        const auto weights =
            drawn.ratios(static_cast<std::size_t>(drawn.number(1, 8)), round % 2 == 0 ? 4 : 40);
        const auto sum = sum_of(weights);
        const Exact amount = drawn.number(-20, 100) * cent;
        const ByWeight by_weight(amount, weights);
        REQUIRE(by_weight.weighs_nothing() == (sum.sign() == 0));
        CHECK(by_weight.weights() == sum);
        std::vector<Exact> exact, nearly;
        for (const auto& weight : weights) {
            const auto fixed = drawn.number(-300, 300) * Exact::ratio(1, drawn.number(1, 3) * 100);
            exact.push_back(sum.sign() == 0 ? fixed : fixed + amount * weight / sum);
            nearly.push_back(by_weight.nearly(fixed, weight, cent));
            CHECK(by_weight.exactly(fixed, weight) == exact.back());
            check_alike(nearly.back(), exact.back());
        }
        for (std::size_t i = 1; i < exact.size(); ++i) {
            CHECK((nearly[i] <= nearly[i - 1] || exact[i] > exact[i - 1]));
            CHECK((nearly[i] >= nearly[i - 1] || exact[i] < exact[i - 1]));
        }
    }
}

TEST_CASE("parts that end on a step or in the middle of one are not missed") {
    // 1/3 and 1/7 in other terms of the same sum; each half of 0.25 is 0.125.
    const std::vector<Exact> weights{Exact::ratio(1, 3), Exact::ratio(1, 7), Exact::ratio(10, 21)};
    const ByWeight by_weight(Exact::ratio(1, 4), {weights[0], weights[1], weights[0] + weights[1]});
    CHECK(by_weight.nearly(0, weights[2], cent) == Exact::ratio(1, 8));
    CHECK(by_weight.nearly(Exact::ratio(-1, 8), weights[2], cent) == Exact(0));
    CHECK(by_weight.nearly(Exact::ratio(-1, 8), weights[2] - Exact::scaled(1, 200), cent).sign() < 0);
    CHECK(by_weight.nearly(Exact::ratio(-1, 8), weights[2] + Exact::scaled(1, 200), cent).sign() > 0);
}

TEST_CASE("weights may be very small, very large, and all nothing") {
    const auto tiny = Exact::scaled(1, 300), huge = Exact::scaled(1, -300);
    CHECK(ByWeight(12, {tiny, 2 * tiny}).nearly(0, tiny, 1) == Exact(4));
    CHECK(ByWeight(12, {huge, 2 * huge}).nearly(0, huge, 1) == Exact(4));
    CHECK(floor(ByWeight(12, {tiny, huge}).nearly(0, tiny, 1)) == Exact(0));
    CHECK(ByWeight(12, {tiny, huge}).nearly(0, tiny, 1).sign() > 0);
    CHECK(floor(ByWeight(12, {tiny, huge}).nearly(0, huge, 1)) == Exact(11));
    CHECK(ByWeight(0, {0, 0}).weighs_nothing());
    CHECK(ByWeight().nearly(7, 0, 1) == Exact(7));
}

TEST_CASE("thousands of weights that are ratios take no time") {
    Drawn drawn;
    const auto weights = drawn.ratios(20000, 1'000'000'007);
    const ByWeight by_weight(1'000'000, weights);
    Exact given = 0;
    for (const auto& weight : weights)
        given += rounded(by_weight.nearly(0, weight, cent), Rounding::down, cent);
    CHECK(given < Exact(1'000'000));
    CHECK(given > Exact(1'000'000) - 20000 * cent);
}
