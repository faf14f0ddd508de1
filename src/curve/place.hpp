// curve/place.hpp — Places where something changes: amounts that are a fraction, and the roots between them
// that are none, known by a polynomial and two fractions as near as one likes.
#pragma once

#include <compare>
#include <optional>
#include <variant>

#include "curve/polynomial.hpp"

namespace accrue::curve {

// The only root of `of` from `low` to `high`, inside them; it is no fraction. `of` has no root twice.
struct Irrational {
    Polynomial of;
    Exact low, high;
};
using Place = std::variant<Exact, Irrational>;

const Exact* fraction(const Place& place);
// A fraction at or below the place, and one at or above it, at most `width` apart (above 0).
struct Between {
    Exact low, high;
};
Between between(const Place& place, const Exact& width);
// The multiple of `step` (above 0) at the place or next above it, or next below it.
Exact step_above(const Place& place, const Exact& step);
Exact step_below(const Place& place, const Exact& step);
// The same root with its two fractions at most half as far apart.
Irrational narrowed(Irrational root);

std::strong_ordering order(const Place& a, const Place& b);
const Place& earlier(const Place& a, const Place& b);
const Place& later(const Place& a, const Place& b);

// An open stretch between two places, or one amount alone.
struct Stretch {
    Place from, to;

    bool is_point() const;
    bool holds(const Spot& spot) const;
};
Stretch point(const Exact& x);
// What two stretches that hold the same spot have in common.
Stretch common(const Stretch& a, const Stretch& b);

// The largest stretch around the spot, inside `within` (open, holding the spot), in which the polynomial
// keeps its sign; the amount itself when it is 0 there and not all around.
Stretch same_sign(const Polynomial& polynomial, const Spot& spot, const Stretch& within);

// All roots inside an open stretch between fractions, rising, each once. Of the polynomial 0 none.
std::vector<Place> roots(const Polynomial& polynomial, const Exact& from, const Exact& to);

}  // namespace accrue::curve
