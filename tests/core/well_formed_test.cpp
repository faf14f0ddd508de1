#include "core/well_formed.hpp"

#include <catch2/catch.hpp>

#include "support/scheme_builder.hpp"

using namespace accrue;
using namespace accrue::testing;
using Catch::Matchers::Contains;

namespace {

std::string broken(const core::Scheme& scheme) {
    return core::broken_promise(scheme).value_or("nothing");
}

}  // namespace

TEST_CASE("a scheme in order breaks nothing") {
    SchemeBuilder b;
    const auto collected = b.read(b.input("collected"));
    b.pay("bonus", b.times(collected, b.constant(Exact::ratio(1, 200), number)));
    CHECK(broken(b.finish()) == "nothing");
}

TEST_CASE("operands stand before what uses them") {
    SchemeBuilder b;
    b.add(core::Logic{LogicOp::negation, ExprId(3), {}}, yes_no);
    CHECK_THAT(broken(b.scheme), Contains("does not stand before"));
}

TEST_CASE("money does not multiply money nor add to a number") {
    SchemeBuilder b;
    const auto collected = b.read(b.input("collected"));
    SECTION("product") {
        b.times(collected, collected);
    }
    SECTION("sum") {
        b.plus(collected, b.constant(Exact(1), number));
    }
    CHECK_THAT(broken(b.scheme), Contains("do not go together"));
}

TEST_CASE("two currencies do not meet") {
    SchemeBuilder b;
    b.plus(b.constant(Exact(1)), b.constant(Exact(1), {core::TypeKind::money, "USD"}));
    CHECK_THAT(broken(b.scheme), Contains("do not go together"));
}

TEST_CASE("a comparison has sides of one type, and texts have no order") {
    SchemeBuilder b;
    SECTION("two types") {
        b.compare(CompareOp::equal, b.constant(Exact(1)), b.word("a"));
    }
    SECTION("order of texts") {
        b.compare(CompareOp::less, b.word("a"), b.word("b"));
    }
    CHECK_THAT(broken(b.scheme), Contains("compar"));
}

TEST_CASE("a definition stands behind those it reads in its month") {
    SchemeBuilder b;
    const auto later = b.declare("later", money);
    b.define("first", b.read(later));
    b.settle(later, b.constant(Exact(1)));
    CHECK_THAT(broken(b.scheme), Contains("`first` stands before `later`"));
}

TEST_CASE("an earlier month's value needs no order") {
    SchemeBuilder b;
    const auto balance = b.declare("balance", money);
    b.settle(balance, b.default_to(b.previous(balance), b.constant(Exact(0))));
    CHECK(broken(b.scheme) == "nothing");
}

TEST_CASE("a window that holds this month needs the order") {
    SchemeBuilder b;
    const auto sales = b.declare("sales", money);
    b.define("year", b.aggregate(core::AggregateOp::sum, sales, core::Window::year));
    b.settle(sales, b.constant(Exact(1)));
    CHECK_THAT(broken(b.scheme), Contains("`year` stands before `sales`"));
}

TEST_CASE("every definition is in the order, once") {
    SchemeBuilder b;
    b.define("sales", b.constant(Exact(1)));
    SECTION("left out") {
        b.scheme.order.clear();
    }
    SECTION("twice") {
        b.scheme.order.push_back(core::DefinitionId(0));
    }
    CHECK_THAT(broken(b.scheme), Contains("order"));
}

TEST_CASE("params rise in time and do not read each other in a ring") {
    SchemeBuilder b;
    SECTION("dates") {
        const auto one = b.constant(Exact(1), number);
        b.param("rate", number, {{Date::of(2026, 7, 1), one, {}}, {Date::of(2026, 1, 1), one, {}}});
        CHECK_THAT(broken(b.scheme), Contains("dates do not rise"));
    }
    SECTION("ring") {
        const auto rate = b.param("rate", number, {});
        b.scheme.params[rate].values = {{{}, b.read(rate), {}}};
        CHECK_THAT(broken(b.scheme), Contains("ring"));
    }
}

