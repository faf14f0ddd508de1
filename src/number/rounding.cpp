#include "number/rounding.hpp"

#include <cassert>

namespace accrue {
namespace {

bool is_even(const Exact& whole) {
    return (whole / 2).is_integer();
}
bool ends_in_0_or_5(const Exact& whole) {
    return (whole / 5).is_integer();
}

// Whether a magnitude that lies between `whole` and `whole` + 1 goes up, away from zero.
bool goes_up(const Exact& magnitude, const Exact& whole, Rounding mode, int sign) {
    static const Exact half = Exact::ratio(1, 2);
    const auto against_half = magnitude - whole <=> half;
    switch (mode) {
        case Rounding::up:
            return true;
        case Rounding::down:
            return false;
        case Rounding::half_up:
            return against_half >= 0;
        case Rounding::half_down:
            return against_half > 0;
        case Rounding::half_even:
            return against_half > 0 || (against_half == 0 && !is_even(whole));
        case Rounding::ceiling:
            return sign > 0;
        case Rounding::floor:
            return sign < 0;
        case Rounding::zero_five_up:
            return ends_in_0_or_5(whole);
    }
    return false;
}

}  // namespace

std::string_view to_text(Rounding mode) {
    switch (mode) {
        case Rounding::up:
            return "up";
        case Rounding::down:
            return "down";
        case Rounding::half_up:
            return "half_up";
        case Rounding::half_down:
            return "half_down";
        case Rounding::half_even:
            return "half_even";
        case Rounding::ceiling:
            return "ceiling";
        case Rounding::floor:
            return "floor";
        case Rounding::zero_five_up:
            return "zero_five_up";
    }
    return "";
}

Exact rounded(const Exact& value, Rounding mode, const Exact& step) {
    assert(step.sign() > 0);
    const auto steps = value / step;
    if (steps.is_integer()) return value;
    const auto magnitude = abs(steps);
    auto whole = floor(magnitude);
    if (goes_up(magnitude, whole, mode, steps.sign())) whole = whole + 1;
    return (steps.sign() < 0 ? -whole : whole) * step;
}

}  // namespace accrue
