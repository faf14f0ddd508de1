// report/reconciliation.hpp — What was paid against what a scheme computes: equal, or how they differ and
// what would make them equal. Every reason is tried by computing with it; it is likely, not known.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.hpp"
#include "explain/evaluate.hpp"
#include "run/run.hpp"

namespace accrue::report {

// An amount of the level that was paid, and the column of the paid file.
struct PaidColumn {
    std::string name;
    core::DefinitionId computed;
    core::InputId paid;
};
// A scheme whose data are what was paid to the rows of a level: a column for each pay line and their sum, any
// of which may be absent.
struct PaidScheme {
    core::Scheme scheme;
    std::vector<PaidColumn> columns;
};
PaidScheme paid_scheme(const core::Scheme& scheme, core::LevelId level);

// Keys that were paid and not computed, and are one word with a computed one that is written otherwise: one
// report of all.
Diagnostics keys_paid_otherwise(const data::History& history, core::LevelId level, const data::History& paid,
                                const Sources& sources);

struct Reconciled {
    std::string key;
    Period period;
    std::string column;
    std::optional<Exact> paid, computed;
    Fact likely;
    bool is_equal = false;      // to the tolerance
    bool is_explained = false;  // or a reason was found
    Exact difference() const { return paid.value_or(0) - computed.value_or(0); }
};

struct ReconcileAsk {
    const core::Scheme& scheme;
    const data::History& history;
    core::LevelId level;
    const PaidScheme& paid;
    const data::History& paid_history;
    const run::Result& result;  // all definitions are kept
    explain::Evaluation& evaluation;
    std::optional<Period> period;  // none: all
    Exact within = 0;
    Workers* workers = nullptr;
};
// By key, period and column. Columns that the paid file does not have are left out.
std::vector<Reconciled> reconciled(const ReconcileAsk& ask);

}  // namespace accrue::report
