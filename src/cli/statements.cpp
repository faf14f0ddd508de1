#include <fmt/format.h>

#include <algorithm>

#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/results.hpp"
#include "base/parallel.hpp"
#include "cli/commands.hpp"
#include "cli/data_files.hpp"
#include "cli/output_folder.hpp"
#include "cli/scheme_file.hpp"
#include "cli/selection.hpp"
#include "explain/diagnose.hpp"
#include "report/statements.hpp"

namespace accrue::cli {
namespace {

constexpr std::size_t rows_of_a_piece = 32;
constexpr explain::Reach reach{.depth = 1, .listed = 5};

// A row that gets a statement, and what the pages about it say.
struct Payee {
    core::LevelId level;
    data::RowId row;
    std::string file{};
    std::string heading{};  // of the period
    Exact amount = 0;
    bool failed = false;
};

std::vector<core::LevelId> wanted_levels(const core::Scheme& scheme, const StatementsRequest& request) {
    if (request.level) return {paid_level(scheme, *request.level)};
    return core::paying_levels(scheme);
}

std::vector<Payee> payees_of(const Ground& ground, const StatementsRequest& request) {
    const auto levels = wanted_levels(ground.scheme, request);
    const auto period = one_period(ground, levels, request.period);
    std::vector<Payee> payees;
    for (const auto level : levels) {
        for (const auto row : ground.history.rows_of(level, period)) payees.push_back({level, row});
    }
    if (payees.empty()) refuse(phrase(say::nobody_in_period, ground.scheme.calendar.to_text(period)));
    std::vector<std::string> keys;
    for (const auto& [level, row, file, heading, amount, failed] : payees) {
        const auto& key = ground.history.key(row);
        keys.push_back(levels.size() == 1 ? key : ground.scheme.levels[level].name + "-" + key);
    }
    const auto names = report::file_names(keys);
    for (std::size_t i = 0; i < payees.size(); ++i) payees[i].file = names[i] + ".html";
    return payees;
}

// From any thread; each has an evaluation of its own.
void write_statement(explain::Evaluation& evaluation, const OutputFolder& folder, Payee& payee) {
    const auto total = evaluation.scheme().levels[payee.level].pay_total;
    const auto* amount = explain::amount(evaluation.value(total, payee.row));
    payee.failed = amount == nullptr;
    if (payee.failed) return;
    payee.amount = *amount;
    const auto trace = explain::trace(evaluation, total, payee.row, reach);
    payee.heading = trace.heading;
    folder.write(payee.file, report::statement_page(trace, evaluation.sources()));
}

void write_all(Session& session, const Ground& ground, const OutputFolder& folder, std::vector<Payee>& payees,
               std::size_t threads) {
    Workers workers(threads);
    std::vector<std::unique_ptr<explain::Evaluation>> evaluations;
    for (std::size_t i = 0; i < workers.threads(); ++i)
        evaluations.push_back(
            std::make_unique<explain::Evaluation>(ground.scheme, ground.history, session.sources));
    const auto pieces = (payees.size() + rows_of_a_piece - 1) / rows_of_a_piece;
    workers.each(pieces, [&](std::size_t piece, std::size_t thread) {
        const auto end = std::min((piece + 1) * rows_of_a_piece, payees.size());
        for (auto i = piece * rows_of_a_piece; i < end; ++i)
            write_statement(*evaluations[thread], folder, payees[i]);
    });
}

// As a run does: nothing is written when an amount cannot be computed.
void stop_on_failures(Session& session, const Ground& ground, const std::vector<Payee>& payees) {
    std::vector<data::RowId> failed;
    for (const auto& payee : payees) {
        if (payee.failed) failed.push_back(payee.row);
    }
    if (failed.empty()) return;
    explain::Evaluation evaluation(ground.scheme, ground.history, session.sources);
    show(session, explain::diagnose(evaluation, failed));
    throw Stop{Exit::data, phrase(say::rows_not_computed, failed.size(), payees.size()), ""};
}

report::StatementsIndex index_of(const Ground& ground, const std::vector<Payee>& payees) {
    const auto& scheme = ground.scheme;
    report::StatementsIndex index{.scheme = scheme.name,
                                  .title = scheme.title,
                                  .heading = payees.front().heading,
                                  .currency = scheme.currency,
                                  .levels = {}};
    core::LevelId level;
    for (const auto& payee : payees) {
        if (payee.level != level) {
            level = payee.level;
            const auto name = core::is_flat(scheme) ? ground.key_name : scheme.levels[level].name;
            index.levels.push_back({.level = name, .statements = {}});
        }
        index.levels.back().statements.push_back(
            {.key = ground.history.key(payee.row), .file = payee.file, .amount = payee.amount});
    }
    return index;
}

}  // namespace

Exit statements_command(const StatementsRequest& request, Session& session) {
    refuse_two_readers(request.scheme, request.data);
    const auto loaded = load_sound_scheme(session, request.scheme);
    const auto& scheme = loaded.checked.scheme;
    OutputFolder folder(request.folder, report::statement_generator);
    const auto read = load_sound_history(session, scheme, until(scheme, request.data, request.period));
    const Ground ground{scheme, read.history, key_name(scheme, read.understood)};
    auto payees = payees_of(ground, request);

    begin_work(session, phrase(say::doing_statements));
    write_all(session, ground, folder, payees, request.data.threads);
    stop_on_failures(session, ground, payees);
    folder.write("index.html", report::index_page(index_of(ground, payees)));
    folder.commit();
    remark(session, phrase(say::statements_written, payees.size(), request.folder));
    return Exit::done;
}

}  // namespace accrue::cli
