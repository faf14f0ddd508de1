#include <algorithm>
#include <optional>
#include <ostream>
#include <sstream>

#include "base/messages/phrases/commands.hpp"
#include "cli/commands.hpp"
#include "cli/output_file.hpp"
#include "cli/scheme_file.hpp"
#include "cli/sketch.hpp"
#include "core/dump.hpp"
#include "syntax/format.hpp"

namespace accrue::cli {
namespace {

// What a scheme computes, whatever it is called and in whatever order its lines stand.
std::vector<std::string> meaning(const core::Scheme& scheme) {
    std::istringstream lines(core::dump(scheme));
    std::vector<std::string> kept;
    for (std::string line; std::getline(lines, line);) {
        const bool is_header =
            line.starts_with("scheme ") || line.starts_with("sketch ") || line.starts_with("level ");
        if (!is_header) kept.push_back(line);
    }
    std::ranges::sort(kept);
    return kept;
}

// The sketch as a scheme, or nothing when it has mistakes or would not mean the same.
std::optional<std::string> converted(Session& session, const syntax::Parsed& sketch, const std::string& path,
                                     std::optional<Language> language) {
    const auto checked = check::check(sketch, session.sources);
    if (has_errors(checked.diagnostics)) return std::nullopt;
    const auto source =
        session.sources.add(path, as_scheme(sketch.module, session.sources, checked, scheme_name(path)));
    const auto parsed = syntax::parse(source, session.sources);
    if (has_errors(parsed.diagnostics)) return std::nullopt;
    const auto again = check::check(parsed, session.sources);
    if (has_errors(again.diagnostics) || meaning(again.scheme) != meaning(checked.scheme))
        return std::nullopt;
    return syntax::format(parsed.module, session.sources, language);
}

// Nothing when the text has mistakes, which are shown.
std::optional<std::string> formatted(Session& session, SourceId source, const std::string& path,
                                     std::optional<Language> language) {
    const auto parsed = syntax::parse(source, session.sources);
    if (has_errors(parsed.diagnostics)) {
        show(session, parsed.diagnostics);
        remark(session, phrase(say::left_as_it_is, path, counted(parsed.diagnostics)));
        return std::nullopt;
    }
    if (!parsed.module.is_sketch()) return syntax::format(parsed.module, session.sources, language);
    if (auto scheme = converted(session, parsed, path, language)) return scheme;
    remark(session, phrase(say::stays_a_sketch, path));
    return syntax::format(parsed.module, session.sources, language);
}

Exit format_file(const FmtRequest& request, Session& session, const std::string& path) {
    const auto source = open_source(session, path);
    const auto text = formatted(session, source, path, request.language);
    if (!text) return Exit::scheme;
    const bool is_same = *text == session.sources[source].text();
    if (request.only_check) {
        if (!is_same) session.out << path << '\n';
        return is_same ? Exit::done : Exit::no;
    }
    if (request.to_standard_output || path == "-") {
        session.out << *text;
    } else if (!is_same) {
        OutputFile file(path);
        file.write(*text);
        file.commit();
        remark(session, phrase(say::formatted, path));
    }
    return Exit::done;
}

}  // namespace

Exit fmt_command(const FmtRequest& request, Session& session) {
    auto worst = Exit::done;
    for (const auto& path : request.paths) worst = std::max(worst, format_file(request, session, path));
    return worst;
}

}  // namespace accrue::cli
