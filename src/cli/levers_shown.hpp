// cli/levers_shown.hpp — What it would take: levers of one amount, below its trace in each of its forms.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "curve/levers.hpp"
#include "report/html.hpp"
#include "report/spreadsheet.hpp"

namespace accrue::cli {

// Lines under a heading; empty without levers.
std::string levers_text(const core::Scheme& scheme, core::DefinitionId of,
                        const std::vector<curve::Lever>& levers, std::size_t width);
// A list of objects: `lever`, `direction`, `now`, `adds`, `up`, `down`.
nlohmann::ordered_json levers_json(const core::Scheme& scheme, const std::vector<curve::Lever>& levers);
// A section with a table of what `levers_text` says; empty without levers.
report::html::Markup levers_section(const core::Scheme& scheme, core::DefinitionId of,
                                    const std::vector<curve::Lever>& levers);
// The same table as a sheet.
report::Sheet levers_sheet(const core::Scheme& scheme, core::DefinitionId of,
                           const std::vector<curve::Lever>& levers);

}  // namespace accrue::cli