// ---------------------------------------------------------------- levels

TEST_CASE("a level stands behind the one above it") {
    SchemeBuilder b({"team", "person"});
    SECTION("the other way round") {
        b.scheme.levels[core::LevelId(0)].parent = core::LevelId(1);
        CHECK_THAT(broken(b.scheme), Contains("level `team`") && Contains("does not stand before"));
    }
    SECTION("the whole company inside a team") {
        b.add_level("all", {}, core::LevelKind::everything);
        CHECK_THAT(broken(b.scheme), Contains("not the outermost"));
    }
    SECTION("records of nobody") {
        b.records("payment", {});
        CHECK_THAT(broken(b.scheme), Contains("records are of no level"));
    }
    SECTION("in records") {
        b.add_level("line", b.records("payment", core::LevelId(1)));
        CHECK_THAT(broken(b.scheme), Contains("stands in records"));
    }
}

TEST_CASE("a row reads itself and the rows above it, and rows below only through an aggregate") {
    SchemeBuilder b({"team", "person"});
    const core::LevelId team(0), person(1);
    const auto salary = b.define("salary", b.read(b.input("salary")));
    b.at(team);
    const auto plan = b.define("plan", b.read(b.input("plan")));
    SECTION("upwards") {
        b.at(person);
        b.define("twice", b.plus(b.read(plan), b.read(salary)));
        CHECK(broken(b.scheme) == "nothing");
    }
    SECTION("downwards") {
        b.define("wrong", b.read(salary));
        CHECK_THAT(broken(b.scheme), Contains("`wrong`") && Contains("neither its own nor above"));
    }
    SECTION("through an aggregate") {
        b.define("salaries", b.aggregate(SchemeBuilder::of_rows(core::AggregateOp::sum, salary, team)));
        CHECK(broken(b.scheme) == "nothing");
    }
    SECTION("through an aggregate that stands inside") {
        b.define("wrong", b.aggregate(SchemeBuilder::of_rows(core::AggregateOp::sum, salary, person)));
        CHECK_THAT(broken(b.scheme), Contains("base is not its own level or above"));
    }
    SECTION("of its team among everybody's") {
        b.at(person);
        b.define("place", b.aggregate(SchemeBuilder::of_rows(core::AggregateOp::rank, salary, team)));
        CHECK(broken(b.scheme) == "nothing");
    }
    SECTION("place among teams, asked by a person") {
        b.at(person);
        b.define("wrong", b.aggregate(SchemeBuilder::of_rows(core::AggregateOp::rank, plan)));
        CHECK_THAT(broken(b.scheme), Contains("rank is among rows of another level"));
    }
}

TEST_CASE("a row that asks is read in a paired condition, and nowhere else") {
    SchemeBuilder b({"team", "person"});
    const auto sales = b.define("sales", b.read(b.input("sales")));
    SECTION("there") {
        const auto more = b.compare(CompareOp::less, b.read_asker(sales), b.read(sales));
        auto better = SchemeBuilder::of_rows(core::AggregateOp::count, sales);
        better.paired = more;
        b.define("better", b.aggregate(better));
        CHECK(broken(b.scheme) == "nothing");
    }
    SECTION("elsewhere") {
        b.define("wrong", b.read_asker(sales));
        CHECK_THAT(broken(b.scheme), Contains("outside a paired condition"));
    }
}

TEST_CASE("`so far` runs through records, within their parent") {
    SchemeBuilder b({"person"});
    const core::LevelId person(0);
    const auto payment = b.records("payment", person);
    b.at(payment);
    const auto amount = b.define("amount", b.read(b.input("amount")));
    auto sum = SchemeBuilder::of_rows(core::AggregateOp::sum, amount, person);
    sum.so_far = true;
    SECTION("from a record") {
        b.define("so_far", b.aggregate(sum));
        CHECK(broken(b.scheme) == "nothing");
    }
    SECTION("from a person") {
        b.at(person);
        b.define("wrong", b.aggregate(sum));
        CHECK_THAT(broken(b.scheme), Contains("runs through what has no order"));
    }
}

