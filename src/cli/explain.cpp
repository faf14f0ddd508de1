#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/json_document.hpp"
#include "cli/against.hpp"
#include "cli/commands.hpp"
#include "cli/data_files.hpp"
#include "cli/levers_shown.hpp"
#include "cli/output_file.hpp"
#include "cli/row_question.hpp"
#include "cli/scheme_file.hpp"
#include "cli/selection.hpp"
#include "explain/trace_json.hpp"
#include "report/trace_html.hpp"
#include "report/trace_xlsx.hpp"

namespace accrue::cli {
namespace {

constexpr std::size_t listed = 5;  // of many rows, on a page for people

explain::Reach reach(const ExplainRequest& request) {
    const bool all = request.full || request.form == TraceForm::json || request.form == TraceForm::xlsx;
    return {.depth = request.depth.value_or(request.full ? explain::Reach::everything : 1),
            .listed = all ? explain::Reach::every_row : listed};
}

explain::Folding folding(const ExplainRequest& request) {
    if (request.full) return explain::Folding::none;
    return request.depth ? explain::Folding::rows_open : explain::Folding::usual;
}

// What it would take, where the scheme marks levers.
std::vector<curve::Lever> levers_of(const core::Scheme& scheme, const data::History& history,
                                    const Sources& sources, const Explained& asked) {
    if (std::ranges::none_of(scheme.inputs, &core::Input::lever)) return {};
    curve::Changed ground(scheme, history, sources);
    return curve::levers(ground, asked.definition, asked.row);
}

struct Answer {
    const core::Scheme& scheme;
    core::DefinitionId of;
    const explain::Trace& trace;
    std::vector<curve::Lever> levers;
};

std::string json(const Answer& answer, const Sources& sources) {
    auto all = explain::trace_json(answer.trace, sources);
    if (!answer.levers.empty()) all["levers"] = levers_json(answer.scheme, answer.levers);
    return json_document(all);
}

std::string workbook(const Answer& answer, const Sources& sources) {
    std::vector<report::Sheet> sheets{report::trace_sheet(answer.trace, sources)};
    if (!answer.levers.empty()) sheets.push_back(levers_sheet(answer.scheme, answer.of, answer.levers));
    return report::workbook_of(sheets);
}

std::string text(const Answer& answer, const ExplainRequest& request, const Session& session) {
    auto all = explain::to_text(answer.trace, session.sources, session.result_colour, session.width,
                                folding(request));
    const auto below = levers_text(answer.scheme, answer.of, answer.levers, session.width);
    return below.empty() ? all : all + "\n" + below;
}

std::string page(const Answer& answer, const ExplainRequest& request, const Session& session) {
    return report::trace_page(answer.trace, session.sources, folding(request),
                              levers_section(answer.scheme, answer.of, answer.levers));
}

void write(const ExplainRequest& request, Session& session, const Answer& answer) {
    const auto written = [&]() -> std::string {
        switch (request.form) {
            case TraceForm::text:
                return text(answer, request, session);
            case TraceForm::json:
                return json(answer, session.sources);
            case TraceForm::html:
                return page(answer, request, session);
            case TraceForm::xlsx:
                return workbook(answer, session.sources);
        }
        return "";
    };
    write_results(session, request.out, [&](std::ostream& out) { out << written(); });
}

}  // namespace

Exit explain_command(const ExplainRequest& request, Session& session) {
    if (!request.fed_by.empty()) return explain_row(request, session);
    if (!request.against.empty()) return explain_against(request, session);
    refuse_two_readers(request.scheme, request.data);
    const auto loaded = load_sound_scheme(session, request.scheme);
    const auto& scheme = loaded.checked.scheme;
    const auto read =
        load_sound_history_of(session, scheme, until(scheme, request.data, request.period), request.key);
    const Ground ground{scheme, read.history, key_name(scheme, read.understood)};
    const auto chosen =
        chosen_row(ground, {.key = request.key, .period = request.period, .level = request.level});
    const auto [definition, row] = named_definition(ground, request.path, chosen);

    explain::Evaluation evaluation(scheme, read.history, session.sources);
    const auto trace = explain::trace(evaluation, definition, row, reach(request));
    write(request, session,
          {scheme, definition, trace, levers_of(scheme, read.history, session.sources, {definition, row})});
    const auto* failure = std::get_if<explain::Failure>(&evaluation.value(definition, row));
    if (failure == nullptr) return Exit::done;
    show(session, {explain::diagnostic(evaluation, *failure)});
    return Exit::data;
}

}  // namespace accrue::cli
