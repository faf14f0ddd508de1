// cli/levers_shown.hpp — What it would take: levers of one amount, below its trace.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "curve/levers.hpp"

namespace accrue::cli {

// Lines under a heading; empty without levers.
std::string levers_text(const core::Scheme& scheme, core::DefinitionId of,
                        const std::vector<curve::Lever>& levers);
// A list of objects: `lever`, `direction`, `now`, `adds`, `up`, `down`.
nlohmann::ordered_json levers_json(const core::Scheme& scheme, const std::vector<curve::Lever>& levers);

}  // namespace accrue::cli
