// cli/sample_data.hpp — The examples of a scheme as the files that an analyst would have: one for each level,
// records level and reference.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "check/check.hpp"

namespace accrue::cli {

// By file name, `person.csv`. An example that gives a value to a definition cannot come from data and is left
// out; so is one whose rows another example has already filled.
std::map<std::string, std::string> sample_data(const core::Scheme& scheme,
                                               const std::vector<check::Example>& examples);

}  // namespace accrue::cli
