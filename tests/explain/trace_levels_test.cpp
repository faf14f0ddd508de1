#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "explain/coverage.hpp"
#include "from_text.hpp"

using namespace accrue;
using namespace accrue::testing;
using Catch::Matchers::Contains;

namespace {

const std::string team_plan = R"(scheme team_plan
currency RUB
level team
level person in team
records payment for team { amount : money in 0 .. }
reference grades by grade { salary : money }
param rate = 1% from 2026-01, 2% from 2026-03
team {
  collected = sum of payment.amount
  bonus = rate of collected
  share bonus among person as part {
    where head = yes : 40%
    each : premium
    rest equally where head = no
  }
}
person {
  input head : yes/no
  input grade : text
  input premium : money signed default 0
  pay grades[grade].salary "salary"
  pay part
}
)";
const World::Files team_files = {
    {"payment", "date,team,amount\n2026-03-05,А,1000\n2026-03-31,А,4000.01\n"},
    {"person",
     "person,month,team,head,grade,premium,premium by,premium why\n"
     "Борис,2026-03,А,yes,A,,,\nАня,2026-03,А,no,B,10,Иванова,за план\nВера,2026-03,А,no,B,,,\n"},
    {"grades", "grade,salary,from\nA,40000,\nB,20000,2025-01-01\n"}};

}  // namespace

TEST_CASE("a share shows its claims, its part of the rest, the odd kopeck and the pool") {
    World world(team_plan, team_files);
    const auto text = world.text("Аня");
    CHECK_THAT(text, Contains("Аня · team А · March 2026"));
    CHECK_THAT(text, Contains("= 10.00 + 25.00"));
    CHECK_THAT(text, Contains("each : premium") && Contains("set by Иванова, because «за план»"));
    CHECK_THAT(text, Contains("100.00 − 50.00 claimed = 50.00") && Contains("= 50.00 / 2"));
    CHECK_THAT(text, Contains("where head = yes : 40%") && Contains("claimed, 1 row"));
    CHECK_THAT(text, Contains("pool") && Contains("rounded half up to 0.01") &&
                         Contains("before rounding 100.0002"));
    CHECK(world.paid("Аня") + world.paid("Борис") + world.paid("Вера") == Exact(80'100));
}

TEST_CASE("sums of rows below say how many, where they stand, and list few of them") {
    World world(team_plan, team_files);
    const auto text = world.text("Вера");
    CHECK_THAT(text, Contains("team.collected") && Contains("2 rows, payment.csv:2 … 3"));
    CHECK_THAT(text, Contains("2026-03-05") && Contains("payment.csv:3 `amount` = \"4000.01\""));
    CHECK_THAT(text, Contains("since 2026-03"));
}

TEST_CASE("a looked-up value shows its cell, its row's keys and since when it holds") {
    World world(team_plan, team_files);
    CHECK_THAT(world.text("Вера"), Contains("grades[grade].salary") &&
                                       Contains("grades.csv:3 `salary` = \"20000\"") &&
                                       Contains("row \"B\", since 2025-01-01"));
}

TEST_CASE("traces of several levels keep to the width and to the published form") {
    World world(team_plan, team_files);
    const auto text = world.text("Аня", "2026-03", 80);
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = text.find('\n', begin);
        CHECK(display_width(text.substr(begin, end - begin)) <= 80);
        begin = end + 1;
    }
    const auto json = nlohmann::json::parse(explain::to_json(world.trace("Аня"), world.sources));
    CHECK(json["above"][0]["key"] == "А");
    std::ifstream file(ACCRUE_ROOT "/docs/schemas/accrue.trace.schema.json");
    const auto schema = nlohmann::json::parse(file);
    for (const auto& [field, value] : json.items()) CHECK(schema["properties"].contains(field));
    const auto& allowed = schema["$defs"]["node"]["properties"];
    for (const auto& node : json["nodes"]) {
        for (const auto& [field, value] : node.items()) CHECK(allowed.contains(field));
        const auto& kinds = allowed["kind"]["enum"];
        CHECK(std::find(kinds.begin(), kinds.end(), node["kind"]) != kinds.end());
    }
}

TEST_CASE("the nodes of a trace have no ring, even of equations that need each other") {
    World world(plan_of("input profit : money\nsolve { bonus = 10% of (profit - bonus - tax);  tax = 20% of "
                        "(profit - bonus) }\npay bonus\npay tax"),
                "person,month,profit\nМаша,2026-03,108\n");
    CHECK(world.paid("Маша") == Exact(28));
    const auto trace = world.trace("Маша");
    std::vector<int> state(trace.nodes.size(), 0);  // 1: on the path, 2: done
    const auto visit = [&](const auto& self, explain::NodeId id) -> bool {
        if (state[id.value] != 0) return state[id.value] == 2;
        state[id.value] = 1;
        for (const auto child : trace.nodes[id].children) {
            if (!self(self, child)) return false;
        }
        state[id.value] = 2;
        return true;
    };
    CHECK(visit(visit, trace.root));
    CHECK_THAT(world.text("Маша"),
               Contains("solved together with `tax`") && Contains("= 10 % of (108.00 − 8.00 − 20.00)"));
}

TEST_CASE("day 31 of February is its last, and the trace says so") {
    World world(plan_of("input collected : money by day\npay x = collected@31"),
                "person,month,collected,collected@31\nМаша,2026-02,5,5\nМаша,2026-03,5,5\n");
    CHECK_THAT(world.text("Маша", "2026-02"), Contains("the month has 28 days: day 28 is its last"));
    CHECK_THAT(world.text("Маша"), !Contains("is its last"));
}

TEST_CASE("money of another currency is shown with its code") {
    World world(
        plan_of("input price : money USD\ninput course : number\npay x = convert price to RUB at course"),
        "person,month,price,course\nМаша,2026-03,5,90\n");
    CHECK_THAT(world.text("Маша"), Contains("5.00 USD × 90") && Contains("450.00 "));
}

TEST_CASE("what is reached: alternatives, gates, bands and clauses") {
    World world(team_plan, team_files);
    explain::Coverage coverage(world.scheme());
    CHECK(std::ranges::none_of(coverage.branches(), &explain::Branch::reached));
    coverage.add(*world.evaluation);
    const auto branches = coverage.branches();
    REQUIRE(branches.size() == 1);
    CHECK(branches.front().kind == explain::BranchKind::clause);
    CHECK(branches.front().reached);
}

TEST_CASE("a branch inside a branch that is not taken is not reached") {
    World world(plan_of("input a, b : number\nx = 1 if a > 0\n  = (2 if b > 0 otherwise 3) if b > 10\n  = 4 "
                        "otherwise\npay x * 1 RUB"),
                "person,month,a,b\nМаша,2026-03,1,20\nОля,2026-03,0,0\n");
    explain::Coverage coverage(world.scheme());
    coverage.add(*world.evaluation);
    std::vector<std::string> missing;
    for (const auto& branch : coverage.branches()) {
        if (!branch.reached) missing.emplace_back(world.sources.text(branch.span));
    }
    CHECK(missing == std::vector<std::string>{"b > 0", "3", "b > 10"});
}
