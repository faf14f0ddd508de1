#include "from_text.hpp"

using namespace accrue;
using namespace accrue::testing;
using Catch::Matchers::Contains;

TEST_CASE("a blank cell is shown in its file and where it is needed") {
    World world(plan_of("input plan : money\nhalf = plan / 2\npay half"),
                "person,month,plan\nМаша,2026-03,\n");
    const auto error = world.error("half", "Маша");
    CHECK_THAT(error, Contains("error[E3001]: `plan` is blank for `Маша` in 2026-03"));
    CHECK_THAT(error, Contains("history.csv:2:14"));
    CHECK_THAT(error, Contains("blank: missing, not zero"));
    CHECK_THAT(error, Contains("plan.pay:7:8"));
    CHECK_THAT(error, Contains("`(plan default 0)`"));
}

TEST_CASE("the user of a value in error has the same error") {
    World world(plan_of("input plan : money\nhalf = plan / 2\nquarter = half / 2\npay quarter"),
                "person,month,plan\nМаша,2026-03,\n");
    CHECK(world.error("quarter", "Маша") == world.error("half", "Маша"));
    CHECK(world.error("pay", "Маша") == world.error("half", "Маша"));
}

TEST_CASE("a blank passed on by names is shown where it came from and where it was needed") {
    World world(plan_of("input plan : money\nsame = plan\nhalf = same / 2\npay half"),
                "person,month,plan\nМаша,2026-03,\n");
    const auto error = world.error("half", "Маша");
    CHECK_THAT(error, Contains("plan.pay:7:8"));
    CHECK_THAT(error, Contains("through this"));
}

TEST_CASE("a division by zero shows the quotient and the divisor") {
    World world(plan_of("input won, tried : number\nrate = won / tried + 1\npay 100 RUB * rate"),
                "person,month,won,tried\nМаша,2026-03,3,0\n");
    const auto error = world.error("rate", "Маша");
    CHECK_THAT(error, Contains("error[E3004]: division by zero for `Маша` in 2026-03"));
    CHECK_THAT(error, Contains("^^^^^^^^^^^"));
    CHECK_THAT(error, Contains("this is 0"));
    CHECK_THAT(error, Contains("`(won / tried) default 0`"));
}

TEST_CASE("a first month has no previous") {
    World world(plan_of("input sales : money\nbalance = previous balance + sales\npay balance"),
                "person,month,sales\nМаша,2026-03,3\n");
    CHECK_THAT(world.error("balance", "Маша"),
               Contains("E3002") && Contains("`previous balance` has no value"));
}

TEST_CASE("a param before its first date names the date") {
    World world(
        "scheme p\ncurrency RUB\nlevel person\nparam rate = 1% from 2026-04\nperson {\ninput sales : "
        "money\npay x = sales * rate\n}\n",
        "person,month,sales\nМаша,2026-03,3\n");
    CHECK_THAT(world.error("pay", "Маша"),
               Contains("`rate` has no value in 2026-03: it begins with 2026-04-01"));
}

TEST_CASE("a key that no row of a table covers is named") {
    World world(plan_of("input product : text\nrate = match product { \"A\" : 2%;  otherwise : error }\npay "
                        "100 RUB * rate"),
                "person,month,product\nМаша,2026-03,D\n");
    CHECK_THAT(world.error("rate", "Маша"), Contains("E3007") && Contains("`product` is \"D\""));
}

TEST_CASE("blank months of a window are counted") {
    World world(plan_of("input sales : money\npay sum of sales over year"),
                "person,month,sales\nМаша,2026-01,\nМаша,2026-02,\nМаша,2026-03,3\n");
    CHECK_THAT(world.error("pay", "Маша"), Contains("E3011") && Contains("2 of 3 months are blank"));
}

TEST_CASE("a number that is too long names the line it comes from") {
    std::string rows = "person,month,x\n";
    for (int month = 1; month <= 12; ++month)
        rows += "Маша,2025-" + std::string(month < 10 ? "0" : "") + std::to_string(month) + ",7\n";
    for (int month = 1; month <= 3; ++month) rows += "Маша,2026-0" + std::to_string(month) + ",7\n";
    World world(plan_of("input x : number\ngrown = (previous grown default x) * (previous grown default "
                        "x)\npay 1 RUB * grown"),
                rows);
    CHECK_THAT(world.error("grown", "Маша"), Contains("E3008") && Contains("plan.pay:7:9"));
}
