// curve/walk.hpp — A program looked at from one spot: what each step is there, and how far around the spot
// it stays the same. What still holds at the next spot is not worked out again.
#pragma once

#include "curve/place.hpp"
#include "curve/steps.hpp"

namespace accrue::curve {

struct Seen {
    Local value;
    Stretch stretch;  // around the spot, open; the amount alone where it is so nowhere beside it
};

class Walk {
  public:
    explicit Walk(const Program& program);
    const Seen& look(const Spot& spot);

  private:
    const std::vector<StepId>& stale(const Spot& spot);

    const Program& program_;
    Stretch everywhere_;
    Table<StepId, Seen> seen_;
    Table<StepId, std::vector<StepId>> uses_;  // what it may use, but for what is known everywhere
    Table<StepId, std::uint8_t> is_asked_;     // at the spot
    std::vector<StepId> stale_;                // … users before what they use
};

// Of a rounding: from which amount on (itself included or not) it gives `multiple` or more.
struct RoundingEdge {
    Exact at;
    bool included;
};
RoundingEdge edge(const Rounder& rounder, const Exact& multiple);

}  // namespace accrue::curve
