// check/never_reached.hpp — Alternatives that an earlier one always takes first.
#pragma once

#include "check/declarations.hpp"

namespace accrue::check {

// `= 1% if done >= 100%` above `= 2% if done >= 110%`. Only of comparisons with figures: what names stand for
// may change.
void warn_never_reached(const syntax::Module& module, const Sources& sources,
                        const Declarations& declarations, Diagnostics& diagnostics);

}  // namespace accrue::check
