// cli/curve_requests.hpp — What `curve`, `solve` and `what-if` are asked: one row, of the data or made of the
// values that the command line gives, and what changes in it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "curve/movement.hpp"

namespace accrue::cli {

// The row: chosen from the data, or, without data, made by hand. `set` are `plan=50M`, `collected@15+=100k`.
struct StandingChoice {
    std::optional<std::string> key, period, level;
    std::vector<std::string> set;
};
// What moves, and between which amounts.
struct AxisChoice {
    std::string name;
    curve::Direction direction = curve::Direction::more;
    std::optional<std::string> from, to;
};

enum class CurveForm { text, json, svg, html };
struct CurveShown {
    CurveForm form = CurveForm::text;
    std::string out;
};

}  // namespace accrue::cli
