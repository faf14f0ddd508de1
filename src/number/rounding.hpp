// number/rounding.hpp — Rounding to a step, by a named mode.
#pragma once

#include <string_view>

#include "number/exact.hpp"

namespace accrue {

// The eight modes of decimal arithmetic. The language names four: `up`, `down`, `half up`, `half even`. All
// act on the magnitude and keep the sign, except `ceiling` and `floor`. (`half up` of -0.005 to 0.01 is
// -0.01.)
enum class Rounding : std::uint8_t { up, down, half_up, half_down, half_even, ceiling, floor, zero_five_up };

// The mode's own name: `half_up`.
std::string_view to_text(Rounding mode);

// The multiple of `step` (> 0) that the mode chooses for `value`.
Exact rounded(const Exact& value, Rounding mode, const Exact& step);

}  // namespace accrue
