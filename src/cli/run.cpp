#include "run/run.hpp"

#include <algorithm>
#include <limits>
#include <ostream>
#include <set>

#include "base/messages/phrases.hpp"
#include "cli/commands.hpp"
#include "cli/data_files.hpp"
#include "cli/output_file.hpp"
#include "cli/scheme_file.hpp"
#include "cli/selection.hpp"
#include "explain/diagnose.hpp"
#include "report/findings.hpp"
#include "report/write_results.hpp"

namespace accrue::cli {
namespace {

report::Selection selection(const RunRequest& request, const Ground& ground) {
    report::Selection selection;
    if (request.key) selection.key = known_key(ground, *request.key);
    if (request.period) selection.period = known_period(ground, *request.period);
    if (request.level) selection.level = paid_level(ground.scheme, *request.level);
    return selection;
}

std::size_t paid_rows(const explain::Evaluation& evaluation) {
    std::size_t rows = 0;
    for (const auto level : core::paying_levels(evaluation.scheme()))
        rows += evaluation.history().frames[level].rows;
    return rows;
}

// Rows without an amount, and rows of which a promise cannot tell.
void stop_on_failures(Session& session, explain::Evaluation& evaluation, const run::Result& result,
                      const std::vector<report::PromiseResult>& promises) {
    auto diagnostics = explain::diagnose(evaluation, result.failed_rows);
    std::set<data::RowId> rows(result.failed_rows.begin(), result.failed_rows.end());
    for (const auto& promise : promises) {
        auto unpaid = promise.uncomputed;  // a row without amounts has been reported
        std::erase_if(unpaid, [&](data::RowId row) { return rows.contains(row); });
        const auto more = explain::diagnose(evaluation, {promise.promise->holds}, unpaid);
        diagnostics.insert(diagnostics.end(), more.begin(), more.end());
        rows.insert(unpaid.begin(), unpaid.end());
    }
    if (rows.empty()) return;
    sort_by_place(diagnostics);
    show(session, diagnostics);
    throw Stop{Exit::data, phrase(Phrase::rows_not_computed, rows.size(), paid_rows(evaluation)), ""};
}

void write(std::ostream& out, const RunRequest& request, const Session& session,
           const report::Results& results, const std::vector<report::PromiseResult>& promises) {
    switch (request.format) {
        case ResultFormat::table:
            return report::write_table(
                out, results, request.wide ? std::numeric_limits<std::size_t>::max() : session.width);
        case ResultFormat::csv:
            return report::write_csv(out, results);
        case ResultFormat::json:
            return report::write_json(out, results, promises, session.sources);
    }
}

bool is_broken(const report::PromiseResult& promise) {
    return promise.status == report::PromiseStatus::broken;
}

}  // namespace

Exit run_command(const RunRequest& request, Session& session) {
    refuse_two_readers(request.scheme, request.data);
    const auto loaded = load_sound_scheme(session, request.scheme);
    const auto& scheme = loaded.checked.scheme;
    const auto read = load_sound_history(session, scheme, until(scheme, request.data, request.period));
    const auto& history = read.history;
    for (const auto& line : understood_lines(session.sources, read)) remark(session, line);
    const Ground ground{scheme, history, key_name(scheme, read.understood)};
    const auto selected = selection(request, ground);

    const auto result = run::run(scheme, history, run::Keep::gated);
    const auto promises = report::checked_promises(scheme, history, result);
    explain::Evaluation evaluation(scheme, history, session.sources);
    stop_on_failures(session, evaluation, result, promises);
    report::Findings findings(scheme);
    findings.add(history, result);
    show(session, findings.diagnostics());
    show(session, explain::unshared_pools(evaluation));

    const auto results = report::select(scheme, history, result, selected, ground.key_name);
    write_results(session, request.out,
                  [&](std::ostream& out) { write(out, request, session, results, promises); });
    show(session, report::promise_diagnostics(promises, evaluation));
    return std::ranges::any_of(promises, is_broken) ? Exit::no : Exit::done;
}

}  // namespace accrue::cli
