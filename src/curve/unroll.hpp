// curve/unroll.hpp — From a scheme, a history and what moves in it to the program of one value.
#pragma once

#include <set>
#include <vector>

#include "curve/movement.hpp"
#include "curve/steps.hpp"

namespace accrue::curve {

struct Domain {
    Exact from, to;
};
// `evaluation` knows everything that does not move.
Program unrolled(explain::Evaluation& evaluation, const std::vector<Moving>& movings,
                 core::DefinitionId target, data::RowId row, const Domain& domain);

// The definitions that read what moves, in the same period, directly or not.
std::set<core::DefinitionId> dependents(const core::Scheme& scheme, const std::vector<Moving>& movings);

}  // namespace accrue::curve
