// report/findings.hpp — What a run shows that nobody asked about, but somebody should know.
#pragma once

#include "base/diagnostic.hpp"
#include "core/scheme.hpp"
#include "data/history.hpp"
#include "run/run.hpp"

namespace accrue::report {

// Gates that were closed, or open, in every row in which there was an amount to pass them. `run` has kept
// everything.
Diagnostics gate_findings(const core::Scheme& scheme, const data::History& history, const run::Result& run);

// Definitions that nothing paid reads and that have no value in some rows.
Diagnostics unread_findings(const core::Scheme& scheme, const data::History& history, const run::Result& run);

}  // namespace accrue::report
