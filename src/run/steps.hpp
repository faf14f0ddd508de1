// run/steps.hpp — Runs a plan's steps on one vector.
#pragma once

#include <span>

#include "run/lookup.hpp"
#include "run/ranges.hpp"
#include "run/slots.hpp"
#include "run/store.hpp"

namespace accrue::run {

// Memory that the vector behind this one will read.
struct Ahead {
    const char* begin = nullptr;
    std::size_t bytes = 0;
};

// Whether what is written stays in the cache for who reads it next.
enum class Writes : std::uint8_t { into_cache, past_cache };

struct Workplace {
    Slots& slots;
    Columns& columns;
    Stores& stores;
    Extras& extras;
    Lookups& lookups;
    const Texts& texts;
    std::size_t fixed_texts;
    std::span<const Ahead> ahead;  // fetched while the steps run
    Writes writes = Writes::into_cache;
};

// The leaves' columns are in place.
void run_steps(const Plan& plan, const Widths& widths, const Block& block, const Workplace& workplace);

}  // namespace accrue::run
