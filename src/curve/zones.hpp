// curve/zones.hpp — What a payout curve has that people should know of: jumps, stretches in which nothing
// more is paid, and stretches in which more result pays less.
#pragma once

#include <vector>

#include "curve/curve.hpp"

namespace accrue::curve {

// At a place the value is not what it is just before it, or just behind it.
struct Jump {
    Place at;
    std::optional<Exact> before, here, behind;  // before fine rounding; none where there is no amount
    Exact size() const;                         // behind less before
};
std::vector<Jump> jumps(const Curve& curve);

// The value does not change from one place to the other.
struct Flat {
    Place from, to;
    Exact value;
};
std::vector<Flat> dead_zones(const Curve& curve);

// Behind `from` less is paid than at it or just before it; at `to` as much is paid again for the first time.
struct Loss {
    Place from, to;
    bool is_made_up;  // otherwise `to` is the end of the domain
    Exact value;      // that is paid at `from`, or just before it
    Exact deepest;    // the largest loss
    Place lowest;     // where it is reached, or nearly
};
std::vector<Loss> loss_zones(const Curve& curve);

// How near to a place that is no fraction values are taken.
Exact nearness();

}  // namespace accrue::curve
