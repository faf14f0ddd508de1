#include "curve/zones.hpp"

#include <catch2/catch.hpp>

#include "curve/drawn.hpp"
#include "curve/inverse.hpp"

namespace accrue::testing {
namespace {

Drawn one_input(const std::string& rules, const Exact& from, const Exact& to) {
    return {"input sales : money in 0 ..\ninput quota : money\n" + rules,
            "name,month,sales,quota\nAnn,2026-03,100,1000\n", "sales", from, to};
}

// 1 % up to a million, then half of it on all: 10 000, 5 000, and 10 000 again at two millions.
const std::string cliff = "pay whole sales { up to 1M : 1%; otherwise : 0.5% }";

std::string text(const std::vector<curve::Solution>& solutions) {
    std::string all;
    for (const auto& each : solutions) {
        all += each.holds_from ? "[" : "(";
        all += shown(each.from) + " " + shown(each.to);
        all += each.holds_to ? "]" : ")";
    }
    return all;
}

}  // namespace

TEST_CASE("a cliff downwards is a jump and a loss zone up to where it is made up") {
    const auto drawn = one_input(cliff, 0, 3'000'000);
    const auto found = curve::jumps(drawn.curve());
    REQUIRE(found.size() == 1);
    CHECK(shown(found[0].at) == "1000000");
    CHECK(found[0].size() == Exact(-5000));
    CHECK(found[0].here == Exact(10'000));
    const auto losses = curve::loss_zones(drawn.curve());
    REQUIRE(losses.size() == 1);
    CHECK(shown(losses[0].from) == "1000000");
    CHECK(shown(losses[0].to) == "2000000");
    CHECK(losses[0].is_made_up);
    CHECK(losses[0].deepest == Exact(5000));
}

TEST_CASE("a loss that is never made up ends with the domain") {
    const auto losses = curve::loss_zones(one_input("pay 1000 - 10% of sales", 0, 100).curve());
    REQUIRE(losses.size() == 1);
    CHECK(shown(losses[0].from) == "0");
    CHECK(shown(losses[0].to) == "100");
    CHECK(!losses[0].is_made_up);
    CHECK(losses[0].deepest == Exact(10));
}

TEST_CASE("a parabola turns where it turns") {
    const auto drawn = one_input("pay (1 - sales / quota) * sales", 0, 1000);
    const auto losses = curve::loss_zones(drawn.curve());
    REQUIRE(losses.size() == 1);
    CHECK(shown(losses[0].from) == "500");
    CHECK(text(curve::inverse(drawn.curve(), 160).solutions) == "[200 200][800 800]");
    CHECK(text(curve::inverse(drawn.curve(), 250).solutions) == "[500 500]");
    CHECK(curve::inverse(drawn.curve(), 251).solutions.empty());
    CHECK(curve::inverse(drawn.curve(), 251).most == Exact(250));
}

TEST_CASE("where nothing more is paid") {
    const auto zones = curve::dead_zones(one_input("pay 1% of sales capped at 5", 0, 1000).curve());
    REQUIRE(zones.size() == 1);
    CHECK(shown(zones[0].from) == "500");
    CHECK(zones[0].value == Exact(5));
}

TEST_CASE("all amounts that pay exactly so much") {
    const auto drawn = one_input(cliff, 0, 3'000'000);
    CHECK(text(curve::inverse(drawn.curve(), 7500).solutions) == "[750000 750000][1500000 1500000]");
    CHECK(text(curve::inverse(drawn.curve(), 5000).solutions) == "[500000 500000]");
    const auto capped = one_input("pay 1% of sales capped at 5", 0, 1000);
    CHECK(text(curve::inverse(capped.curve(), 5).solutions) == "[500 1000]");
    const auto gate = one_input("pay 10k if sales >= 100", 0, 1000);
    const auto none = curve::inverse(gate.curve(), 500);
    CHECK(none.solutions.empty());
    REQUIRE(none.jumped_over.size() == 1);
    CHECK(shown(none.jumped_over[0].at) == "100");
    CHECK(text(curve::inverse(gate.curve(), 0).solutions) == "[0 100)");
}

TEST_CASE("the first kopeck that pays, with the scheme's own rounding") {
    auto drawn = one_input("pay sales / 3", 0, 1000);
    const auto kopeck = Exact::scaled(1, 2);
    // a third of 99.975 is 33.325, which rounds up; 99.98 is the first whole kopeck from there
    CHECK(curve::first_that_pays(drawn.curve(), drawn.answer(), Exact::ratio(3333, 100), kopeck) ==
          Exact::ratio(9998, 100));
    CHECK(curve::first_that_pays(drawn.curve(), drawn.answer(), 1000, kopeck) == std::nullopt);
    auto gate = one_input("pay 10k if sales > 100", 0, 1000);
    CHECK(curve::first_that_pays(gate.curve(), gate.answer(), 1, kopeck) == Exact(100) + kopeck);
}

}  // namespace accrue::testing
