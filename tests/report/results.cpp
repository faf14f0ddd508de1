#include "report/results.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/messages/computing.hpp"
#include "base/messages/findings.hpp"
#include "paid_runs.hpp"
#include "report/findings.hpp"
#include "report/write_results.hpp"

using namespace accrue;
using namespace accrue::testing;

namespace {

std::string table(const report::Results& results, std::size_t width) {
    std::ostringstream out;
    report::write_table(out, results, width);
    return out.str();
}

}  // namespace

TEST_CASE("the table has a row a key and month, a column a pay line, and totals") {
    CHECK(table(Run(two_people).results(), 80) ==
          "sales · amounts in RUB\n"
          "\n"
          "person  month       salary  bonus, \"extra\"        pay\n"
          "─────────────────────────────────────────────────────\n"
          "Вася    2026-03  10 000.00           -0.05   9 999.95\n"
          "Маша    2026-03  20 000.00            0.00  20 000.00\n"
          "Маша    2026-04  20 000.00            0.50  20 000.50\n"
          "─────────────────────────────────────────────────────\n"
          "total            50 000.00            0.45  50 000.45\n");
}

TEST_CASE("a single key stands in the heading and needs no column") {
    CHECK(
        table(Run(two_people).results({.key = "Вася", .period = std::nullopt, .level = std::nullopt}), 80) ==
        "sales · Вася · amounts in RUB\n"
        "\n"
        "month       salary  bonus, \"extra\"       pay\n"
        "────────────────────────────────────────────\n"
        "2026-03  10 000.00           -0.05  9 999.95\n");
}

TEST_CASE("a table wider than the terminal becomes a listing") {
    CHECK(table(Run(two_people).results({.key = std::nullopt, .period = april, .level = std::nullopt}), 40) ==
          "sales · Маша · amounts in RUB\n"
          "\n"
          "month    component          amount\n"
          "──────────────────────────────────\n"
          "2026-04  salary          20 000.00\n"
          "         bonus, \"extra\"       0.50\n"
          "         pay             20 000.50\n");
}

TEST_CASE("JSON has decimals as strings, totals and promises") {
    Run run(two_people);
    std::ostringstream out;
    report::write_json(out, run.results(), {}, {});
    const auto json = nlohmann::json::parse(out.str());
    CHECK(json["schema"] == "accrue.run/1");
    CHECK(json["key_column"] == "person");
    REQUIRE(json["rows"].size() == 3);
    CHECK(json["rows"][2]["key"] == "Маша");
    CHECK(json["rows"][2]["month"] == "2026-04");
    CHECK(json["rows"][2]["components"]["bonus, \"extra\""] == "0.50");
    CHECK(json["rows"][2]["pay"] == "20000.50");
    CHECK(json["totals"]["pay"] == "50000.45");
    CHECK(json["totals"]["components"]["salary"] == "50000.00");
    CHECK(json["promises"].empty());
}

TEST_CASE("money has as many digits as the rounding step") {
    Run run(two_people);
    CHECK(report::money_digits(run.scheme()) == 2);
    run.scheme().rounding_step = 10;
    CHECK(report::money_digits(run.scheme()) == 0);
    CHECK(report::machine_amount(Exact(420), 0) == "420");
    run.scheme().rounding_step = Exact::ratio(5, 1000);
    CHECK(report::money_digits(run.scheme()) == 3);
}

namespace {

// `bonus` as the gated part of `salary`.
void add_gate(core::Scheme& scheme) {
    const auto gate = scheme.expressions.add({.node = core::Constant{Exact(0)}, .type = {}, .origin = {}});
    scheme.splits.push_back(
        {.whole = {}, .whole_name = core::DefinitionId(0), .parts = {{core::DefinitionId(1), gate}}});
}

Diagnostics findings(Run& run) {
    report::Findings found(run.scheme());
    found.add(run.history(), run.result());
    return found.diagnostics();
}

}  // namespace

TEST_CASE("a gate that no row passed is found, but only among rows that had something to pay") {
    Run run({{"a", march, 100, 0}, {"a", april, 0, 0}});
    add_gate(run.scheme());
    const auto found = findings(run);
    REQUIRE(found.size() == 1);
    CHECK(found[0].kind == kind::gate_never_open);
    CHECK(found[0].arguments == std::vector<Argument>{std::string("bonus"), std::int64_t{1}});
}

