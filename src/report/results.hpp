// report/results.hpp — What a run paid, as the writers need it: the rows asked for and a column a pay line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/scheme.hpp"
#include "data/history.hpp"
#include "run/run.hpp"

namespace accrue::report {

// None: all of them. A key chooses the rows that have it, and those that stand in a row that has it.
struct Selection {
    std::optional<std::string> key;
    std::optional<Period> period;
    std::optional<core::LevelId> level;
};

// What one level is paid, whichever rows it has.
struct PaidLevel {
    core::LevelId level;
    std::vector<core::Pay> pays;
    core::DefinitionId pay_total;
    std::vector<core::LevelId> keyed;  // the levels whose keys name a row: its own, then those above
};
// The columns of results, known before there are rows.
struct Outline {
    const core::Scheme& scheme;
    std::vector<PaidLevel> levels;  // outer first
    std::string key_name;           // of the column with the keys, where there is one level: `person`
};
Outline outline(const core::Scheme& scheme, const Selection& selection, std::string key_name);

struct LevelResults : PaidLevel {
    std::vector<data::RowId> rows;  // by key, then period
};
// The rows asked for of one run: the whole of a result, or a part.
struct Results {
    const core::Scheme& scheme;
    const data::History& history;
    const run::Result& run;
    std::vector<LevelResults> levels;  // outer first
    std::string key_name;              // of the column with the keys, where there is one level: `person`
};
Results select(const core::Scheme& scheme, const data::History& history, const run::Result& run,
               const Selection& selection, std::string key_name);

// What the keys of a level are called: `person`.
std::string key_name(const Outline& outline, core::LevelId level);
std::string key_name(const Results& results, core::LevelId level);
// The key of the row of that level which stands above; empty when none does.
std::string key_above(const Results& results, data::RowId row, core::LevelId level);
// The English name of the scheme's period: `month`.
std::string_view unit_name(const core::Scheme& scheme);

Exact amount(const Results& results, core::DefinitionId definition, data::RowId row);
Exact total(const Results& results, const LevelResults& level, core::DefinitionId definition);

// Digits behind the point of the scheme's rounding step: 2 for 0.01.
int money_digits(const core::Scheme& scheme);

// `42000.00`: at least `digits` behind the point, more when the amount has more.
std::string machine_amount(const Exact& amount, int digits);

}  // namespace accrue::report
