// What a trace says of schemes as people write them can be worked out again from the trace alone.
#include "recompute.hpp"

#include "base/text.hpp"
#include "explain/shown.hpp"
#include "from_text.hpp"

using namespace accrue;
using namespace accrue::testing;
using Catch::Matchers::Contains;

namespace {

constexpr explain::Reach everything{.depth = explain::Reach::everything};

std::string json_of(World& world, const std::string& key, const std::string& month,
                    explain::Reach reach = everything) {
    const auto trace = explain::trace(*world.evaluation, world.total(), world.row(key, month), reach);
    return explain::to_json(trace, world.sources);
}

// Every value follows, and the total is what is paid.
void check_again(World& world, const std::string& key, const std::string& month = "2026-03") {
    for (const auto reach : {everything, explain::Reach{.depth = 0}, explain::Reach{}}) {
        Recomputer again(json_of(world, key, month, reach));
        INFO(key << " " << month);
        CHECK(again.first_wrong().value_or("") == "");
        CHECK(again.node(0)["value"]["exact"] == explain::exact_text(core::Value(world.paid(key, month))));
    }
}

const std::string tables = R"(input sales, plan : money in 0 ..
input region : text
param edge = 1M from 2026-01, 2M from 2026-03
param top = 3%
a = marginal sales { up to edge : 1%;  up to 5M : 2%;  otherwise : top }
b = whole sales { below edge : 1%;  otherwise : top }
c = sales * step sales / plan { below 80% : 0;  below 100% : 1%;  otherwise : top }
d = 1k * match region { "north" : 1.2;  "south", "east" : 0.8;  otherwise : 1 }
e = 100 * linear sales / plan { below : flat;  80% : 0.5;  100% : 1;  120% : 2;  above : flat }
f = 1k * matrix sales by region { : "north", otherwise;  below 1M : 1, 2;  otherwise : 3, 4 }
pay total = a + b + c + d + e)";

}  // namespace

TEST_CASE("tables of every kind can be worked out again") {
    auto rules = tables;
    rules.erase(rules.find("f = "), rules.find("pay total") - rules.find("f = "));
    World world(
        plan_of(rules),
        "person,month,sales,plan,region\nМаша,2026-03,2500000,2400000,south\nОля,2026-03,0,100,north\n"
        "Вася,2026-03,900,1000,West\nМаша,2026-02,1500000,2400000,EAST\n");
    for (const auto* key : {"Маша", "Оля", "Вася"}) check_again(world, key);
    check_again(world, "Маша", "2026-02");
}

TEST_CASE("gates, alternatives, bounds, defaults and roundings can be worked out again") {
    World world(plan_of(R"(input plan, collected, fine : money
input premium : money default 5
rate = 0.5% if collected < 60M and not plan > 70M
     = 0.6% otherwise
bonus = rate of collected above 40M capped at 100k
split bonus into third1, third2, third3
third1 if collected >= 50% plan
third2 if collected >= 90% plan
third2 if plan > 1
pay bonus after gates
pay rest = premium / 3 + fine default 0)"),
                "person,month,plan,collected,fine,premium\nМаша,2026-03,50000000,44000000,,\n"
                "Оля,2026-03,80000000,90000000,3,7\n");
    check_again(world, "Маша");
    check_again(world, "Оля");
}

TEST_CASE("last month's balance opens into last month's trace, and so on to the first") {
    World world(plan_of("input sales : money\nbalance = previous balance default 0 + sales\n"
                        "year = sum of balance over year\npay x = balance + year"),
                "person,month,sales\nМаша,2026-01,10\nМаша,2026-02,20\nМаша,2026-03,5\n");
    check_again(world, "Маша");
    const auto usual = world.text("Маша");
    CHECK_THAT(usual, Contains("of 2026-02") && Contains("history.csv:3 `sales` = \"20\""));
    CHECK_THAT(usual, Contains("more with --path 2026-01.balance") && !Contains("history.csv:2"));
    const auto full =
        explain::to_text(explain::trace(*world.evaluation, world.total(), world.row("Маша"), everything),
                         world.sources, Colour::off, 80, explain::Folding::none);
    CHECK_THAT(full, Contains("history.csv:2 `sales` = \"10\""));
}

namespace {

const std::string team_plan = R"(scheme team_plan "Команды"
currency RUB
level team
level person in team
records payment for team { amount : money in 0 ..; status : text }
param rate = 1% from 2026-01, 2% from 2026-03, 3% from 2026-05
team {
  collected = sum of payment.amount where status = "paid" and amount > 100
  bonus = rate of collected
  share bonus among person as part {
    where head = yes : 40%
    each : premium
    rest equally where head = no
  }
}
person {
  input head : yes/no
  input sales : money
  input premium : money signed default 0
  place = rank of sales over team
  pay part
  pay prize = 5k if place = 1
}
)";
const World::Files team_files = {
    {"payment",
     "date,team,amount,status\n2026-03-05,А,100000,paid\n2026-03-07,А,4000.01,paid\n2026-03-08,А,70,paid\n"
     "2026-03-09,А,500,refund\n2026-03-10,А,300,refund\n"},
    {"person",
     "person,month,team,head,sales,premium,premium by,premium why\nБорис,2026-03,А,yes,5,,,\n"
     "Аня,2026-03,А,no,9,10,Иванова,за план\nВера,2026-03,А,no,9,,,\n"}};

}  // namespace

