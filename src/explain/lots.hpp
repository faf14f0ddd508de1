// explain/lots.hpp — First-in first-out lots with expiry, one period after another.
#pragma once

#include <vector>

#include "core/scheme.hpp"

namespace accrue::explain {

struct Lot {
    Period of{};
    Exact amount = 0;
};
// What a period did to the lots, and what is left of them, the oldest first.
struct LotsAfter {
    std::vector<Lot> left, taken, expired;
};
// `before` is what the key's previous row left; `add` and `take` are not negative.
LotsAfter lots_after(const core::Lots& lots, const std::vector<Lot>& before, Period now, const Exact& add,
                     const Exact& take);

Exact total(const std::vector<Lot>& lots);

}  // namespace accrue::explain
