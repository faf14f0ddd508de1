// curve/unroll.hpp — From a scheme, a history and what moves in it to the program of one value.
#pragma once

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

}  // namespace accrue::curve
