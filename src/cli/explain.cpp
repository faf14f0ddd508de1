#include <ostream>

#include "cli/commands.hpp"
#include "cli/data_files.hpp"
#include "cli/output_file.hpp"
#include "cli/scheme_file.hpp"
#include "cli/selection.hpp"
#include "explain/trace.hpp"

namespace accrue::cli {

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
    const auto trace = explain::trace(evaluation, definition, row);
    write_results(session, request.out, [&](std::ostream& out) {
        out << (request.json
                    ? explain::to_json(trace, session.sources)
                    : explain::to_text(trace, session.sources, session.result_colour, session.width));
    });
    const auto* failure = std::get_if<explain::Failure>(&evaluation.value(definition, row));
    if (failure == nullptr) return Exit::done;
    show(session, {explain::diagnostic(evaluation, *failure)});
    return Exit::data;
}

}  // namespace accrue::cli
