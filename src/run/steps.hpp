// run/steps.hpp — Runs a plan's steps on one vector.
#pragma once

#include "run/lookup.hpp"
#include "run/ranges.hpp"
#include "run/slots.hpp"
#include "run/store.hpp"

namespace accrue::run {

// What the steps of all vectors add to.
struct Results {
    Stores stores;
    Table<core::DefinitionId, std::size_t> absent;  // rows without a value
};

struct Workplace {
    Slots& slots;
    Columns& columns;
    Results& results;
    Lookups& lookups;
    const Layout& layout;
};

// The leaves' columns are in place.
void run_steps(const Plan& plan, const Widths& widths, const Block& block, const Workplace& workplace);

}  // namespace accrue::run
