// `accrue compare`: what several schemes would have paid on one history.
#include <ostream>

#include "base/messages/data.hpp"
#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/comparing.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/compared_sides.hpp"
#include "cli/data_files.hpp"
#include "cli/listed_names.hpp"
#include "cli/output_file.hpp"
#include "compare/report.hpp"
#include "compare/role.hpp"
#include "compare/workbook.hpp"
#include "explain/diagnose.hpp"
#include "number/decimal.hpp"

namespace accrue::cli {
namespace {

// ---------------------------------------------------------------- what to look at

compare::Result wanted_result(const compare::Sides& sides, const std::optional<std::string>& name) {
    auto result = compare::found_result(sides, name);
    if (name && !result) refuse(phrase(say::compare_no_result, *name));
    return result;
}

std::optional<compare::Role> wanted_role(const std::vector<compare::Role>& possible,
                                         const data::History& history,
                                         const std::optional<std::string>& name) {
    auto role = compare::role_in(possible, history);
    if (name && !role) refuse(phrase(say::compare_no_column, *name));
    return role;
}

std::optional<int> wanted_pay_day(const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    constexpr int last = 31;
    const auto day = parse_decimal(trimmed(*text));
    if (!day || *day != floor(*day) || *day < 1 || *day > last)
        refuse(phrase(say::compare_pay_day_wanted, *text), "`--pay-day 10`");
    std::int64_t whole = 0;
    day->fits_scaled(1, whole);
    return static_cast<int>(whole);
}

std::optional<compare::Cash> wanted_cash(const CompareRequest& request) {
    if (!request.obligations && request.pay_day)
        refuse(phrase(say::compare_no_obligations), "`--obligations 40M`");
    if (!request.obligations) return std::nullopt;
    const auto amount = parse_literal(trimmed(*request.obligations));
    if (!amount || amount->sign() <= 0)
        refuse(phrase(say::compare_obligations_wanted, *request.obligations), "`--obligations 40M`");
    return compare::Cash{.obligations = *amount, .pay_day = wanted_pay_day(request.pay_day)};
}

// A column that is asked for by `--by` alone may be missing without a word: `wanted_role` has one.
data::ReadHistory read_history(Session& session, const core::Scheme& reading, const CompareRequest& request) {
    auto read = load_history(session, reading, request.data);
    std::erase_if(read.diagnostics, [&](const Diagnostic& diagnostic) {
        return request.role && diagnostic.kind == kind::optional_column_absent &&
               diagnostic.arguments.front() == Argument(*request.role);
    });
    return sound(session, std::move(read));
}

[[noreturn]] void stop_on_failures(Session& session, const compare::Sides& sides,
                                   const data::History& history, const std::vector<compare::Failed>& failed) {
    const auto& first = failed.front();
    explain::Evaluation evaluation(sides.sides[first.side].scheme, history, session.sources);
    show(session, explain::diagnose(evaluation, first.rows));
    throw Stop{Exit::data, phrase(say::rows_not_computed, first.rows.size(), history.rows.size()), ""};
}

const compare::Finding& wanted_table(const compare::Report& report, const std::string& name) {
    std::vector<std::string> names;
    for (const auto& finding : report.findings) {
        if (finding.name == name) return finding;
        names.push_back(finding.name);
    }
    const auto meant = closest(name, names);
    refuse(phrase(say::compare_no_table, name, listed(names)), meant ? "`--table " + *meant + "`" : "");
}

std::string written_report(const Session& session, const compare::Report& report, const CompareShown& shown) {
    switch (shown.form) {
        case CompareForm::text:
            return compare::to_text(report, session.width);
        case CompareForm::json:
            return compare::to_json(report);
        case CompareForm::html:
            return compare::to_html(report);
        case CompareForm::xlsx:
            return compare::to_workbook(report);
        case CompareForm::table:
            return compare::to_csv(wanted_table(report, shown.table));
    }
    return "";
}

}  // namespace

Exit compare_command(const CompareRequest& request, Session& session) {
    auto [sides, sweeps] = compared_sides(session, request);
    const auto result = wanted_result(sides, request.result);
    const auto cash = wanted_cash(request);
    const auto possible =
        request.role ? compare::possible_roles(sides, *request.role) : std::vector<compare::Role>();
    for (auto& sweep : sweeps)  // which may have got one more
        for (auto& step : sweep.steps) step.scheme.inputs = sides.reading.inputs;
    auto read = read_history(session, sides.reading, request);
    const auto role = wanted_role(possible, read.history, request.role);
    begin_work(session, phrase(say::work_comparing));
    Workers workers(request.data.threads);
    try {
        const auto paying = compare::pay_all(sides, read.history, result, workers);
        if (!paying.failed.empty()) stop_on_failures(session, sides, read.history, paying.failed);
        auto report = compare::report({.sides = sides,
                                       .history = read.history,
                                       .paid = paying.paid,
                                       .result = result,
                                       .sources = session.sources,
                                       .workers = workers,
                                       .role = role,
                                       .sweeps = sweeps,
                                       .cash = cash});
        report.command = request.command;
        write_results(session, request.shown.out,
                      [&](std::ostream& out) { out << written_report(session, report, request.shown); });
    } catch (const compare::ResultTooFine& fine) {
        const auto unit = to_machine(fine.unit);
        throw Stop{Exit::data, phrase(say::compare_result_too_fine, fine.name, unit),
                   phrase(say::compare_result_rounded, fine.name, unit)};
    } catch (const compare::TooLong&) {
        throw Stop{Exit::data, phrase(say::compare_too_long), ""};
    }
    return Exit::done;
}

}  // namespace accrue::cli
