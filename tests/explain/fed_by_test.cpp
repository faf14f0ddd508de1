// From a row of the data to what it fed, and to what dropped it; and what is earned so far.
#include "explain/fed_by.hpp"

#include "explain/shown.hpp"
#include "explain/status.hpp"
#include "from_text.hpp"

using namespace accrue;
using namespace accrue::testing;
using Catch::Matchers::Contains;

namespace {

const std::string team_plan = R"(scheme team_plan "Команды"
currency RUB
level team
level person in team
records payment for team { amount : money in 0 ..; status : text }
reference grades by grade { salary : money }
team {
  collected = sum of payment.amount where status = "paid"
  bonus = 1% of collected
  split bonus into first, second
  first if collected@15 >= 100k
  share bonus after gates among person as part { rest equally }
}
person {
  input grade : text
  pay grades[grade].salary "оклад"
  pay part
}
)";
const World::Files files = {
    {"payment",
     "date,team,amount,status\n2026-03-05,А,90000,paid\n2026-03-20,А,40000,paid\n2026-03-21,Б,500,refund\n"},
    {"person", "person,month,team,grade\nАня,2026-03,А,B\nВера,2026-03,А,C\nГлеб,2026-03,Б,B\n"},
    {"grades", "grade,salary\nB,100\nC,200\n"}};

data::RowId payment(const World& world, std::uint32_t line) {
    for (const auto row : world.history.rows_of(core::LevelId(std::size_t{2}))) {
        if (world.history.rows[row].line == line) return row;
    }
    FAIL("no such payment");
    return {};
}

std::string names(const World& world, const explain::FedBy& found) {
    std::string text;
    for (const auto& fed : found.fed) {
        text += world.history.key(fed.row) + " " + world.scheme().definitions[fed.pay].name;
        const auto* paid = explain::amount(world.evaluation->value(fed.pay, fed.row));
        if (fed.without && paid != nullptr)
            text += " " + explain::exact_text(core::Value(*paid - *fed.without));
        text += "; ";
    }
    return text;
}

}  // namespace

TEST_CASE("a payment feeds the shares of its team, and what it brought is recomputed without it") {
    World world(team_plan, files);
    const auto found = explain::fed_by(*world.evaluation, {payment(world, 3)});
    CHECK(names(world, found) == "Аня part 100; Вера part 100; ");  // 0.5 % of 40 000 in two
    bool in_total = false, by_day = false;
    for (const auto& looked : found.looked) {
        const auto name = core::shown_name(world.scheme().definitions[looked.by]);
        if (name == "collected") in_total = looked.counts;
        if (name == "collected@15") by_day = !looked.counts && !looked.reason.empty();
    }
    CHECK(in_total);
    CHECK(by_day);
    REQUIRE_FALSE(found.not_taken.empty());
    CHECK(found.not_taken.front().because == explain::Because::gate_closed);
}

namespace {

std::string first_way(const World& world, const explain::FedBy& found) {
    REQUIRE_FALSE(found.fed.empty());
    std::string way;
    for (const auto id : found.fed.front().through)
        way += core::shown_name(world.scheme().definitions[id]) + " ";
    return way;
}

}  // namespace

TEST_CASE("the way of an amount is told before that of a question about it") {
    World world(team_plan, files);
    const auto found = explain::fed_by(*world.evaluation, {payment(world, 2)});  // the closed gate counts it
    CHECK(first_way(world, found) == "collected bonus second part ");
}

TEST_CASE("where only a question leads to an amount, its way is told") {
    World world(plan_of("input sales, plan : money\nok = sales >= plan\nbonus = 5 RUB if ok\npay bonus"),
                "person,month,sales,plan\nА,2026-03,2,1\n");
    CHECK(first_way(world, explain::fed_by(*world.evaluation, {world.row("А")})) == "ok bonus ");
}

TEST_CASE("a refund is dropped by its condition and feeds nobody") {
    World world(team_plan, files);
    const auto found = explain::fed_by(*world.evaluation, {payment(world, 4)});
    CHECK(found.fed.empty());
    REQUIRE_FALSE(found.looked.empty());
    CHECK_FALSE(found.looked.front().counts);
    CHECK_THAT(found.looked.front().reason, Contains("status = \"paid\""));
}

TEST_CASE("a row of a reference feeds those who look it up") {
    World world(team_plan, files);
    const core::ReferenceId grades(std::size_t{0});
    const auto found = explain::fed_by(*world.evaluation, grades, world.history.references[grades].rows[0]);
    CHECK_THAT(names(world, found), Contains("Аня") && Contains("Глеб") && !Contains("Вера"));
}

TEST_CASE("as of a day, records of later days are not there, and sums go on at their pace") {
    World world(team_plan, files);
    const auto day = *parse_date("2026-03-10");
    const auto known = explain::as_of(world.scheme(), world.history, world.sources, day);
    CHECK(known.cut.left_out[core::LevelId(std::size_t{2})] == 2);
    explain::Evaluation to_date(world.scheme(), known.to_date, world.sources);
    explain::Evaluation at_pace(world.scheme(), known.at_pace, world.sources, known.sums_at_pace);
    const auto team =
        *known.to_date.find(core::LevelId(std::size_t{0}), "А", *world.scheme().calendar.parse("2026-03"));
    const auto sum = [&](explain::Evaluation& values, const std::string& name) {
        return explain::exact_text(*explain::present(values.value(world.definition(name), team)));
    };
    CHECK(sum(to_date, "collected") == "90000");
    CHECK(sum(to_date, "collected@15") == "90000");
    CHECK(sum(at_pace, "collected") == "279000");
    CHECK(sum(at_pace, "collected@15") == "135000");
    const auto gates = explain::closed_gates(to_date, team, explain::elapsed(world.scheme(), day));
    REQUIRE(gates.size() == 1);
    CHECK(to_text(*gates.front().deadline) == "2026-03-15");
    CHECK(explain::exact_text(core::Value(*gates.front().missed.margin)) == "10000");
    CHECK(gates.front().sides.empty());
}

TEST_CASE("as of a day, later columns are what has come in so far") {
    World world(plan_of("input plan : money\ninput collected : money by day\nbonus = 1% of collected\n"
                        "split bonus into one, two\none if collected@25 >= 90% plan and collected@15 > "
                        "0\npay bonus after gates"),
                "person,month,plan,collected@15,collected@25,collected\n"
                "Маша,2026-03,1000,300,,400\nОля,2026-03,1000,300,800,900\n");
    const auto known =
        explain::as_of(world.scheme(), world.history, world.sources, *parse_date("2026-03-20"));
    explain::Evaluation to_date(world.scheme(), known.to_date, world.sources);
    explain::Evaluation at_pace(world.scheme(), known.at_pace, world.sources, known.sums_at_pace);
    const auto pay = [&](explain::Evaluation& values, const std::string& key) {
        return explain::exact_text(*explain::present(values.value(world.total(), world.row(key))));
    };
    CHECK(pay(to_date, "Маша") == "2");    // half of 1 % of 400
    CHECK(pay(at_pace, "Маша") == "3.1");  // 400 × 31 / 20 = 620; by day 25 it is 500
    CHECK(pay(to_date, "Оля") == "1.5");   // the data know day 25: what is known of today is day 15
    CHECK(pay(at_pace, "Оля") == "3.1");   // 300 × 31 / 15 = 620
    CHECK(known.not_yet_known.size() == 2);
}
