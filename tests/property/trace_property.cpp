// Traces of random schemes on random histories: what a trace says can be worked out again from it alone, and
// whatever alters the amount stands in it. ACCRUE_SCHEMES sets another count, ACCRUE_SEED another first seed.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>

#include "core/rings.hpp"
#include "explain/operate.hpp"
#include "explain/recompute.hpp"
#include "explain/trace.hpp"
#include "random_scheme.hpp"

namespace accrue::property {
namespace {

using core::DefinitionId;
using data::RowId;
using explain::Node;
using explain::NodeKind;
using explain::Status;

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
    return value != nullptr ? std::strtoull(value, nullptr, 10) : otherwise;
}

struct Ground {
    core::Scheme scheme;
    std::vector<data::GivenRow> rows;
    data::GivenReferences references;

    explicit Ground(Random& random) {
        do scheme = random_scheme(random);
        while (core::ring_through_records(scheme));
        rows = random_rows(scheme, random);
        references = random_references(scheme, random);
    }
    data::History history() const { return data::from_rows(scheme, rows, references); }
};

constexpr explain::Reach everything{.depth = explain::Reach::everything};

struct Asked {
    DefinitionId definition;
    RowId row;
};
std::optional<Asked> asked(const Ground& ground, const data::History& history, Random& random) {
    const DefinitionId definition(random.below(ground.scheme.definitions.size()));
    const auto rows = history.rows_of(ground.scheme.definitions[definition].level);
    if (rows.empty()) return std::nullopt;
    return Asked{definition, random.of(rows)};
}

// What may stand for itself in a trace that opens everything: cells, params, what the calendar says, what was
// not taken, and lots of records, of which one period has several.
bool may_be_leaf(const Node& node) {
    const bool is_band = node.kind == NodeKind::band && !node.reached;
    return node.input || node.param || is_band || node.kind == NodeKind::built_in ||
           node.kind == NodeKind::lookup || node.kind == NodeKind::lot || node.status == Status::not_taken;
}

core::Value altered(const core::Value& value, Random& random) {
    const overloaded other{
        [&](const Exact& number) { return core::Value(number + Exact(random.between(-50, 5000))); },
        [](bool yes) { return core::Value(!yes); },
        [&](Date date) {
            return core::Value(Date{date.days + static_cast<std::int32_t>(random.between(-90, 20))});
        },
        [](Month month) { return core::Value(Month{month.index + 1}); },
        [&](const std::string& text) {
            return core::Value(random.one_in(2) ? text + "x" : std::string("gold"));
        },
    };
    return std::visit(other, value);
}

// Do two evaluations say different things of what was asked? Texts that the language has equal are the same.
bool alters(const Asked& what, explain::Evaluation& before, explain::Evaluation& after) {
    const auto *old_value = explain::present(before.value(what.definition, what.row)),
               *new_value = explain::present(after.value(what.definition, what.row));
    if (old_value == nullptr) return false;
    return new_value == nullptr || !explain::equal(*old_value, *new_value);
}

bool orders_rows(const core::Scheme& scheme, core::InputId input) {
    const auto& order = scheme.levels[scheme.inputs[input].level].order;
    return std::ranges::find(order, input) != order.end();
}

}  // namespace

TEST_CASE("every value of a trace can be worked out again from the trace alone") {
    const auto schemes = setting("ACCRUE_SCHEMES", 400), first = setting("ACCRUE_SEED", 1);
    std::map<std::string, std::size_t> seen;
    const Sources sources;
    for (auto seed = first; seed < first + schemes; ++seed) {
        Random random(seed);
        const Ground ground(random);
        const auto history = ground.history();
        explain::Evaluation evaluation(ground.scheme, history, sources);
        for (int i = 0; i < 4; ++i) {
            const auto what = asked(ground, history, random);
            if (!what) continue;
            const bool all = random.one_in(2);
            const auto reach =
                all ? everything : explain::Reach{.depth = static_cast<int>(random.between(0, 2))};
            const auto trace = explain::trace(evaluation, what->definition, what->row, reach);
            testing::Recomputer again(explain::to_json(trace, sources));
            INFO("seed " << seed << ", definition " << what->definition.value << ", row " << what->row.value);
            REQUIRE(again.first_wrong().value_or("") == "");
            for (const auto& [name, count] : again.seen()) seen[name] += count;
            if (!all) continue;
            for (const auto id : again.leaves()) {
                INFO(again.node(id).dump(1));
                REQUIRE(may_be_leaf(trace.nodes[trace.nodes.id(id)]));
            }
        }
    }
    if (schemes < 400) return;
    for (const std::string name : {"add",     "subtract",     "multiply",       "divide",
                                   "equal",   "less",         "at_most",        "and",
                                   "or",      "not",          "choose",         "smaller",
                                   "larger",  "rounded",      "default",        "counted",
                                   "sum",     "count",        "smallest",       "largest",
                                   "rank",    "division",     "share",          "rest_share",
                                   "claimed", "solution",     "lots_left",      "lots_taken",
                                   "lot",     "lots_expired", "months_between", "division_never_below_0"})
        CHECK(seen[name] > 0);
    for (const std::string kind :
         {"definition", "part",     "input", "param",    "condition", "rounding", "window", "month",
          "previous",   "built_in", "rows",  "row",      "left_out",  "pool",     "claim",  "rest",
          "lookup",     "equation", "lot",   "division", "member",    "lots"})
        if (kind != "part") CHECK(seen["kind " + kind] > 0);
}

