// The reasons of a difference add up to it, and name what changed.
#include "explain/difference.hpp"

#include "explain/difference_flow.hpp"
#include "explain/shown.hpp"
#include "from_text.hpp"

using namespace accrue;
using namespace accrue::testing;
using Catch::Matchers::Contains;
using explain::ReasonKind;

namespace {

struct Compared {
    explain::Trace before, after;
    explain::Difference difference;

    Compared(explain::Trace one, explain::Trace other)
        : before(std::move(one)), after(std::move(other)), difference(explain::difference(before, after)) {}
    Compared(const Compared&) = delete;
    Compared& operator=(const Compared&) = delete;

    Exact sum() const {
        Exact all = 0;
        for (const auto& reason : difference.reasons) all += reason.amount;
        return all;
    }
    // The exact amounts before they are told to the kopeck.
    Exact exact_sum() const {
        Exact all = 0;
        for (const auto& cause : explain::Flow(difference).causes()) all += cause.amount;
        return all;
    }
    std::string amount(ReasonKind kind, const std::string& name) const {
        for (const auto& reason : difference.reasons) {
            if (reason.kind == kind && reason.name == name)
                return explain::exact_text(core::Value(reason.amount));
        }
        return "none";
    }
    std::string text() const { return explain::to_text(difference, {"before", "after"}, Colour::off, 80); }
    void check_sum() const {
        REQUIRE(difference.total);
        INFO(text());
        CHECK(explain::exact_text(core::Value(exact_sum())) ==
              explain::exact_text(core::Value(*difference.total)));
        CHECK(sum() == *difference.total);
    }
};

constexpr explain::Reach everything{.depth = explain::Reach::everything};

explain::Trace traced(World& world, const std::string& key, const std::string& month,
                      explain::Reach reach = everything) {
    return explain::trace(*world.evaluation, world.total(), world.row(key, month), reach);
}

const std::string thirds = R"(input plan : money
input collected : money by day
param rate = 0.5% from 2026-01, 0.6% from 2026-03
bonus = rate of collected above 40M
split bonus into third1, third2, third3
third1 if collected@15 >= 50% plan
third2 if collected@25 >= 90% plan
pay bonus after gates)";

}  // namespace

TEST_CASE("a gate that closes brings all that its part was, and says by how much it was missed") {
    World world(plan_of(thirds),
                "person,month,plan,collected@15,collected@25,collected\n"
                "Маша,2026-01,50000000,26000000,46000000,55000000\n"
                "Маша,2026-02,50000000,26000000,44000000,55000000\n");
    const Compared two(traced(world, "Маша", "2026-01"), traced(world, "Маша", "2026-02"));
    two.check_sum();
    CHECK(two.amount(ReasonKind::gate, "third2") == "-25000");
    CHECK(two.difference.reasons.size() == 1);
    CHECK_THAT(two.difference.reasons.front().text,
               Contains("third2 closed: 44 000 000.00 by day 25, needed 45 000 000.00") &&
                   Contains("before: 46 000 000.00 by day 25"));
    const Compared back(traced(world, "Маша", "2026-02"), traced(world, "Маша", "2026-01"));
    back.check_sum();
    CHECK_THAT(back.difference.reasons.front().text,
               Contains("third2 opened: 46 000 000.00 by day 25, needed 45 000 000.00"));
}

TEST_CASE("a product's operands change one after another, in the order in which they are written") {
    World world(plan_of(thirds),
                "person,month,plan,collected@15,collected@25,collected\n"
                "Маша,2026-02,50000000,26000000,46000000,55000000\n"
                "Маша,2026-03,50000000,26000000,46000000,57000000\n");
    const Compared two(traced(world, "Маша", "2026-02"), traced(world, "Маша", "2026-03"));
    two.check_sum();
    CHECK(two.amount(ReasonKind::param, "rate") == "15000");       // 0.1 % of what 15M were above
    CHECK(two.amount(ReasonKind::input, "collected") == "12000");  // 0.6 % of 2M
    CHECK(two.difference.reasons.front().text ==
          "rate 0.5 % (since 2026-01, until 2026-02) → 0.6 % (since 2026-03)");
}

