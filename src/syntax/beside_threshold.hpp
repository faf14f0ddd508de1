// syntax/beside_threshold.hpp — `x above plan * k`: what stands behind a threshold may belong to it; and what
// stands before `above`, to what is compared with it: `hours * price above plan`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/diagnostic.hpp"
#include "syntax/tree.hpp"

namespace accrue::syntax {

// A product or quotient whose left side ends in an `above` without brackets, perhaps behind `rate of`, `1.5
// *` or a minus.
struct BesideThreshold {
    const Binary* whole;
    const Binary* above;
    bool has_share = false;  // `rate of` before it
};
std::optional<BesideThreshold> product_beside_threshold(const Module& module, const Binary& whole);

// That it can be read two ways, with both of them; `text` is that of its file.
Diagnostic two_readings(const Module& module, const BesideThreshold& beside, std::string_view text);

// The `above` without brackets in which a product, a quotient, `default` or a minus ends.
std::optional<ExprId> threshold_behind(const Module& module, ExprId whole);

// That `whole` before `above` can be read two ways.
Diagnostic two_readings_before(const Module& module, ExprId whole, ExprId above, std::string_view text);

// The `norm of errors` of `days/norm of errors`, without brackets: the divisor is more than it looks.
const Binary* share_in_divisor(const Module& module, const Binary& quotient);

// Both of its readings, `(days/norm) of errors` and `days / (norm of errors)`.
std::pair<std::string, std::string> readings_of_share(const Module& module, const Binary& quotient,
                                                      std::string_view text);
Diagnostic two_readings_of_share(const Module& module, const Binary& quotient, std::string_view text);

}  // namespace accrue::syntax