TEST_CASE("every cell and param whose change alters the amount is in its trace") {
    const auto schemes = setting("ACCRUE_SCHEMES", 400), first = setting("ACCRUE_SEED", 1);
    const Sources sources;
    std::size_t cells = 0, params = 0;
    for (auto seed = first; seed < first + schemes; ++seed) {
        Random random(seed);
        Ground ground(random);
        const auto history = ground.history();
        explain::Evaluation evaluation(ground.scheme, history, sources);
        if (ground.rows.empty()) continue;
        std::vector<Asked> questions;
        std::vector<explain::Trace> traces;
        for (int i = 0; i < 6; ++i) {
            const auto what = asked(ground, history, random);
            if (!what) continue;
            questions.push_back(*what);
            traces.push_back(explain::trace(evaluation, what->definition, what->row, everything));
        }
        // How many of the amounts another history or scheme alters; each must hold what `is_it` finds.
        const auto altered_by = [&](explain::Evaluation& after, const auto& is_it) {
            std::size_t count = 0;
            for (std::size_t i = 0; i < questions.size(); ++i) {
                if (!alters(questions[i], evaluation, after)) continue;
                ++count;
                INFO("seed " << seed << ", definition " << questions[i].definition.value << ", row "
                             << questions[i].row.value);
                REQUIRE(std::ranges::any_of(traces[i].nodes, is_it));
            }
            return count;
        };
        const auto places = data::places_of(history, ground.rows);
        for (int i = 0; i < 12; ++i) {
            const auto given = random.below(ground.rows.size());
            if (ground.rows[given].cells.empty()) continue;
            auto rows = ground.rows;
            auto& [input, value] = rows[given].cells[random.below(rows[given].cells.size())];
            if (orders_rows(ground.scheme, input)) continue;
            value = altered(value, random);
            const auto changed = data::from_rows(ground.scheme, rows, ground.references);
            explain::Evaluation after(ground.scheme, changed, sources);
            INFO("input " << input.value << ", row " << places[given].value);
            const auto is_it = [&, id = input](const Node& node) {
                return node.input == id && node.row == places[given];
            };
            cells += altered_by(after, is_it);
        }
        for (std::size_t i = 0; i < ground.scheme.params.size(); ++i) {
            const core::ParamId id(i);
            auto scheme = ground.scheme;
            const auto& dated = random.of(scheme.params[id].values);
            auto* constant = std::get_if<core::Constant>(&scheme.expressions[dated.value].node);
            if (constant == nullptr) continue;
            constant->value = altered(constant->value, random);
            explain::Evaluation after(scheme, history, sources);
            INFO("param " << i);
            const auto is_it = [&](const Node& node) { return node.param == id && node.since == dated.from; };
            params += altered_by(after, is_it);
        }
    }
    CHECK((schemes < 400 || (cells > 100 && params > 5)));
    std::cout << "traces: " << cells << " cells and " << params << " params that alter an amount are in it\n";
}

TEST_CASE("a trace has the same bytes each time, and its children have no ring") {
    const Sources sources;
    for (std::uint64_t seed = 1; seed < 100; ++seed) {
        Random random(seed);
        const Ground ground(random);
        const auto history = ground.history();
        const auto what = asked(ground, history, random);
        if (!what) continue;
        const auto json = [&] {
            explain::Evaluation evaluation(ground.scheme, history, sources);
            return explain::to_json(explain::trace(evaluation, what->definition, what->row, everything),
                                    sources);
        };
        const auto once = json();
        CHECK(once == json());
        const auto nodes = nlohmann::json::parse(once)["nodes"];
        std::vector<int> state(nodes.size(), 0);  // 1: on the path, 2: done
        const auto visit = [&](const auto& self, std::size_t id) -> bool {
            if (state[id] != 0) return state[id] == 2;
            state[id] = 1;
            for (const auto& child : nodes[id]["children"]) {
                if (!self(self, child.get<std::size_t>())) return false;
            }
            state[id] = 2;
            return true;
        };
        INFO("seed " << seed);
        CHECK(visit(visit, 0));
    }
}

}  // namespace accrue::property
