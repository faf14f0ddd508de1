// check/paid_totals.hpp — Totals that are paid beside what they add up.
#pragma once

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "core/scheme.hpp"

namespace accrue::check {

// `pay total` with `total = salary + bonus`, and `pay bonus` beside it. Only of sums whose terms are paid as
// they stand: a share or a percentage of a paid amount is another amount, a difference may take it off again,
// and an input may well be paid twice.
void warn_paid_totals(const core::Scheme& scheme, const Sources& sources, Diagnostics& diagnostics);

}  // namespace accrue::check