TEST_CASE("what parts show adds up to what the whole shows") {
    Run first({{"a", march, 100, 0}, {"c", april, 7, 0}}), second({{"b", march, 100, 0}, {"d", march, 0, 0}});
    std::optional<report::Findings> all;
    for (auto* run : {&first, &second}) {
        add_gate(run->scheme());
        run->result().unread_failures = {{core::DefinitionId(1), 2}};
        report::Findings part(run->scheme());
        part.add(run->history(), run->result());
        if (!all) all.emplace(first.scheme());
        all->add(part);
    }
    const auto found = all->diagnostics();
    REQUIRE(found.size() == 2);
    CHECK(found[0].kind == kind::gate_never_open);
    CHECK(found[0].arguments == std::vector<Argument>{std::string("bonus"), std::int64_t{3}});
    CHECK(found[1].kind == kind::unread_without_value);
    CHECK(found[1].arguments ==
          std::vector<Argument>{std::string("bonus"), std::int64_t{4}, std::int64_t{4}});
}

TEST_CASE("looking back over a gap is a warning with a count, and with the first of all parts") {
    const Period june{Month::of(2026, 6).index}, january{Month::of(2026, 1).index};
    Run later({{"Вася", april, 1, 0}, {"Вася", june, 1, 0}}),
        first({{"Маша", january, 1, 0}, {"Маша", march, 1, 0}, {"Маша", june, 1, 0}});
    std::optional<report::Findings> all;
    for (auto* run : {&later, &first}) {
        run->scheme().expressions.add(
            {.node = core::Previous{core::DefinitionId(0)}, .type = {}, .origin = {}});
        report::Findings part(run->scheme());
        part.add(run->history(), run->result());
        if (!all) all.emplace(later.scheme());
        all->add(part);
    }
    const auto found = all->diagnostics();
    REQUIRE(found.size() == 1);
    CHECK(found[0].kind == kind::gap_before);
    CHECK(found[0].arguments ==
          std::vector<Argument>{std::string("Маша"), std::string("2026-01"), std::string("2026-03")});
    REQUIRE(found[0].notes.size() == 1);
    CHECK(found[0].notes[0].arguments == std::vector<Argument>{std::int64_t{2}});
}

TEST_CASE("a gate that opens and closes is nothing to speak of") {
    Run run({{"a", march, 100, 0}, {"a", april, 100, 100}});
    add_gate(run.scheme());
    CHECK(findings(run).empty());
}

TEST_CASE("a promise is broken by rows in which it does not hold") {
    Run run(two_people);
    auto& holds = run.result().definitions.emplace_back();
    holds = {
        .kind = core::TypeKind::logical, .values = {0, 1, 1}, .denominators = {}, .states = {}, .large = {}};
    auto promise = run.scheme().definitions[core::DefinitionId(2)];
    promise.kind = core::DefinitionKind::promise;
    run.scheme().definitions.add(promise);
    run.scheme().promises.push_back({core::PromiseKind::relation, core::DefinitionId(3), {}});
    run.scheme().promises.push_back({core::PromiseKind::never_falls, {}, {}});
    const auto promises = report::checked_promises(run.scheme(), run.history(), run.result());
    REQUIRE(promises.size() == 2);
    CHECK(promises[0].status == report::PromiseStatus::broken);
    CHECK(promises[0].broken == std::vector{*run.history().find(core::LevelId(0), "Вася", march)});
    CHECK(promises[1].status == report::PromiseStatus::not_checked);
}

TEST_CASE("each level that is paid has its table, with the keys of the rows above") {
    CHECK(table(TeamRun().results(), 80) ==
          "sales · team · amounts in RUB\n"
          "\n"
          "team   month    prize\n"
          "─────────────────────\n"
          "Б      2026-04   2.00\n"
          "КО     2026-03   1.00\n"
          "─────────────────────\n"
          "total            3.00\n"
          "\n"
          "sales · person · Маша · amounts in RUB\n"
          "\n"
          "team   month    salary\n"
          "──────────────────────\n"
          "КО     2026-03    1.00\n"
          "Б      2026-04    2.00\n"
          "──────────────────────\n"
          "total             3.00\n");
}

TEST_CASE("JSON of several levels names the level of each row and totals by level") {
    std::ostringstream out;
    report::write_json(out, TeamRun().results(), {}, {});
    const auto json = nlohmann::json::parse(out.str());
    CHECK(json["levels"] == std::vector<std::string>{"team", "person"});
    CHECK(json["rows"][2]["level"] == "person");
    CHECK(json["rows"][2]["above"]["team"] == "КО");
    CHECK(json["totals"]["team"]["pay"] == "3.00");
    CHECK(json["totals"]["person"]["components"]["salary"] == "3.00");
}
