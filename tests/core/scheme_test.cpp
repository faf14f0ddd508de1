#include <catch2/catch.hpp>

#include "core/dump.hpp"
#include "core/walk.hpp"
#include "support/scheme_builder.hpp"

using namespace accrue;
using namespace accrue::testing;
using core::Window;

namespace {

Period month_period(int year, int number) {
    return {Month::of(year, number).index};
}

core::PeriodRange periods_of(const core::Scheme& scheme, Window window, Period period, int months = 0) {
    core::Aggregate aggregate;
    aggregate.window = window;
    aggregate.months = months;
    return core::window_periods(scheme, aggregate, period);
}

}  // namespace

TEST_CASE("windows end with this month and begin where their word says") {
    core::Scheme scheme;
    const auto may = month_period(2026, 5);
    CHECK(periods_of(scheme, Window::this_period, may).first == may);
    CHECK(periods_of(scheme, Window::quarter, may).first == month_period(2026, 4));
    CHECK(periods_of(scheme, Window::quarter, may).last == may);
    CHECK(periods_of(scheme, Window::year, may).first == month_period(2026, 1));
    CHECK(periods_of(scheme, Window::last_months, may, 3).first == month_period(2026, 3));
    CHECK(periods_of(scheme, Window::all_months, may).first < month_period(1900, 1));
}

TEST_CASE("earlier months leave this one out and are none in the first") {
    core::Scheme scheme;
    CHECK(periods_of(scheme, Window::earlier_of_year, month_period(2026, 3)).last == month_period(2026, 2));
    const auto none = periods_of(scheme, Window::earlier_of_year, month_period(2026, 1));
    CHECK(none.first > none.last);
}

TEST_CASE("a window over weeks begins with the first week that begins in its quarter") {
    core::Scheme scheme;
    scheme.calendar.unit = PeriodUnit::week;
    const auto week = scheme.calendar.period(Date::of(2026, 4, 20));
    const auto quarter = periods_of(scheme, Window::quarter, week);
    CHECK(scheme.calendar.first_day(quarter.first) == Date::of(2026, 4, 6));
    CHECK(quarter.last == week);
}

TEST_CASE("levels stand above those in them, and records above nothing") {
    SchemeBuilder b({"company", "team", "person"});
    const core::LevelId company(0), team(1), person(2);
    const auto payment = b.records("payment", person);
    CHECK(core::stands_above(b.scheme, company, payment));
    CHECK(core::stands_above(b.scheme, team, person));
    CHECK_FALSE(core::stands_above(b.scheme, person, team));
    CHECK_FALSE(core::stands_above(b.scheme, team, team));
    CHECK_FALSE(core::is_flat(b.scheme));
    CHECK(core::is_flat(SchemeBuilder().scheme));
}

TEST_CASE("levels that are paid are those with pay lines") {
    SchemeBuilder b({"team", "person"});
    b.pay("salary", b.read(b.input("salary")));
    CHECK(core::paying_levels(b.finish()) == std::vector{core::LevelId(1)});
}

TEST_CASE("a dated param holds from its date and not before") {
    core::Param param;
    param.values = {{Date::of(2026, 1, 1), ExprId(0), {}}, {Date::of(2026, 7, 1), ExprId(1), {}}};
    CHECK(core::in_force(param, Date::of(2025, 12, 31)) == nullptr);
    CHECK(core::in_force(param, Date::of(2026, 6, 30))->value == ExprId(0));
    CHECK(core::in_force(param, Date::of(2026, 7, 1))->value == ExprId(1));
}

TEST_CASE("what stands in an expression is listed once, operands first") {
    SchemeBuilder b;
    const auto collected = b.read(b.input("collected"));
    const auto twice = b.plus(collected, collected);
    CHECK(core::within(b.scheme, twice) == std::vector{collected, twice});
}

TEST_CASE("a dump names what is read and how it was written") {
    SchemeBuilder b;
    const auto excess = b.minus(b.read(b.input("collected")), b.constant(Exact(40)));
    const auto above = b.clamp(ClampOp::larger, excess, b.constant(Exact(0)), WrittenAs::above);
    CHECK(core::dump(b.scheme, above) == "(larger:above (- input collected 40) 0)");
    b.pay("bonus", above);
    CHECK(core::dump(b.finish()) ==
          "scheme test\n"
          "currency RUB\n"
          "rounding half_up to 0.01\n"
          "level person\n"
          "input collected : money RUB\n"
          "pay_line bonus : money RUB\n"
          "  = (round half_up:pay_rounding (larger:above (- input collected 40) 0) 0.01)\n"
          "pay_total pay : money RUB\n"
          "  = bonus\n"
          "pay bonus = bonus\n");
}

