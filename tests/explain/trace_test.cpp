#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "from_text.hpp"

using namespace accrue;
using namespace accrue::testing;
using Catch::Matchers::Contains;
using explain::NodeKind;

namespace {

const auto thirds = plan_of(R"(input plan : money
input collected : money by day in 0 ..
rate = 0.5% if collected < 60M
     = 0.6% otherwise
bonus = rate of collected above 40M "до условий"
split bonus into third1, third2, third3
third1 if collected@15 >= 50% plan
third2 if collected@25 >= 90% plan
pay bonus after gates "бонус")");
const std::string history =
    "person,month,plan,collected@15,collected@25,collected\n"
    "Маша,2026-03,50000000,26 000 000,44000000,55000000\n"
    "Оля,2026-03,50000000,24999999.99,45000000,70000000.01\n";

std::vector<const explain::Node*> nodes_of(const explain::Trace& trace, NodeKind kind) {
    std::vector<const explain::Node*> found;
    for (const auto& node : trace.nodes) {
        if (node.kind == kind) found.push_back(&node);
    }
    return found;
}

bool has_input(const explain::Trace& trace, const std::string& name) {
    return std::ranges::any_of(trace.nodes, [&](const explain::Node& node) {
        return node.kind == NodeKind::input && node.name == name;
    });
}

// The row with no cell but those that the trace shows.
data::GivenRow only_traced_cells(const World& world, const explain::Trace& trace, const std::string& key) {
    data::GivenRow row{.key = key, .period = world.scheme().calendar.period(Month::of(2026, 3))};
    for (std::size_t i = 0; i < world.scheme().inputs.size(); ++i) {
        const core::InputId id(i);
        const auto value = world.history.value(id, world.row(key));
        if (value && has_input(trace, core::column_name(world.scheme().inputs[id])))
            row.cells.push_back({id, *value});
    }
    return row;
}

}  // namespace

TEST_CASE("a closed gate says by how much it was short and what it kept back") {
    World world(thirds, history);
    CHECK(world.text("Маша") ==
          R"(Маша · March 2026                                                           plan

scheme   plan.pay   «Plan»
data     history.csv:2

pay                               50 000.00
└─ bonus «бонус»                  50 000.00   line 14: bonus after gates
   │  = 25 000.00 + 0.00 + 25 000.00
   ├─ third1                      25 000.00   line 12: bonus / 3
   │  │  = 75 000.00 / 3
   │  ├─ ✓ collected@15 >= 50% plan   to spare 1 000 000.00
   │  │  │  26 000 000.00 ≥ 50 % of 50 000 000.00 = 25 000 000.00
   │  │  ├─ collected@15      26 000 000.00
   │  │  │     history.csv:2 `collected@15` = "26 000 000"
   │  │  └─ plan              50 000 000.00   history.csv:2 `plan` = "50000000"
   │  └─ bonus «до условий»       75 000.00
   │     │  line 10: rate of collected above 40M
   │     │  = 0.5 % of 55 000 000.00 above 40 000 000.00
   │     ├─ rate                      0.5 %   line 8: 0.5%
   │     │  └─ ✓ collected < 60M   to spare 5 000 000.00
   │     │     │  55 000 000.00 < 60 000 000.00
   │     │     └─ collected   55 000 000.00
   │     │           history.csv:2 `collected` = "55000000"
   │     └─ collected         55 000 000.00   see above
   ├─ third2                           0.00   line 13: bonus / 3
   │  │  gate closed; open it would be 25 000.00
   │  ├─ ✗ collected@25 >= 90% plan   short 1 000 000.00
   │  │  │  44 000 000.00 < 90 % of 50 000 000.00 = 45 000 000.00
   │  │  └─ collected@25      44 000 000.00
   │  │        history.csv:2 `collected@25` = "44000000"
   │  └─ bonus                    75 000.00   see above
   └─ third3                      25 000.00   line 11: bonus / 3
      │  = 75 000.00 / 3
      └─ bonus                    75 000.00   see above
)");
}

TEST_CASE("the total can be had again from the leaves alone") {
    World world(thirds, history);
    for (const auto* key : {"Маша", "Оля"}) {
        const auto trace = world.trace(key);
        const auto rows = data::from_rows(world.scheme(), {only_traced_cells(world, trace, key)});
        explain::Evaluation again(world.scheme(), rows, world.sources);
        CHECK(*explain::amount(again.value(world.total(), data::RowId(0))) == world.paid(key));
    }
}

