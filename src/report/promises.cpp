#include "report/promises.hpp"

#include "base/messages/findings.hpp"

#include "explain/diagnose.hpp"

namespace accrue::report {
namespace {

constexpr std::size_t most_named = 3;  // rows

PromiseResult checked(const core::Scheme& scheme, const data::History& history, const core::Promise& promise,
                      const run::Result& run) {
    PromiseResult result{.promise = &promise, .broken = {}, .uncomputed = {}};
    if (promise.kind != core::PromiseKind::relation) {
        result.status = PromiseStatus::not_checked;
        return result;
    }
    const auto& holds = run.definitions[promise.holds.value];
    for (const auto row : history.rows_of(scheme.definitions[promise.holds].level)) {
        if (holds.state(row) != run::State::present) {
            result.uncomputed.push_back(row);
        } else if (holds.count(row) == 0) {
            result.broken.push_back(row);
        }
    }
    if (!result.broken.empty()) result.status = PromiseStatus::broken;
    return result;
}

Diagnostic broken(const PromiseResult& result, explain::Evaluation& evaluation) {
    const auto& scheme = evaluation.scheme();
    const auto& history = evaluation.history();
    const auto level = scheme.definitions[result.promise->holds].level;
    return {kind::promise_broken,
            {result.promise->span},
            {static_cast<std::int64_t>(result.broken.size()),
             static_cast<std::int64_t>(history.frames[level].rows),
             explain::named(scheme, history, result.broken, most_named)},
            {explain::how_broken(evaluation, result.promise->holds, result.broken.front())}};
}

}  // namespace

std::string_view to_text(PromiseStatus status) {
    switch (status) {
        case PromiseStatus::kept:
            return "kept";
        case PromiseStatus::broken:
            return "broken";
        case PromiseStatus::not_checked:
            return "not checked";
    }
    return "";
}

std::vector<PromiseResult> checked_promises(const core::Scheme& scheme, const data::History& history,
                                            const run::Result& run) {
    std::vector<PromiseResult> results;
    for (const auto& promise : scheme.promises) {
        results.push_back(checked(scheme, history, promise, run));
    }
    return results;
}

Diagnostics promise_diagnostics(const std::vector<PromiseResult>& promises, explain::Evaluation& evaluation) {
    Diagnostics diagnostics;
    for (const auto& result : promises) {
        switch (result.status) {
            case PromiseStatus::kept:
                break;
            case PromiseStatus::broken:
                diagnostics.push_back(broken(result, evaluation));
                break;
            case PromiseStatus::not_checked:
                diagnostics.push_back({kind::promise_not_checked, {result.promise->span}, {}, {}});
                break;
        }
    }
    return diagnostics;
}

}  // namespace accrue::report
