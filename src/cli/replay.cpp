#include "cli/replay.hpp"

#include <map>
#include <sstream>

#include "cli/data_files.hpp"
#include "cli/recorded_run.hpp"
#include "cli/selection.hpp"
#include "cli/speaking.hpp"
#include "explain/shown.hpp"
#include "report/trace_html.hpp"

namespace accrue::cli {
namespace {

constexpr std::size_t page_width = 100;  // columns of `trace.txt`

// Of the places of a pack the lines are those of the original files, whose names the texts have.
data::ReadHistory packed_history(const evidence::Pack& pack, Session& session, const core::Scheme& scheme,
                                 const DataChoice& choice) {
    std::vector<data::DataFile> files;
    std::map<SourceId, data::LinesOfFile> lines;
    for (const auto& input : pack.inputs) {
        const auto source = session.sources.add(input.name, input.part.text);
        files.push_back({.source = source,
                         .name = input.of,
                         .layout = input.layout,
                         .laid_out = {.delimiter = input.delimiter}});
        lines.emplace(source, input.part.lines);
    }
    auto read = sound(session, data::read_history(scheme, files, session.sources, choice.wishes));
    data::restore_lines(read.history, lines);
    return read;
}

}  // namespace

evidence::PackedTraces traces_of(const explain::Trace& trace, const Sources& sources) {
    return {
        {"trace.txt", explain::to_text(trace, sources, Colour::off, page_width, explain::Folding::rows_open)},
        {"trace.json", explain::to_json(trace, sources)},
        {"trace.html", report::trace_page(trace, sources, explain::Folding::rows_open)}};
}

explain::Trace whole_trace(explain::Evaluation& evaluation, core::DefinitionId definition, data::RowId row) {
    return explain::trace(evaluation, definition, row,
                          {.depth = explain::Reach::everything, .listed = explain::Reach::every_row});
}

std::string exact_amount(explain::Evaluation& evaluation, core::DefinitionId definition, data::RowId row) {
    const auto* const value = explain::present(evaluation.value(definition, row));
    return value == nullptr ? "" : explain::exact_text(*value);
}

Replayed replayed(const evidence::Pack& pack) {
    const Speaking language(pack.language);
    std::istringstream in;
    std::ostringstream out, err;
    Session session{.in = in, .out = out, .err = err, .sources = {}};
    std::vector<evidence::RecordedScheme> schemes;
    for (const auto& scheme : pack.schemes) schemes.push_back({scheme.name, scheme.text, ""});
    try {
        const auto loaded = sound_scheme(session, load_recorded(session, schemes));
        const auto& scheme = loaded.checked.scheme;
        const auto choice = until(scheme, recorded_request(pack.options).data, pack.period);
        const auto read = packed_history(pack, session, scheme, choice);
        const Ground ground{scheme, read.history, key_name(scheme, read.understood)};
        const auto chosen =
            chosen_row(ground, {.key = pack.key.empty() ? std::nullopt : std::optional(pack.key),
                                .period = pack.period,
                                .level = pack.level});
        const auto [definition, row] = named_definition(ground, pack.path, chosen);
        explain::Evaluation evaluation(scheme, read.history, session.sources);
        const auto trace = whole_trace(evaluation, definition, row);
        return {exact_amount(evaluation, definition, row), traces_of(trace, session.sources)};
    } catch (const Stop& stop) {
        throw Stop{stop.code, err.str() + stop.message, stop.hint};
    }
}

}  // namespace accrue::cli