TEST_CASE("every cell whose change alters the total is in the trace") {
    World world(thirds, history);
    const auto trace = world.trace("Маша");
    for (std::size_t i = 0; i < world.scheme().inputs.size(); ++i) {
        const core::InputId changed(i);
        data::GivenRow row{.key = "Маша", .period = world.scheme().calendar.period(Month::of(2026, 3))};
        for (std::size_t j = 0; j < world.scheme().inputs.size(); ++j) {
            auto value = *world.history.value(core::InputId(j), world.row("Маша"));
            if (j == i) value = std::get<Exact>(value) + Exact(3'000'000);
            row.cells.push_back({core::InputId(j), value});
        }
        const auto rows = data::from_rows(world.scheme(), {row});
        explain::Evaluation again(world.scheme(), rows, world.sources);
        const bool alters =
            *explain::amount(again.value(world.total(), data::RowId(0))) != world.paid("Маша");
        if (alters) CHECK(has_input(trace, core::column_name(world.scheme().inputs[changed])));
    }
}

TEST_CASE("a rounding that changes the amount is a node of its own") {
    World world(thirds, history);
    CHECK(world.paid("Оля") == Exact::ratio(120'000, 1));
    const auto text = world.text("Оля");
    CHECK_THAT(text, Contains("rounded half up to 0.01") && Contains("before rounding 120 000.0000…"));
    CHECK_THAT(text, Contains("✗ collected@15 >= 50% plan   short 0.01"));
    CHECK_THAT(text, Contains("✓ collected@25 >= 90% plan   exactly there"));
}

TEST_CASE("alternatives tell which one held and why others did not") {
    World world(thirds, history);
    CHECK_THAT(world.text("Оля"),
               Contains("✗ collected < 60M   over by 10 000 000.01") && Contains("✓ otherwise"));
}

TEST_CASE("tables show every band and mark the one reached") {
    World world(plan_of("input sales : money in 0 ..\npay x = marginal sales { up to 1M : 1%;  up to 5M : "
                        "2%;  otherwise : 3% }"),
                "person,month,sales\nМаша,2026-03,1500000\n");
    const auto text = world.text("Маша");
    CHECK_THAT(text, Contains("  up to 1M") && Contains("= 1 000 000.00 × 1 %"));
    CHECK_THAT(text, Contains("→ up to 5M") && Contains("= 500 000.00 × 2 %"));
    CHECK_THAT(text, Contains("  otherwise") && Contains("= 0.00 × 3 %"));
}

TEST_CASE("what was capped, raised and taken for a blank is said") {
    World world(
        plan_of(
            "input sales : money\ninput premium : money default 5\n"
            "cap = sales capped at 100\nfloor = sales never below 500\npay total = cap + floor + premium"),
        "person,month,sales,premium\nМаша,2026-03,300,\n");
    const auto text = world.text("Маша");
    CHECK_THAT(text, Contains("capped from 300.00 to 100.00") && Contains("raised from 300.00 to 500.00"));
    CHECK_THAT(text, Contains("blank → default 5.00") && Contains("= 100.00 + 500.00 + 5.00"));
}

TEST_CASE("what is blank and not needed is said, on either side of `or`") {
    World world(plan_of("input plan, sales : money\npay x = 100 RUB if plan > 5 or sales > 1"),
                "person,month,plan,sales\nМаша,2026-03,,3\n");
    CHECK_THAT(world.text("Маша"),
               Contains("? plan > 5   missing, not needed") && Contains("✓ sales > 1   to spare 2.00"));
}

TEST_CASE("windows show their months and previous names its month") {
    World world(plan_of("input sales : money\nyear = sum of sales over year\n"
                        "balance = previous balance default 0 + sales\npay x = year + balance"),
                "person,month,sales\nМаша,2026-01,10\nМаша,2026-03,5\n");
    const auto text = world.text("Маша");
    CHECK_THAT(text, Contains("2026-01") && Contains("history.csv:2 `sales` = \"10\""));
    CHECK_THAT(text, Contains("of 2026-01, no row in 2026-02"));
    CHECK_THAT(world.text("Маша", "2026-01"), Contains("no earlier month → default 0.00"));
}

TEST_CASE("a dated param says since when it holds") {
    World world(
        "scheme p\ncurrency RUB\nlevel person\nparam rate = 1% from 2026-01, 2% from 2026-03\nperson {\n"
        "input sales : money\npay x = sales * rate\n}\n",
        "person,month,sales\nМаша,2026-03,3\n");
    CHECK_THAT(world.text("Маша"), Contains("since 2026-03"));
}

TEST_CASE("a value set by hand stops the trace") {
    World plain(thirds, history);
    World world(thirds, history, {{{plain.definition("bonus"), plain.row("Маша")}, core::Value(Exact(3))}});
    CHECK_THAT(world.text("Маша"), Contains("set by hand; the rule was not run"));
}

TEST_CASE("an error is told in full where it was found, and once") {
    World world(plan_of("input plan : money\nhalf = plan / 2\npay x = half + 1"),
                "person,month,plan\nМаша,2026-03,\n");
    const auto text = world.text("Маша");
    const auto words = std::string("is blank for `Маша`");
    const auto first = text.find(words);
    REQUIRE(first != std::string::npos);
    CHECK(text.find(words, first + 1) == std::string::npos);
}

TEST_CASE("the same rows give the same bytes") {
    World one(thirds, history), two(thirds, history);
    CHECK(one.text("Маша") == two.text("Маша"));
    CHECK(explain::to_json(one.trace("Маша"), one.sources) ==
          explain::to_json(two.trace("Маша"), two.sources));
}

TEST_CASE("lines keep to the width where words allow it") {
    World world(thirds, history);
    const auto text = world.text("Маша", "2026-03", 80);
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = text.find('\n', begin);
        CHECK(display_width(text.substr(begin, end - begin)) <= 80);
        begin = end + 1;
    }
}

TEST_CASE("names with markup and escape sequences are harmless") {
    const std::string key = "\x1b[31m<b>Маша";
    World world(plan_of("input role : text\npay x = 1 RUB if role = \"\x1b[2J\""),
                "person,month,role\n" + key + ",2026-03,\x1b]0;title\x07\n");
    const auto trace = world.trace(key);
    CHECK(explain::to_text(trace, world.sources, Colour::off, 80).find('\x1b') == std::string::npos);
    CHECK(explain::to_json(trace, world.sources).find('\x1b') == std::string::npos);
}

TEST_CASE("colour adds nothing but colour") {
    World world(thirds, history);
    auto coloured = explain::to_text(world.trace("Маша"), world.sources, Colour::on, 80);
    CHECK(coloured.find('\x1b') != std::string::npos);
    for (auto at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b')) {
        coloured.erase(at, coloured.find('m', at) - at + 1);
    }
    CHECK(coloured == world.text("Маша"));
}

TEST_CASE("a long table is folded around the row reached") {
    std::string rows;
    for (int i = 1; i <= 100; ++i)
        rows += "below " + std::to_string(i * 10) + " : " + std::to_string(i) + "%\n";
    World world(plan_of("input sales : money in 0 ..\nrate = step sales {\n" + rows +
                        "otherwise : 0\n}\npay x = sales * rate"),
                "person,month,sales\nМаша,2026-03,505\n");
    const auto text = world.text("Маша");
    CHECK_THAT(text, Contains("→ below 510") && Contains("… 47 more rows") && !Contains("below 300 "));
}

TEST_CASE("JSON is a flat list of nodes, exact decimals as strings, in the published form") {
    World world(thirds, history);
    const auto trace = world.trace("Оля");
    const auto json = nlohmann::json::parse(explain::to_json(trace, world.sources));
    CHECK(json["schema"] == "accrue.trace/1");
    CHECK(json["key"] == "Оля");
    const auto& root = json["nodes"][json["root"].get<std::size_t>()];
    CHECK(root["value"]["exact"] == "120000");
    CHECK(root["value"]["shown"] == "120 000.00");
    std::ifstream file(ACCRUE_ROOT "/docs/schemas/accrue.trace.schema.json");
    const auto schema = nlohmann::json::parse(file);
    const auto& allowed = schema["$defs"]["node"]["properties"];
    for (const auto& node : json["nodes"]) {
        for (const auto& [field, value] : node.items()) CHECK(allowed.contains(field));
        for (const auto* field : {"kind", "status"}) {
            const auto& words = allowed[field]["enum"];
            CHECK(std::find(words.begin(), words.end(), node[field]) != words.end());
        }
        for (const auto& child : node["children"]) CHECK(child.get<std::size_t>() < json["nodes"].size());
    }
}

TEST_CASE("each value is one node") {
    World world(thirds, history);
    const auto trace = world.trace("Маша");
    const auto inputs = nodes_of(trace, NodeKind::input);
    CHECK(inputs.size() == 4);
    CHECK(nodes_of(trace, NodeKind::definition).size() == 2);
}

TEST_CASE("a cell that stands in a window and beside it is one value") {
    World world(plan_of(R"(input sales : money
pay 1% of sales "own"
pay 1% of (sum of sales over year) "year"
pay 2% of (max of sales over last 2 months) "best")"),
                "person,month,sales\nA,2026-02,1000\nA,2026-03,2000\n");
    const auto trace = world.trace("A");
    std::map<std::pair<std::string, std::size_t>, int> values;  // by cell: how many stand for themselves
    for (const auto& node : trace.nodes) {
        if (node.cell && node.term.op == explain::TermOp::unread)
            ++values[{node.cell->column, node.cell->line}];
    }
    CHECK(values.size() == 2);
    for (const auto& [cell, count] : values) CHECK(count == 1);
}
