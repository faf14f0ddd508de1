// run/steps.hpp — Runs a plan's steps on one vector.
#pragma once

#include "run/lookup.hpp"
#include "run/ranges.hpp"
#include "run/slots.hpp"
#include "run/store.hpp"

namespace accrue::run {

struct Workplace {
    Slots& slots;
    Columns& columns;
    Stores& stores;
    Extras& extras;
    Lookups& lookups;
    const Texts& texts;
    std::size_t fixed_texts;
};

// The leaves' columns are in place.
void run_steps(const Plan& plan, const Widths& widths, const Block& block, const Workplace& workplace);

}  // namespace accrue::run
