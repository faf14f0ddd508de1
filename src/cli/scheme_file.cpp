#include "cli/scheme_file.hpp"

#include <fmt/format.h>

namespace accrue::cli {

LoadedScheme load_scheme(Session& session, const SchemeChoice& choice) {
    const auto source = choice.text ? session.sources.add("-e", *choice.text)  //
                                    : open_source(session, choice.path);
    auto parsed = syntax::parse(source, session.sources);
    auto checked = check::check(parsed, session.sources);
    auto diagnostics = parsed.diagnostics;
    diagnostics.insert(diagnostics.end(), checked.diagnostics.begin(), checked.diagnostics.end());
    sort_by_place(diagnostics);
    return {source, std::move(parsed), std::move(checked), std::move(diagnostics)};
}

LoadedScheme load_sound_scheme(Session& session, const SchemeChoice& choice) {
    auto loaded = load_scheme(session, choice);
    show(session, loaded.diagnostics);
    if (has_errors(loaded.diagnostics)) {
        throw Stop{Exit::scheme,
                   fmt::format("{}: {}; nothing was computed", session.sources[loaded.source].name(),
                               counted(loaded.diagnostics)),
                   ""};
    }
    return loaded;
}

}  // namespace accrue::cli