TEST_CASE("tables, alternatives, bounds, windows and roundings add up in both directions") {
    World world(plan_of(R"(input sales, plan, fine : money in 0 ..
input region : text
param top = 3% from 2026-01, 4% from 2026-03
a = marginal sales { up to 1M : 1%;  up to 5M : 2%;  otherwise : top }
b = whole sales { below 1M : 1%;  otherwise : top }
c = sales * step sales / plan { below 80% : 0;  below 100% : 1%;  otherwise : top }
d = 1k * match region { "north" : 1.2;  "south", "east" : 0.8;  otherwise : 1 }
e = 100 * linear sales / plan { below : flat;  80% : 0.5;  100% : 1;  120% : 2;  above : flat }
f = sum of sales over year
balance = previous balance default 0 + a / 3 - fine default 0
g = balance capped at 90k
h = 0.1% of f if region = "north"
pay total = a + b + c + d + e + g + h + 10 RUB * days in month)"),
                "person,month,sales,plan,region,fine\nМаша,2026-01,2500000,2400000,south,\n"
                "Маша,2026-02,1500000.50,2400000,north,500\nМаша,2026-03,6000000,2400000,east,\n"
                "Маша,2026-04,0,2400000,north,7.77\n");
    const std::vector<std::string> months{"2026-01", "2026-02", "2026-03", "2026-04"};
    for (const auto& one : months) {
        for (const auto& other : months) {
            for (const auto reach : {everything, explain::Reach{}, explain::Reach{.depth = 0}}) {
                const Compared two(traced(world, "Маша", one, reach), traced(world, "Маша", other, reach));
                INFO(one << " " << other);
                two.check_sum();
                for (const auto& cause : explain::Flow(two.difference).causes())
                    CHECK(cause.kind != ReasonKind::rule);
            }
        }
    }
}

namespace {

const std::string team_plan = R"(scheme team_plan "Команды"
currency RUB
level team
level person in team
records payment for team { amount : money in 0 ..; status : text }
team {
  collected = sum of payment.amount where status = "paid"
  bonus = 1% of collected
  split bonus into first, second
  first if collected@15 >= 100k
  share bonus after gates among person as part {
    where head = yes : 40%
    each : premium
    rest equally where head = no
  }
}
person {
  input head : yes/no
  input premium : money signed default 0
  pay part
}
)";
const std::string people =
    "person,month,team,head,premium,premium by,premium why\nБорис,2026-03,А,yes,,,\n"
    "Аня,2026-03,А,no,10,Иванова,за план\nВера,2026-03,А,no,,,\n";

}  // namespace

TEST_CASE("corrected payments are told one by one, through the pool and the share") {
    const std::string head = "date,team,amount,status\n";
    World old_world(team_plan, {{"payment", head + "2026-03-05,А,90000,paid\n2026-03-07,А,20000,paid\n"
                                                   "2026-03-20,А,40000,paid\n2026-03-21,А,500,refund\n"},
                                {"person", people}});
    World new_world(team_plan, {{"payment", head + "2026-03-05,А,90000,paid\n2026-03-07,А,5000,paid\n"
                                                   "2026-03-20,А,40000,paid\n2026-03-21,А,500,paid\n"
                                                   "2026-03-22,А,70000.10,paid\n"},
                                {"person", people}});
    for (const auto* key : {"Борис", "Аня", "Вера"}) {
        const Compared two(traced(old_world, key, "2026-03"), traced(new_world, key, "2026-03"));
        two.check_sum();
        const auto text = two.text();
        INFO(text);
        CHECK_THAT(text, Contains("team.first closed: 95 000.00 by day 15, needed 100 000.00"));
        CHECK_THAT(text, Contains("team.collected: 1 new row: payment.csv:6"));
        CHECK_THAT(text, Contains("team.collected: 1 row counts now: payment.csv:5"));
        CHECK_THAT(text, Contains("amount") || Contains("2026-03-07 20 000.00 → 5 000.00"));
    }
}

TEST_CASE("who came to a pool and who left it is told apart from the pool and from the weights") {
    const std::string scheme = R"(scheme t
currency RUB
level team
level person in team
team {
  input pool : money in 0 ..
  share pool among person as part { rest by hours }
}
person {
  input hours : number in 0 ..
  pay part
})";
    World world(scheme, {{"team",
                          "team,month,pool\n"
                          "North,2026-01,30000\nNorth,2026-02,30000\nNorth,2026-03,36000\n"},
                         {"person",
                          "person,team,month,hours\n"
                          "Маша,North,2026-01,100\nВася,North,2026-01,100\n"
                          "Маша,North,2026-02,100\nВася,North,2026-02,100\nОля,North,2026-02,100\n"
                          "Маша,North,2026-03,100\nОля,North,2026-03,140\n"}});
    const Compared joined(traced(world, "Маша", "2026-01"), traced(world, "Маша", "2026-02"));
    joined.check_sum();
    CHECK(joined.difference.reasons.size() == 1);
    CHECK(joined.amount(ReasonKind::members, "part") == "-5000");
    CHECK(joined.difference.reasons.front().text == "part: 3 members instead of 2, new: Оля");
    const Compared left(traced(world, "Маша", "2026-02"), traced(world, "Маша", "2026-03"));
    left.check_sum();
    CHECK(left.amount(ReasonKind::members, "part") == "5000");
    CHECK(left.amount(ReasonKind::together, "part") == "none");
    const Compared back(traced(world, "Маша", "2026-03"), traced(world, "Маша", "2026-02"));
    back.check_sum();
    CHECK(back.amount(ReasonKind::together, "part") == "none");
}

