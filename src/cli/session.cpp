#include "cli/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <istream>
#include <iterator>
#include <ostream>

#include "base/text.hpp"

namespace accrue::cli {
namespace {

std::string painted(std::string_view text, std::string_view paint, Colour colour) {
    return colour == Colour::off ? std::string(text) : fmt::format("{}{}\x1b[0m", paint, text);
}

std::size_t count(const Diagnostics& diagnostics, Severity wanted) {
    return static_cast<std::size_t>(std::ranges::count(diagnostics, wanted, severity));
}

}  // namespace

void report(Session& session, const Stop& stop) {
    session.err << painted("error", "\x1b[1;31m", session.message_colour) << ": " << printable(stop.message)
                << '\n';
    if (!stop.hint.empty()) session.err << "   = hint: " << printable(stop.hint) << '\n';
}

void remark(Session& session, std::string_view text) {
    session.err << printable(text) << '\n';
}

void show(Session& session, const Diagnostics& diagnostics) {
    for (const auto& diagnostic : diagnostics) {
        session.err << rendered(diagnostic, session.sources, session.message_colour);
    }
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string counted(const Diagnostics& diagnostics) {
    const auto errors = count(diagnostics, Severity::error);
    const auto warnings = count(diagnostics, Severity::warning);
    const auto mistakes = errors == 0 ? std::string("no mistakes") : counted(errors, "error", "errors");
    return warnings == 0 ? mistakes : mistakes + ", " + counted(warnings, "warning", "warnings");
}

SourceId open_source(Session& session, const std::string& path) {
    if (path == "-") {
        std::string text{std::istreambuf_iterator<char>(session.in), std::istreambuf_iterator<char>()};
        return session.sources.add("standard input", std::move(text));
    }
    auto text = read_file(path);
    if (!text) throw Stop{Exit::io, fmt::format("cannot read {}: {}", path, std::strerror(errno)), ""};
    return session.sources.add(path, std::move(*text));
}

}  // namespace accrue::cli
