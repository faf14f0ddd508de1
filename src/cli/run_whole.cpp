#include "cli/run_whole.hpp"

#include <algorithm>
#include <set>

#include "base/messages/phrases/commands.hpp"
#include "cli/selection.hpp"
#include "explain/diagnose.hpp"
#include "report/findings.hpp"
#include "report/promises.hpp"
#include "run/run.hpp"

namespace accrue::cli {
namespace {

report::Selection selection(const RunRequest& request, const Ground& ground) {
    report::Selection selection;
    if (request.key) selection.key = known_key(ground, *request.key);
    if (request.period) selection.period = known_period(ground, *request.period);
    if (request.level) selection.level = paid_level(ground.scheme, *request.level);
    return selection;
}

std::size_t rows_of(const std::set<core::LevelId>& levels, const data::History& history) {
    std::size_t rows = 0;
    for (const auto level : levels) rows += history.frames[level].rows;
    return rows;
}

// Rows without an amount, and rows of which a promise cannot tell.
void stop_on_failures(Session& session, explain::Evaluation& evaluation, const run::Result& result,
                      const Promises& promises) {
    auto diagnostics = explain::diagnose(evaluation, result.failed_rows);
    std::set<data::RowId> rows(result.failed_rows.begin(), result.failed_rows.end());
    const auto& scheme = evaluation.scheme();
    const auto paying = core::paying_levels(scheme);
    std::set<core::LevelId> levels(paying.begin(), paying.end());
    for (const auto& promise : promises) {
        auto unpaid = promise.uncomputed;  // a row without amounts has been reported
        std::erase_if(unpaid, [&](data::RowId row) { return rows.contains(row); });
        if (unpaid.empty()) continue;
        levels.insert(scheme.definitions[promise.promise->holds].level);
        const auto more = explain::diagnose(evaluation, {promise.promise->holds}, unpaid);
        diagnostics.insert(diagnostics.end(), more.begin(), more.end());
        rows.insert(unpaid.begin(), unpaid.end());
    }
    if (rows.empty()) return;
    sort_by_place(diagnostics);
    show(session, diagnostics);
    const auto all = rows_of(levels, evaluation.history());
    throw Stop{Exit::data, phrase(say::rows_not_computed, rows.size(), all), ""};
}

bool is_broken(const report::PromiseResult& promise) {
    return promise.status == report::PromiseStatus::broken;
}

}  // namespace

Exit run_whole(const Running& run) {
    auto& session = run.session;
    const auto& scheme = run.scheme;
    const auto inputs = fingerprints(run);
    const auto read = sound(session, read_opened(session, scheme, run.opened, run.data, run.workers));
    const auto& history = read.history;
    for (const auto& line : understood_lines(session.sources, read)) remark(session, line);
    const Ground ground{scheme, history, key_name(scheme, read.understood)};
    const auto selected = selection(run.request, ground);
    if (selected.period) show(session, without_records(ground, session.sources, *selected.period));

    begin_work(session, phrase(say::work_computing));
    const auto result = run::run(scheme, history, run::Keep::gated, run::rows_of_a_vector, &run.workers);
    const auto promises = report::checked_promises(scheme, history, result);
    explain::Evaluation evaluation(scheme, history, session.sources);
    stop_on_failures(session, evaluation, result, promises);
    report::Findings findings(scheme);
    findings.add(history, result);
    show(session, findings.diagnostics());
    show(session, explain::unshared_pools(evaluation));

    begin_work(session, phrase(say::work_writing));
    const auto outline = report::outline(scheme, selected, ground.key_name);
    const auto output = open_output(session, run.request, outline, promises);
    report::Totals totals(outline);
    as_stop(session, shown(run.request.place), [&] {
        const auto results = report::select(scheme, history, result, selected, ground.key_name);
        totals.add(results);
        output->writer().take(output->writer().formed(results));
        output->writer().finish();
        commit(run, *output, inputs.get(), read.understood, totals);
    });
    show(session, report::promise_diagnostics(promises, evaluation));
    close(run, read.understood, totals);
    return std::ranges::any_of(promises, is_broken) ? Exit::no : Exit::done;
}

}  // namespace accrue::cli
