// curve/picture.hpp — A payout curve as a line of a picture.
#pragma once

#include <string>

#include "curve/curve.hpp"
#include "report/chart.hpp"

namespace accrue::curve {

// Straight lines and parabolas exactly, other forms as short chords; an end that is not on the curve is open.
report::chart::Line line_of(const Curve& curve, std::string name);
// A place as near as a picture shows it: at or just below it.
Exact as_drawn(const Place& place);

}  // namespace accrue::curve
