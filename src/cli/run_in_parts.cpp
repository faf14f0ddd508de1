#include "cli/run_in_parts.hpp"

#include "base/messages/findings.hpp"
#include "base/messages/phrases/commands.hpp"
#include "batch/batch.hpp"
#include "report/promises.hpp"

namespace accrue::cli {
namespace {

constexpr std::uint64_t least_bytes = 1 << 20;  // a shorter history is run at once

bool is_of_everything(const RunRequest& request) {
    return !request.key && !request.period && !request.level;
}

// Those that no history can show; a broken one would have ended the run in parts.
Diagnostics promises_not_checked(const core::Scheme& scheme) {
    Diagnostics diagnostics;
    for (const auto& promise : scheme.promises) {
        if (promise.kind != core::PromiseKind::relation)
            diagnostics.push_back({kind::promise_not_checked, {promise.span}, {}, {}});
    }
    return diagnostics;
}

}  // namespace

std::optional<Exit> run_in_parts(const Running& run) {
    auto& session = run.session;
    if (!is_of_everything(run.request) || has_errors(run.opened.diagnostics)) return std::nullopt;
    auto parts = data::Parts::of(run.scheme, run.opened.files, session.sources, run.data.wishes, least_bytes);
    if (!parts) return std::nullopt;
    const auto outline = report::outline(run.scheme, {}, key_name(run.scheme, {parts->opened()}));
    if (!takes_parts(run.request, outline)) return std::nullopt;

    const auto inputs = fingerprints(run);
    const Promises none;
    const auto output = open_output(session, run.request, outline, none, Coming::on_trial);
    auto& progress = begin_work(session, phrase(say::work_in_parts));
    return as_stop(session, shown(run.request.place), [&]() -> std::optional<Exit> {
        auto done = batch::run(run.scheme, *parts, outline, output->writer(), run.workers, progress);
        if (!done) return std::nullopt;
        const bool has_wrong_cells = has_errors(done->read.diagnostics);
        if (!has_wrong_cells) output->writer().finish();
        refuse_changed_files(session);
        add_found(session, run.opened, done->read);
        if (has_wrong_cells) sound(session, std::move(done->read));
        if (has_errors(done->read.diagnostics)) return std::nullopt;
        show(session, done->read.diagnostics);
        for (const auto& line : understood_lines(session.sources, done->read)) remark(session, line);
        show(session, done->findings.diagnostics());
        commit(run, *output, inputs.get(), done->read.understood, done->totals);
        show(session, promises_not_checked(run.scheme));
        close(run, done->read.understood, done->totals);
        return Exit::done;
    });
}

}  // namespace accrue::cli
