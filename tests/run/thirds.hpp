// tests/run/thirds.hpp — System 3 of the pay systems, as core has it: 0.5 % of what was collected above 40M,
// in thirds, the first two behind gates by day 15 and day 25.
#pragma once

#include "core/scheme.hpp"

namespace accrue {

struct Thirds {
    core::Scheme scheme;
    core::InputId plan, collected, by_15, by_25;
    core::DefinitionId bonus, pay, total;
};
Thirds thirds(Rounding mode = Rounding::half_even);

}  // namespace accrue
