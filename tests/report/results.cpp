#include "report/results.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/messages/computing.hpp"
#include "base/messages/findings.hpp"
#include "report/findings.hpp"
#include "report/write_results.hpp"

using namespace accrue;

namespace {

struct Paid {
    std::string key;
    Period month;
    std::int64_t salary, bonus;  // kopecks
};

// A scheme that pays `salary` and `bonus`, and what its run came to.
class Run {
  public:
    explicit Run(const std::vector<Paid>& rows) {
        scheme_.name = "sales";
        scheme_.currency = "RUB";
        scheme_.levels.add({.name = "person", .span = {}});
        for (const auto* name : {"salary", "bonus", "pay"}) {
            scheme_.definitions.add({.name = name,
                                     .type = {core::TypeKind::money, "RUB"},
                                     .value = {},
                                     .level = core::LevelId(0),
                                     .label = "",
                                     .span = {},
                                     .name_span = {}});
        }
        scheme_.pays.push_back({core::DefinitionId(0), "salary", "", {}});
        scheme_.pays.push_back({core::DefinitionId(1), "bonus, \"extra\"", "", {}});
        scheme_.levels[core::LevelId(0)].pay_total = core::DefinitionId(2);
        std::vector<data::GivenRow> given;
        for (const auto& row : rows) given.push_back({.key = row.key, .period = row.month});
        history_ = data::from_rows(scheme_, given);
        result_.definitions.assign(3, {.kind = core::TypeKind::money,
                                       .unit = Exact::ratio(1, 100),
                                       .values = {},
                                       .denominators = {},
                                       .states = {},
                                       .large = {}});
        for (auto& column : result_.definitions) column.values.resize(rows.size());
        for (const auto& row : rows) {
            const auto place = history_.find(core::LevelId(0), row.key, row.month)->value;
            result_.definitions[0].values[place] = row.salary;
            result_.definitions[1].values[place] = row.bonus;
            result_.definitions[2].values[place] = row.salary + row.bonus;
        }
    }

    core::Scheme& scheme() { return scheme_; }
    run::Result& result() { return result_; }
    const data::History& history() const { return history_; }
    report::Results results(const report::Selection& selection = {}) const {
        return report::select(scheme_, history_, result_, selection, "person");
    }

  private:
    core::Scheme scheme_;
    data::History history_;
    run::Result result_;
};

const Period march{Month::of(2026, 3).index};
const Period april{Month::of(2026, 4).index};

const std::vector<Paid> two_people = {
    {"Маша", april, 2'000'000, 50}, {"Вася", march, 1'000'000, -5}, {"Маша", march, 2'000'000, 0}};

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

TEST_CASE("CSV is tidy, exact and quoted where it must be") {
    std::ostringstream out;
    report::write_csv(
        out, Run(two_people).results({.key = "Вася", .period = std::nullopt, .level = std::nullopt}));
    CHECK(out.str() ==
          "person,month,component,amount,currency\n"
          "Вася,2026-03,salary,10000.00,RUB\n"
          "Вася,2026-03,\"bonus, \"\"extra\"\"\",-0.05,RUB\n");
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

TEST_CASE("amounts that no int64 holds, and units that are no decimals, are written exactly") {
    run::Values values{.kind = core::TypeKind::money,
                       .unit = Exact::ratio(1, 300),
                       .values = {300, 100, 0},
                       .denominators = {},
                       .states = {},
                       .large = {}};
    std::string text;
    report::AmountWriter(values, 2).append(text, data::RowId(0));
    CHECK(text == "1.00");
    values.large.emplace_back(data::RowId(2), Exact::scaled(1, -20));
    text.clear();
    report::AmountWriter(values, 2).append(text, data::RowId(2));
    CHECK(text == "100000000000000000000.00");
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

namespace {

// People in teams; both are paid.
class TeamRun {
  public:
    TeamRun() {
        const auto team = scheme_.levels.add({.name = "team", .span = {}});
        const auto person = scheme_.levels.add({.name = "person", .parent = team, .span = {}});
        scheme_.name = "sales";
        scheme_.currency = "RUB";
        pay("prize", team);
        pay("salary", person);
        std::vector<data::GivenRow> given;
        given.push_back({.key = "КО", .period = march, .level = team});
        given.push_back({.key = "Б", .period = april, .level = team});
        given.push_back({.key = "Маша", .period = march, .level = person, .parent = 0});
        given.push_back({.key = "Маша", .period = april, .level = person, .parent = 1});
        history_ = data::from_rows(scheme_, given);
        for (const auto& definition : scheme_.definitions) {
            const auto& frame = history_.frames[definition.level];
            auto& column = result_.definitions.emplace_back();
            column.kind = core::TypeKind::money;
            column.first = frame.first;
            for (std::uint32_t i = 0; i < frame.rows; ++i) column.values.push_back(i + 1);
        }
    }
    report::Results results(const report::Selection& selection = {}) const {
        return report::select(scheme_, history_, result_, selection, "");
    }
    core::LevelId level(std::size_t place) const { return core::LevelId(place); }

  private:
    // A pay line, and the level's total, which is the same.
    void pay(const std::string& name, core::LevelId level) {
        for (const auto& each : {name, std::string("pay")}) {
            const auto id = scheme_.definitions.add({.name = each,
                                                     .type = {core::TypeKind::money, "RUB"},
                                                     .value = {},
                                                     .level = level,
                                                     .label = "",
                                                     .span = {},
                                                     .name_span = {}});
            if (each == name) scheme_.pays.push_back({id, name, "", {}});
            scheme_.levels[level].pay_total = id;
        }
    }

    core::Scheme scheme_;
    data::History history_;
    run::Result result_;
};

}  // namespace

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

TEST_CASE("CSV of several levels has a column for the level and one for each key") {
    std::ostringstream out;
    report::write_csv(out, TeamRun().results());
    CHECK(out.str() ==
          "level,person,team,month,component,amount,currency\n"
          "team,,Б,2026-04,prize,2.00,RUB\n"
          "team,,КО,2026-03,prize,1.00,RUB\n"
          "person,Маша,КО,2026-03,salary,1.00,RUB\n"
          "person,Маша,Б,2026-04,salary,2.00,RUB\n");
}

TEST_CASE("a level can be chosen, and a key chooses what stands in its row too") {
    TeamRun run;
    std::ostringstream out;
    report::write_csv(out, run.results({.key = "КО", .period = std::nullopt, .level = run.level(1)}));
    CHECK(out.str() ==
          "person,team,month,component,amount,currency\n"
          "Маша,КО,2026-03,salary,1.00,RUB\n");
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
