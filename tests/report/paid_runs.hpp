// tests/report/paid_runs.hpp — Runs by hand, for those who write down what they came to.
#pragma once

#include "report/results.hpp"

namespace accrue::testing {

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
    report::Outline outline(const report::Selection& selection = {}) const {
        return report::outline(scheme_, selection, "person");
    }

  private:
    core::Scheme scheme_;
    data::History history_;
    run::Result result_;
};

inline const Period march{Month::of(2026, 3).index};
inline const Period april{Month::of(2026, 4).index};

inline const std::vector<Paid> two_people = {
    {"Маша", april, 2'000'000, 50}, {"Вася", march, 1'000'000, -5}, {"Маша", march, 2'000'000, 0}};

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
    report::Outline outline(const report::Selection& selection = {}) const {
        return report::outline(scheme_, selection, "");
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

}  // namespace accrue::testing