TEST_CASE("what a record takes from the one before it does not depend on all of them") {
    SchemeBuilder b({"person"});
    const core::LevelId person(0);
    b.at(b.records("payment", person));
    const auto balance = b.declare("balance", money);
    const auto before = [&] { return b.default_to(b.previous(balance), b.constant(Exact(0))); };
    const auto first = b.define("first", b.plus(before(), b.constant(Exact(1))));
    SECTION("through records alone") {
        b.settle(balance, b.read(first));
        CHECK(broken(b.scheme) == "nothing");
    }
    SECTION("through the sum of them") {
        b.at(person);
        const auto sum =
            b.define("sum", b.aggregate(SchemeBuilder::of_rows(core::AggregateOp::sum, first, person)));
        b.settle(balance, b.read(sum));
        CHECK_THAT(broken(b.scheme), Contains("depends on itself through the record before"));
    }
}

// ---------------------------------------------------------------- groups

namespace {

struct Pool {
    SchemeBuilder b{std::vector<std::string>{"team", "person"}};
    core::DefinitionId pool, weight;
    core::ShareId share;

    Pool() {
        b.at(core::LevelId(0));
        pool = b.define("pool", b.read(b.input("bonus")), core::DefinitionKind::hidden);
        b.at(core::LevelId(1));
        weight = b.define("hours", b.read(b.input("hours", number)));
        core::Share made;
        made.name = "part";
        made.of = core::LevelId(0);
        made.pool = pool;
        made.weight = weight;
        share = b.scheme.shares.add(made);
    }
    core::Share& made() { return b.scheme.shares[share]; }
    void settle() { made().result = b.of_group("part", core::Shared{share}, core::DefinitionKind::share); }
};

}  // namespace

TEST_CASE("a share divides money of a level among rows that stand in it") {
    Pool p;
    SECTION("in order") {
        p.settle();
        CHECK(broken(p.b.scheme) == "nothing");
    }
    SECTION("among the level itself") {
        p.b.at(core::LevelId(0));
        p.settle();
        CHECK_THAT(broken(p.b.scheme), Contains("does not stand above its members"));
    }
    SECTION("by money") {
        p.made().weight = p.b.define("salary", p.b.read(p.b.input("salary")));
        p.settle();
        CHECK_THAT(broken(p.b.scheme), Contains("share `part`: a weight is no number"));
    }
    SECTION("before its weights are known") {
        p.settle();
        std::swap(p.b.scheme.order[1], p.b.scheme.order[2]);
        CHECK_THAT(broken(p.b.scheme), Contains("`part` stands before `hours`"));
    }
    SECTION("with a claim of the team's") {
        p.settle();
        core::Claim claim;
        claim.amount = p.pool;
        p.made().claims = {claim};
        CHECK_THAT(broken(p.b.scheme), Contains("a claim is no money of a member"));
    }
    SECTION("without a definition that is it") {
        p.made().result = p.weight;
        CHECK_THAT(broken(p.b.scheme), Contains("its result is not the share"));
    }
}