TEST_CASE("another scheme: rules that are others, names that are new") {
    const std::string rows =
        "person,month,plan,collected@15,collected@25,collected\n"
        "Маша,2026-03,50000000,26000000,44000000,55000000\n";
    World flat(plan_of("input plan : money\ninput collected : money by day\nseen = collected@15 + "
                       "collected@25\nbonus = 0.1% of collected\npay bonus"),
               rows);
    World parts(plan_of(thirds + "\npay extra = 100 RUB"), rows);
    const Compared two(traced(flat, "Маша", "2026-03"), traced(parts, "Маша", "2026-03"));
    two.check_sum();
    CHECK_THAT(two.text(), Contains("extra is new, 100.00"));
    CHECK(two.amount(ReasonKind::only_one, "extra") == "100");
}

namespace {

// What brings the difference between two schemes on one row with x = 1000, each as `+30 c is new`.
std::vector<std::string> reasons_between(const std::string& before, const std::string& after) {
    const std::string names = "input x : money\na = 10% of x\nb = 2% of x\nc = 3% of x\n";
    const std::string rows = "person,month,x\nA,2026-01,1000\n";
    // Their texts are one source in each world; a line apart they are not taken for the same text.
    World was(plan_of(names + before), rows), is(plan_of("\n" + names + after), rows);
    const Compared two(traced(was, "A", "2026-01"), traced(is, "A", "2026-01"));
    two.check_sum();
    std::vector<std::string> told;
    for (const auto& reason : two.difference.reasons)
        told.push_back(explain::exact_text(core::Value(reason.amount)) + " " + reason.text);
    return told;
}

using Told = std::vector<std::string>;

}  // namespace

TEST_CASE("one term more of a sum leaves the others as they are") {
    CHECK(reasons_between("pay a\npay b", "pay a\npay b\npay 500 RUB \"d\"") == Told{"500 d is new, 500.00"});
    CHECK(reasons_between("pay a\npay b\npay c", "pay b\npay a") == Told{"-30 c is no more, 30.00"});
    CHECK(reasons_between("pay s = a + b", "pay s = a + b + c") == Told{"30 c is new, 30.00"});
    CHECK(reasons_between("pay s = a + b + c", "pay s = c + a") == Told{"-20 b is no more, 20.00"});
    CHECK(reasons_between("pay s = a + b", "pay s = a - c + b") == Told{"-30 c is new, 30.00"});
    CHECK(reasons_between("pay s = 2 * (a + b)", "pay s = 2 * (b + c + a)") == Told{"60 c is new, 30.00"});
}

TEST_CASE("the order and the brackets of a sum bring nothing") {
    CHECK(reasons_between("pay a\npay b\npay c", "pay c\npay a\npay b") == Told{});
    CHECK(reasons_between("pay s = a + b + c - 1", "pay s = c - (1 - b) + a") == Told{});
    CHECK(reasons_between("pay s = 2 * a + 3 * b + c", "pay s = 3 * b + c + 2 * a") == Told{});
}

TEST_CASE("a term that is taken another way is another rule, not a name that came or went") {
    CHECK(reasons_between("pay s = a + b + c", "pay s = c + b - a") ==
          Told{"-200 s: the rule is `c + b - a`, was `a + b + c`"});
    CHECK(reasons_between("pay s = a + b", "pay s = b + 2 * a") ==
          Told{"100 s: the rule is `b + 2 * a`, was `a + b`"});
}

TEST_CASE("without a change there is nothing to tell") {
    World world(plan_of(thirds),
                "person,month,plan,collected@15,collected@25,collected\n"
                "Маша,2026-03,50000000,26000000,44000000,55000000\n");
    const Compared two(traced(world, "Маша", "2026-03"), traced(world, "Маша", "2026-03"));
    CHECK(*two.difference.total == Exact(0));
    CHECK(two.difference.reasons.empty());
    CHECK(two.difference.without_effect.empty());
    CHECK_THAT(two.text(), Contains("no difference"));
}