namespace {

// A pool of a team, shared by persons: the head a fifth, the rest equally.
core::Scheme shared_bonus() {
    SchemeBuilder b({"team", "person"});
    const core::LevelId team(0);
    b.at(team);
    const auto bonus = b.read(b.input("bonus"));
    const auto pool =
        b.define("pool", b.add(core::Round{bonus, Rounding::half_up, b.constant(Exact(1))}, money),
                 core::DefinitionKind::hidden);
    b.at(core::LevelId(1));
    const auto head = b.define("head", b.read(b.input("is_head", yes_no)));
    const auto fifth = b.define("fifth", b.times(b.constant(Exact::ratio(1, 5), number), b.read(pool)),
                                core::DefinitionKind::hidden);
    const auto weight = b.define("weight", b.constant(Exact(1), number), core::DefinitionKind::hidden);
    const auto result = b.of_group("part", core::Shared{core::ShareId(0)}, core::DefinitionKind::share);
    b.scheme.shares.add({.name = "part",
                         .of = team,
                         .pool = pool,
                         .result = result,
                         .claims = {{.fits = head, .amount = fifth, .label = {}, .span = {}}},
                         .weight = weight,
                         .equally = true,
                         .remainder_to = head,
                         .nobody_below_0 = true,
                         .label = {},
                         .span = {}});
    b.pay("part of the bonus", b.read(result));
    return b.finish();
}

}  // namespace

TEST_CASE("a dump of several levels says whose each name is, and how a pool is shared") {
    CHECK(core::dump(shared_bonus()) ==
          "scheme test\n"
          "currency RUB\n"
          "rounding half_up to 0.01\n"
          "level team\n"
          "level person in team\n"
          "input team.bonus : money RUB\n"
          "input person.is_head : yes/no\n"
          "hidden team.pool : money RUB\n"
          "  = (round half_up input team.bonus 1)\n"
          "written person.head : yes/no\n"
          "  = input person.is_head\n"
          "hidden person.fifth : money RUB\n"
          "  = (* 0.2 team.pool)\n"
          "hidden person.weight : number\n"
          "  = 1\n"
          "share person.part : money RUB\n"
          "  = (shared part)\n"
          "pay_line person.part of the bonus : money RUB\n"
          "  = (round half_up:pay_rounding person.part 0.01)\n"
          "pay_total person.pay : money RUB\n"
          "  = person.part of the bonus\n"
          "share team.pool as person.part half_up to 0.01\n"
          "  claim person.fifth where person.head\n"
          "  rest equally by person.weight\n"
          "  remainder to person.head\n"
          "  nobody below 0\n"
          "pay part of the bonus = person.part of the bonus\n");
}

TEST_CASE("a dump says whose rows an aggregate takes, when, and in which pairs") {
    SchemeBuilder b({"team", "person"});
    const auto sales = b.define("sales", b.read(b.input("sales", number)));
    const auto more = b.compare(CompareOp::less, b.read_asker(sales), b.read(sales));
    auto count = SchemeBuilder::of_rows(core::AggregateOp::count, sales, core::LevelId(0));
    count.paired = more;
    CHECK(core::dump(b.scheme, b.aggregate(count)) ==
          "(count person.sales in team paired (< this person.sales person.sales))");
    auto year = SchemeBuilder::of_rows(core::AggregateOp::sum, sales);
    year.window = Window::year;
    CHECK(core::dump(b.scheme, b.aggregate(year)) == "(sum person.sales of_all over year)");
}

TEST_CASE("a dump shows systems, lots and references") {
    SchemeBuilder b;
    core::Reference grades;
    grades.name = "grades";
    grades.keys = {{"grade", text, core::KeyMatch::exact, {}}, {"sales", money, core::KeyMatch::up_to, {}}};
    grades.fields = {{"salary", money, false, {}}};
    const auto reference = b.scheme.references.add(grades);
    const auto salary = b.add(core::Lookup{reference, {b.word("A"), b.constant(Exact(5))}, 0}, money);
    const auto surplus = b.define("surplus", salary), need = b.define("need", b.constant(Exact(1)));
    const core::LotsId lots(0);
    const auto left = b.of_group("reserve", core::FromLots{lots, core::LotsPart::left});
    const auto taken = b.of_group("taken", core::FromLots{lots, core::LotsPart::taken});
    const auto expired = b.of_group("expired", core::FromLots{lots, core::LotsPart::expired});
    b.scheme.lots.add({"reserve", core::LevelId(0), surplus, need, left, taken, expired, 48, "", {}});
    const auto bonus = b.of_group("bonus", core::Solved{core::SystemId(0), 0});
    const auto tenth = b.constant(Exact::ratio(-1, 10), number), constant = b.constant(Exact(100));
    b.scheme.systems.add({{{bonus, b.plus(constant, b.times(tenth, b.read(bonus))), {tenth}, constant}}, {}});
    CHECK(core::dump(b.scheme) ==
          "scheme test\n"
          "currency RUB\n"
          "rounding half_up to 0.01\n"
          "level person\n"
          "reference grades\n"
          "  by grade : text\n"
          "  by up_to sales : money RUB\n"
          "  salary : money RUB\n"
          "written surplus : money RUB\n"
          "  = (lookup grades.salary \"A\" 5)\n"
          "written need : money RUB\n"
          "  = 1\n"
          "written reserve : money RUB\n"
          "  = (left reserve)\n"
          "written taken : money RUB\n"
          "  = (taken reserve)\n"
          "written expired : money RUB\n"
          "  = (expired reserve)\n"
          "written bonus : money RUB\n"
          "  = (solved bonus)\n"
          "solve\n"
          "  bonus = 100\n"
          "    + -0.1 * bonus\n"
          "lots reserve usable for 48 add surplus take need\n");
}
