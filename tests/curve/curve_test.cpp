#include "curve/curve.hpp"

#include <catch2/catch.hpp>

#include "curve/drawn.hpp"

namespace accrue::testing {
namespace {

std::string one_input(const std::string& rules, const Exact& from, const Exact& to) {
    return Drawn("input sales : money in 0 ..\ninput quota : money\n" + rules,
                 "name,month,sales,quota\nAnn,2026-03,100,1000\n", "sales", from, to)
        .text();
}

}  // namespace

TEST_CASE("the total alone moves, and then all later days with it") {
    CHECK(Drawn(thirds, thirds_row, "collected", 0, 60'000'000).text() ==
          "0: 0\n  0\n40000000: 0\n  -200000/3 + 1/600x\n60000000: 33333.33\n");
    // 10 M more by day 15 open both gates: the second at 21 M, the first at 25 M
    CHECK(Drawn(thirds, thirds_row, "collected@15", 0, 30'000'000).text() ==
          "0: 0\n  0\n5000000: 0\n  -25000/3 + 1/600x\n21000000: 53333.33\n  -50000/3 + 1/300x\n"
          "25000000: 100000\n  -25000 + 0.005x\n30000000: 125000\n");
}

TEST_CASE("the same money earlier leaves the total as long as it can") {
    CHECK(Drawn(thirds, thirds_row, "collected@15", 0, 60'000'000, curve::Direction::earlier).text() ==
          "0: 25000\n  25000\n25000000: 50000\n  50000\n45000000: 75000\n  75000\n55000000: 75000\n"
          "  -200000 + 0.005x\n60000000: 100000\n");
}

TEST_CASE("marginal and whole tables, caps and guarantees") {
    CHECK(one_input("pay marginal sales { up to 1M : 1%; up to 5M : 2%; otherwise : 3% }", 0, 10'000'000) ==
          "0: 0\n  0.01x\n1000000: 10000\n  -10000 + 0.02x\n5000000: 90000\n  -60000 + 0.03x\n"
          "10000000: 240000\n");
    CHECK(one_input("pay whole sales { below 1M : 1%; otherwise : 3% }", 0, 2'000'000) ==
          "0: 0\n  0.01x\n1000000: 30000\n  0.03x\n2000000: 60000\n");
    CHECK(one_input("pay 10% of sales never below 500 capped at 2000", 0, 100'000) ==
          "0: 500\n  500\n5000: 500\n  0.1x\n20000: 2000\n  2000\n100000: 2000\n");
}

TEST_CASE("an accelerator on its own ratio is a parabola") {
    CHECK(one_input("pay sales / quota * 5% of sales capped at 200", 0, 100) ==
          "0: 0\n  0.00005x2\n100: 0.5\n");
    // 200 is reached at a root of 4 M: a fraction
    CHECK(one_input("pay sales / quota * 5% of sales capped at 200", 0, 4000) ==
          "0: 0\n  0.00005x2\n2000: 200\n  200\n4000: 200\n");
    // and 100 at one that is none
    CHECK(one_input("pay sales / quota * 5% of sales capped at 100", 0, 4000) ==
          "0: 0\n  0.00005x2\nabout 1414.21:\n  100\n4000: 100\n");
}

TEST_CASE("coarse roundings are stairs, fine ones are left out") {
    CHECK(one_input("pay sales rounded down to 100", 0, 250) ==
          "0: 0\n  0\n100: 100\n  100\n200: 200\n  200\n250: 200\n");
    CHECK(one_input("pay sales / 3", 0, 100) == "0: 0\n  1/3x\n100: 33.33\n");
}

TEST_CASE("a fine rounding that decides is followed to its edge") {
    CHECK(one_input("fee = sales rounded half up to 0.01\npay 10 if fee >= 70k", 0, 100'000) ==
          "0: 0\n  0\n69999.995: 10\n  10\n100000: 10\n");
}

TEST_CASE("what cannot be computed is a piece of its own") {
    CHECK(
        one_input("rate = step sales { below 10 : 1%; below 20 : 2%; otherwise : error }\npay rate of sales",
                  0, 30) == "0: 0\n  0.01x\n10: 0.2\n  0.02x\n20: none\n  failure\n30: none\n");
    CHECK(one_input("pay quota / (sales / quota - 10)", 0, 20'000) ==
          "0: -100\n  (1000000)/(-10000 + 1x)\n10000: none\n  (1000000)/(-10000 + 1x)\n20000: 100\n");
}

TEST_CASE("two lines and a choice by text") {
    CHECK(Drawn("input sales, plan : money\ninput role : text\n"
                "rate = match role { \"head\" : 2%; otherwise : 1% }\n"
                "pay max(rate of sales, 500) + min(sales, plan)",
                "name,month,sales,plan,role\nAnn,2026-03,1,40000,head\n", "sales", 0, 100'000)
              .text() ==
          "0: 500\n  500 + 1x\n25000: 25500\n  1.02x\n40000: 40800\n  40000 + 0.02x\n"
          "100000: 42000\n");
}

TEST_CASE("what divides can move too") {
    CHECK(Drawn("input sales, plan : money\npay 1000 if sales / plan >= 90%",
                "name,month,sales,plan\nAnn,2026-03,90,50\n", "plan", 1, 200)
              .text() == "1: 1000\n  1000\n100: 1000\n  0\n200: 0\n");
}

}  // namespace accrue::testing
