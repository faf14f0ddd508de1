// curve/levers.hpp — What it would take to be paid more, and what would bring less: for everything that the
// scheme marks as a lever, the next place at which something changes.
#pragma once

#include <optional>
#include <vector>

#include "curve/curve.hpp"

namespace accrue::curve {

// What is paid when x is moved to that amount, recomputed by the scheme.
struct Reached {
    Exact x, value;
};
struct Lever {
    Mover what;
    data::RowId row;
    Direction direction;
    Exact now, value;             // of x, and of what is asked for
    std::optional<Exact> adds;    // what the next one of x adds, before fine rounding; none at a jump
    std::optional<Reached> up;    // the next place above at which something changes
    std::optional<Reached> down;  // the nearest below from which on less has been added, or nothing
};

// Inputs marked `lever` of the row and of those above it, and rules that add up records marked so. Of a
// column by day each day is a lever: more by that day, and the same money by it. Those that change nothing
// are left out, and so are those that cannot be followed exactly. The ground is again what it was.
std::vector<Lever> levers(Changed& ground, core::DefinitionId of, data::RowId row);

}  // namespace accrue::curve