TEST_CASE("shares, records and ranks can be worked out again") {
    World world(team_plan, team_files);
    for (const auto* key : {"Борис", "Аня", "Вера"}) check_again(world, key);
}

TEST_CASE("rows that do not count are grouped by reason, with what they would have added") {
    World world(team_plan, team_files);
    const auto text = world.text("Аня", "2026-03", 100);
    CHECK_THAT(text, Contains("2 rows, payment.csv:2 … 3"));
    CHECK_THAT(text, Contains("1 row left out") && Contains("70.00   not amount > 100"));
    CHECK_THAT(text, Contains("2 rows left out") && Contains("800.00   not status = \"paid\""));
    const auto json = nlohmann::json::parse(json_of(world, "Аня", "2026-03"));
    std::size_t rows = 0;
    for (const auto& node : json["nodes"])
        rows += node["kind"] == "row" && node["cell"]["column"] == "amount";
    CHECK(rows == 5);
}

TEST_CASE("all shares stand in one table, with who set an amount by hand") {
    World world(team_plan, team_files);
    const auto text = world.text("Вера", "2026-03", 100);
    CHECK_THAT(text, Contains("all 3 shares") && Contains("Борис") && Contains("= 10.00 + "));
    CHECK_THAT(text, Contains("person.csv:3, set by Иванова, because «за план»"));
}

TEST_CASE("the head of a trace names the plan, the data and the params in force") {
    World world(team_plan, team_files);
    const auto text = world.text("Вера", "2026-03", 100);
    CHECK_THAT(text, Contains("scheme   plan.pay   «Команды»"));
    CHECK_THAT(text, Contains("data     person.csv:4   payment.csv"));
    CHECK_THAT(text, Contains("params   rate 2 % since 2026-03, until 2026-04 (line 6)"));
}

TEST_CASE("lots and equations can be worked out again") {
    World world(
        plan_of(R"(input earned, spent, profit : money
lots points usable for 2 months { add earned; take spent }
solve { bonus = 10% of (profit - bonus - tax);  tax = 20% of (profit - bonus) }
pay points.taken
pay bonus)"),
        "person,month,earned,spent,profit\nМаша,2026-01,10,0,0\nМаша,2026-02,20,5,0\nМаша,2026-03,5,17,108\n"
        "Маша,2026-04,5,1,108\nМаша,2026-05,0,1,108\n");
    for (const auto* month : {"2026-01", "2026-03", "2026-04", "2026-05"}) check_again(world, "Маша", month);
}

TEST_CASE("of what is missing the cheapest comes first, where it can be compared") {
    World world(
        plan_of(
            "input a, b : money\ninput n : number\n"
            "pay x = 1 RUB if a > 100 and n > 5 and b > 10\npay y = 1 RUB if a > 100 and b > 10 and n > 0"),
        "person,month,a,b,n\nМаша,2026-03,0,5,1\n");
    const auto text = world.text("Маша");
    CHECK_THAT(text, Contains("3 of 3 do not hold") && Contains("2 of 3 do not hold"));
    CHECK(text.find("✗ a > 100   short") < text.find("✗ n > 5   short"));  // money and a number: as written
    const auto second = text.substr(text.find("\n└─ y"));
    CHECK(second.find("✗ b > 10   short") < second.find("✗ a > 100   short"));
    CHECK(second.find("✗ a > 100   short") < second.find("✓ n > 0"));
}

TEST_CASE("what is zero and without interest is folded, and the fold says so") {
    World world(plan_of("input a, b, c, d : money\npay one = a\npay two = b * 2\npay three = c + a\npay four "
                        "= 5 RUB if d > 3"),
                "person,month,a,b,c,d\nМаша,2026-03,0,0,0,1\nОля,2026-03,1,0,0,0\n");
    CHECK_THAT(world.text("Маша"), Contains("… 3 parts of 0.00: one, two, three") && Contains("✗ d > 3"));
    CHECK_THAT(world.text("Оля"), !Contains("parts of 0.00") && Contains("two"));
}

TEST_CASE("a window of a weekly scheme speaks of weeks") {
    World world(
        "scheme w\ncurrency RUB\nperiod week\nlevel person\nperson {\ninput sales : money\n"
        "pay x = 1% of sum of sales over last 4 weeks\n}\n",
        "person,week,sales\nМаша,2026-W10,100\nМаша,2026-W11,200\n");
    const auto text =
        explain::to_text(explain::trace(*world.evaluation, world.total(), world.row("Маша", "2026-W11")),
                         world.sources, Colour::off, 80);
    CHECK_THAT(text, Contains("2026-W10") && Contains("100.00") && !Contains("month"));
}
