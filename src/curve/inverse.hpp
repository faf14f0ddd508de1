// curve/inverse.hpp — For which amounts exactly so much is paid.
#pragma once

#include <vector>

#include "curve/zones.hpp"

namespace accrue::curve {

// One place (`from` is `to`), or all from one to the other; ends belong to it or not.
struct Solution {
    Place from, to;
    bool holds_from = true, holds_to = true;
};
// Where nothing gives the target: the last place below it and the next above it.
struct Inverse {
    std::vector<Solution> solutions;  // of the curve before fine rounding, rising
    std::vector<Jump> jumped_over;    // jumps over the target
    Exact least, most;                // of all that is paid
    bool has_amounts = false;
};
Inverse inverse(const Curve& curve, const Exact& target);

// The same as the scheme itself pays, with all its roundings, where these are coarser than the target: all
// multiples of `step` that pay exactly the target, and what is paid at jumps and at most.
Inverse recomputed(const Curve& curve, const Answer& answer, const Exact& target, const Exact& step);

// The smallest multiple of `step` inside the domain for which the scheme itself, with all its roundings, pays
// the target or more; none when nothing does. The answer of the step before it is less.
std::optional<Exact> first_that_pays(const Curve& curve, const Answer& answer, const Exact& target,
                                     const Exact& step);

}  // namespace accrue::curve
