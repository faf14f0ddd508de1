// compare/payout_pictures.hpp — Payout curves as pictures of a page.
#pragma once

#include "compare/payout.hpp"

namespace accrue::compare {

// A line a scheme; the largest cliffs ringed, stretches shaded in which more brings less.
report::chart::LineChart pay_chart(const Ground& ground, const Payouts& payouts,
                                   report::chart::Caption caption);
// What the next one of the result adds, in steps.
report::chart::LineChart next_chart(const Ground& ground, const Payouts& payouts,
                                    const std::vector<Slopes>& all, report::chart::Caption caption);

}  // namespace accrue::compare
