#include "explain/diagnose.hpp"

#include "base/messages/computing.hpp"

#include "explain/example.hpp"
#include "from_text.hpp"

using namespace accrue;
using namespace accrue::testing;
using Catch::Matchers::Contains;

namespace {

const auto salary_and_bonus =
    plan_of("input salary, plan : money\nbonus = plan / 2\npay salary\npay bonus\npromise bonus >= 100");

std::string all(World& world, const Diagnostics& diagnostics) {
    std::string text;
    for (const auto& each : diagnostics) text += rendered(each, world.sources, Colour::off);
    return text;
}

}  // namespace

TEST_CASE("one report a cause, with the rows that share it and the money that waits") {
    World world(salary_and_bonus,
                "person,month,salary,plan\nВася,2026-03,1000,\nМаша,2026-03,2000,\nОля,2026-03,4000,10\nЯна,"
                "2026-03,,\n");
    const auto found =
        explain::diagnose(*world.evaluation, {world.row("Вася"), world.row("Маша"), world.row("Яна")});
    REQUIRE(found.size() == 2);
    const auto text = all(world, found);
    CHECK_THAT(text, Contains("`plan` is blank for `Вася` in 2026-03"));
    CHECK_THAT(text, Contains("2 more person-months like it: `Маша` 2026-03, `Яна` 2026-03"));
    CHECK_THAT(text, Contains("what else these rows pay, 3 000.00 in all, waits for it"));
    CHECK_THAT(text, Contains("`salary` is blank for `Яна` in 2026-03"));
}

TEST_CASE("rows without errors have no reports") {
    World world(salary_and_bonus, "person,month,salary,plan\nВася,2026-03,1000,10\n");
    CHECK(explain::diagnose(*world.evaluation, {world.row("Вася")}).empty());
}

TEST_CASE("a broken promise shows both sides with their numbers") {
    World world(salary_and_bonus, "person,month,salary,plan\nВася,2026-03,1000,10\n");
    const auto promise = world.scheme().promises.front().holds;
    CHECK(worded(explain::how_broken(*world.evaluation, promise, world.row("Вася"))) ==
          "for `Вася` in 2026-03: 5.00 < 100.00");
}

TEST_CASE("an example expects exactly, or at the last digit written") {
    World world(plan_of("input x : money\nthird = x / 3\npay third"), "person,month,x\nМаша,2026-03,100\n");
    const auto compare = [&](Exact value, int digits) {
        return explain::compare(*world.evaluation,
                                {world.definition("third"), core::Value(value), digits, {}},
                                world.row("Маша"));
    };
    CHECK_FALSE(compare(Exact::ratio(100, 3), -1));
    CHECK_FALSE(compare(Exact::ratio(3333, 100), 2));
    const auto differs = compare(Exact::ratio(3333, 100), -1);
    REQUIRE(differs);
    CHECK_THAT(all(world, {*differs}), Contains("`third` is 33.33…, the example expects 33.33"));
}

TEST_CASE("an example may expect an error, and part of its message") {
    World world(plan_of("input x : money\npay x"), "person,month,x\nМаша,2026-03,\nОля,2026-03,1\n");
    CHECK_FALSE(explain::compare_error(*world.evaluation, "", {}, world.row("Маша")));
    CHECK_FALSE(explain::compare_error(*world.evaluation, "`x` is blank", {}, world.row("Маша")));
    CHECK(explain::compare_error(*world.evaluation, "division", {}, world.row("Маша"))->kind ==
          kind::expected_error_differs);
    CHECK(explain::compare_error(*world.evaluation, "", {}, world.row("Оля"))->kind ==
          kind::expected_error_absent);
}

TEST_CASE("an example may expect a broken promise") {
    World world(salary_and_bonus, "person,month,salary,plan\nВася,2026-03,1000,10\nОля,2026-03,1000,1000\n");
    CHECK_FALSE(explain::compare_promises(*world.evaluation, {}, world.row("Вася")));
    CHECK(explain::compare_promises(*world.evaluation, {}, world.row("Оля"))->kind ==
          kind::expected_promise_kept);
}