TEST_CASE("unknowns of a system have its values, and one type") {
    SchemeBuilder b;
    const auto profit = b.read(b.input("profit"));
    const core::SystemId system(0);
    const auto bonus = b.of_group("bonus", core::Solved{system, 0});
    const auto tax = b.of_group("tax", core::Solved{system, 1});
    const auto tenth = b.constant(Exact::ratio(1, 10), number);
    b.scheme.systems.add({{{bonus, profit, {tenth, {}}, profit}, {tax, profit, {tenth, {}}, profit}}, {}});
    SECTION("in order") {
        CHECK(broken(b.scheme) == "nothing");
    }
    SECTION("too few coefficients") {
        b.scheme.systems[system].equations[1].coefficients.pop_back();
        CHECK_THAT(broken(b.scheme), Contains("not a coefficient for each"));
    }
    SECTION("a coefficient in money") {
        b.scheme.systems[system].equations[1].coefficients[0] = profit;
        CHECK_THAT(broken(b.scheme), Contains("a coefficient is no number"));
    }
    SECTION("a number among money") {
        b.scheme.definitions[tax].type = number;
        b.scheme.expressions[b.scheme.definitions[tax].value].type = number;
        CHECK_THAT(broken(b.scheme), Contains("differ in level or type"));
    }
    SECTION("taken for each other") {
        std::swap(b.scheme.definitions[bonus].value, b.scheme.definitions[tax].value);
        CHECK_THAT(broken(b.scheme), Contains("not that of its system"));
    }
}

TEST_CASE("a system stands behind what its equations read") {
    SchemeBuilder b;
    const auto profit = b.declare("profit", money);
    const auto bonus = b.of_group("bonus", core::Solved{core::SystemId(0), 0});
    const auto constant = b.read(profit);
    b.scheme.systems.add({{{bonus, constant, {ExprId{}}, constant}}, {}});
    b.settle(profit, b.constant(Exact(1)));
    CHECK_THAT(broken(b.scheme), Contains("`bonus` stands before `profit`"));
}

TEST_CASE("lots give what their names say, of one type") {
    SchemeBuilder b;
    const auto surplus = b.define("surplus", b.read(b.input("surplus")));
    const auto need = b.define("need", b.read(b.input("need")));
    const core::LotsId id(0);
    const auto left = b.of_group("reserve", core::FromLots{id, core::LotsPart::left});
    const auto taken = b.of_group("taken", core::FromLots{id, core::LotsPart::taken});
    const auto expired = b.of_group("expired", core::FromLots{id, core::LotsPart::expired});
    b.scheme.lots.add({"reserve", core::LevelId(0), surplus, need, left, taken, expired, 4, "", {}});
    auto& lots = b.scheme.lots[id];
    SECTION("in order") {
        CHECK(broken(b.scheme) == "nothing");
    }
    SECTION("swapped") {
        std::swap(lots.left, lots.taken);
        CHECK_THAT(broken(b.scheme), Contains("lots `reserve`: a value of them is not what its name says"));
    }
    SECTION("of two types") {
        lots.take = b.define("hours", b.read(b.input("hours", number)));
        CHECK_THAT(broken(b.scheme), Contains("differ in level or type"));
    }
}

TEST_CASE("a lookup gives a key for each of the reference's, of its type") {
    SchemeBuilder b;
    core::Reference rates;
    rates.name = "rates";
    rates.keys = {{"from", date, core::KeyMatch::from, {}}};
    rates.fields = {{"rate", number, false, {}}};
    const auto id = b.scheme.references.add(rates);
    const auto day = b.read(core::Builtin::row_date);
    SECTION("in order") {
        b.define("rate", b.add(core::Lookup{id, {day}, 0}, number));
        CHECK(broken(b.scheme) == "nothing");
    }
    SECTION("no key") {
        b.define("rate", b.add(core::Lookup{id, {}, 0}, number));
        CHECK_THAT(broken(b.scheme), Contains("not a key for each"));
    }
    SECTION("another key") {
        b.define("rate", b.add(core::Lookup{id, {b.word("USD")}, 0}, number));
        CHECK_THAT(broken(b.scheme), Contains("key has another type"));
    }
    SECTION("edges of texts") {
        b.scheme.references[id].keys[0].type = text;
        CHECK_THAT(broken(b.scheme), Contains("edges of what has no order"));
    }
    SECTION("another field") {
        b.define("rate", b.add(core::Lookup{id, {day}, 0}, money));
        CHECK_THAT(broken(b.scheme), Contains("another type than its field"));
    }
}
