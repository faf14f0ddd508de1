// compare/result.hpp — What schemes reward: an input of the data, or a definition that adds up records.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compare/sides.hpp"
#include "data/history.hpp"

namespace accrue::compare {

// An input of all, or a definition of the first scheme. Empty: none is known.
struct Result {
    std::string name;
    core::InputId input{};
    core::DefinitionId definition{};
    explicit operator bool() const { return input || definition; }
};
// The one that is named; without a name the lever, the money by day, the first scheme's only sum of
// records, or the only money that is certain. None when nothing is certain, or the name is of nothing.
Result found_result(const Sides& sides, const std::optional<std::string>& name);

// The inputs that make up the result: its columns of all days, or the amounts that a definition adds up.
std::vector<core::InputId> inputs_of(const Sides& sides, const Result& result);

// The level whose rows have the result; there must be one.
core::LevelId level_of(const Sides& sides, const Result& result);

// All cells of an input's column.
Exact total_of(const data::History& history, core::InputId input);

}  // namespace accrue::compare
