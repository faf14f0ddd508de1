// cli/compared_sides.hpp — The schemes that `accrue compare` is asked to compare: files, variants of the
// first with other params, and one param at many values.
#pragma once

#include <vector>

#include "cli/requests.hpp"
#include "cli/session.hpp"
#include "compare/sides.hpp"
#include "compare/sweep.hpp"

namespace accrue::cli {

struct Compared {
    compare::Sides sides;                // the files and the variants
    std::vector<compare::Sweep> sweeps;  // in the ids of `sides`
};
// Stops when a scheme has errors, when they cannot be paid from one history, or when none of them pays.
Compared compared_sides(Session& session, const CompareRequest& request);

}  // namespace accrue::cli
