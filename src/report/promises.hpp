// report/promises.hpp — Which promises of a scheme the rows of a run keep.
#pragma once

#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "core/scheme.hpp"
#include "data/history.hpp"
#include "explain/evaluate.hpp"
#include "run/run.hpp"

namespace accrue::report {

enum class PromiseStatus { kept, broken, not_checked };
std::string_view to_text(PromiseStatus status);

struct PromiseResult {
    const core::Promise* promise;
    PromiseStatus status = PromiseStatus::kept;
    std::vector<data::RowId> broken;      // rows that break it
    std::vector<data::RowId> uncomputed;  // rows in which it has no value
};
std::vector<PromiseResult> checked_promises(const core::Scheme& scheme, const data::History& history,
                                            const run::Result& run);

// What people are told of them: those broken, with the first rows, and those that data cannot show.
Diagnostics promise_diagnostics(const std::vector<PromiseResult>& promises, explain::Evaluation& evaluation);

}  // namespace accrue::report
