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

std::optional<data::Parts> opened_parts(const Running& run) {
    return data::Parts::of(run.scheme, run.opened.files, run.session.sources, run.data.wishes, least_bytes);
}

std::uint64_t bytes_of_a_part(const Running& run, const data::Parts& parts) {
    return batch::bytes_of_a_part(parts.bytes(), run.workers.threads());
}

std::optional<Exit> run_all(const Running& run, data::Parts& parts) {
    auto& session = run.session;
    const auto outline = report::outline(run.scheme, {}, key_name(run.scheme, {parts.opened()}));
    if (!takes_parts(run.request, outline)) return std::nullopt;

    const auto inputs = fingerprints(run);
    const Promises none;
    const auto output = open_output(session, run.request, outline, none, Coming::on_trial);
    auto& progress = begin_work(session, phrase(say::work_in_parts));
    return as_stop(session, shown(run.request.place), [&]() -> std::optional<Exit> {
        auto done = batch::run(run.scheme, parts, outline, output->writer(), run.workers, progress,
                               bytes_of_a_part(run, parts));
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

}  // namespace

std::optional<Exit> run_in_parts(const Running& run) {
    if (!is_of_everything(run.request) || has_errors(run.opened.diagnostics)) return std::nullopt;
    auto parts = opened_parts(run);
    if (!parts) return std::nullopt;
    if (const auto exit = run_all(run, *parts)) return exit;
    if (!parts->is_out_of_order()) return std::nullopt;
    parts = opened_parts(run);
    if (!parts || !parts->bring_together(bytes_of_a_part(run, *parts), run.workers)) return std::nullopt;
    return run_all(run, *parts);
}

}  // namespace accrue::cli
