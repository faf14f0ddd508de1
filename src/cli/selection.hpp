// cli/selection.hpp — What `--for`, `--month`, `--level` and `--path` name, found in the data and the scheme.
// What is not there stops with what is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "core/scheme.hpp"
#include "data/history.hpp"

namespace accrue::cli {

// A scheme with its data, and what the column with the keys is called where there is one level: `person`.
struct Ground {
    const core::Scheme& scheme;
    const data::History& history;
    std::string key_name;
};

// What the command line says of a row; what is not said is empty.
struct Wanted {
    std::optional<std::string> key, period, level;
};

// The level and those above it, the nearest first.
std::vector<core::LevelId> upwards(const core::Scheme& scheme, core::LevelId level);

// The key as the history writes it; it may be of any level with keys.
std::string known_key(const Ground& ground, const std::string& written);
Period known_period(const Ground& ground, const std::string& written);
// The same, or one behind all of the data.
Period known_or_later_period(const Ground& ground, const std::string& written);
// Of each file of records that has some, but none in the period.
Diagnostics without_records(const Ground& ground, const Sources& sources, Period period);
// One that is not said must be the only one of these levels' rows.
Period one_period(const Ground& ground, const std::vector<core::LevelId>& levels,
                  const std::optional<std::string>& written);
core::LevelId known_level(const core::Scheme& scheme, const std::string& name);
// The same of a level that is paid.
core::LevelId paid_level(const core::Scheme& scheme, const std::string& name);

// One row; a key or period that is not given must be the only one. Without a level, the innermost that is
// paid and has the key comes first.
data::RowId chosen_row(const Ground& ground, const Wanted& wanted);

// What is computed and what row of it: of the row itself, `team.bonus` of one above it, `2026-02.bonus` of an
// earlier period; names before the last one only lead to it: `bonus.third1`.
struct Explained {
    core::DefinitionId definition;
    data::RowId row;
};
Explained named_definition(const Ground& ground, const std::string& name, data::RowId row);

}  // namespace accrue::cli
