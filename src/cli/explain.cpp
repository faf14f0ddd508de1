#include <ostream>

#include "cli/commands.hpp"
#include "cli/data_files.hpp"
#include "cli/output_file.hpp"
#include "cli/scheme_file.hpp"
#include "cli/selection.hpp"
#include "explain/trace.hpp"

namespace accrue::cli {
namespace {

constexpr std::size_t listed = 5;  // of many rows, on a page for people

explain::Reach reach(const ExplainRequest& request) {
    const bool all = request.full || request.json;
    return {.depth = request.depth.value_or(request.full ? explain::Reach::everything : 1),
            .listed = all ? explain::Reach::every_row : listed};
}

explain::Folding folding(const ExplainRequest& request) {
    if (request.full) return explain::Folding::none;
    return request.depth ? explain::Folding::rows_open : explain::Folding::usual;
}

}  // namespace

Exit explain_command(const ExplainRequest& request, Session& session) {
    refuse_two_readers(request.scheme, request.data);
    const auto loaded = load_sound_scheme(session, request.scheme);
    const auto& scheme = loaded.checked.scheme;
    const auto read = load_sound_history(session, scheme, until(scheme, request.data, request.period));
    const Ground ground{scheme, read.history, key_name(scheme, read.understood)};
    const auto chosen =
        chosen_row(ground, {.key = request.key, .period = request.period, .level = request.level});
    const auto [definition, row] = named_definition(ground, request.path, chosen);

    explain::Evaluation evaluation(scheme, read.history, session.sources);
    const auto trace = explain::trace(evaluation, definition, row, reach(request));
    write_results(session, request.out, [&](std::ostream& out) {
        out << (request.json ? explain::to_json(trace, session.sources)
                             : explain::to_text(trace, session.sources, session.result_colour, session.width,
                                                folding(request)));
    });
    const auto* failure = std::get_if<explain::Failure>(&evaluation.value(definition, row));
    if (failure == nullptr) return Exit::done;
    show(session, {explain::diagnostic(evaluation, *failure)});
    return Exit::data;
}

}  // namespace accrue::cli
