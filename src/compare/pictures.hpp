// compare/pictures.hpp — The picture of a finding, drawn from the cells of its table.
#pragma once

#include <string>

#include "compare/finding.hpp"

namespace accrue::compare {

// Inline SVG for a page that has the style of `report/chart.hpp`; empty for a finding that is not drawn.
std::string picture(const Finding& finding, const std::string& currency);

// For places of a page: letters, digits and `-`.
std::string id_of(const Finding& finding);

}  // namespace accrue::compare
