// compare/sweep.hpp — One param tried at many values, as one table: what each value costs, and whom it pays
// more and less than the scheme as it is.
#pragma once

#include <string>
#include <vector>

#include "core/scheme.hpp"

namespace accrue::compare {

struct SweepStep {
    Exact value;  // of a percent the fraction
    core::Scheme scheme;
};
// Of the first scheme. Its steps are in the ids of `Sides`.
struct Sweep {
    std::string param;
    bool is_percent = false;
    std::vector<SweepStep> steps;  // by rising value
};

}  // namespace accrue::compare
