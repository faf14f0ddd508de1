#include "cli/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <istream>
#include <iterator>
#include <ostream>

#include "base/messages/phrases.hpp"
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
    session.err << painted(phrase(Phrase::error), "\x1b[1;31m", session.message_colour) << ": "
                << printable(stop.message) << '\n';
    if (!stop.hint.empty())
        session.err << "   = " << phrase(Phrase::hint) << ": " << printable(stop.hint) << '\n';
}

void remark(Session& session, std::string_view text) {
    session.err << printable(text) << '\n';
}

void show(Session& session, const Diagnostics& diagnostics) {
    for (const auto& diagnostic : diagnostics) {
        session.err << rendered(diagnostic, session.sources, session.message_colour);
    }
}

std::string counted(const Diagnostics& diagnostics) {
    const auto errors = count(diagnostics, Severity::error);
    const auto warnings = count(diagnostics, Severity::warning);
    const auto mistakes = errors == 0 ? phrase(Phrase::no_mistakes) : phrase(Phrase::count_of_errors, errors);
    return warnings == 0 ? mistakes : mistakes + ", " + phrase(Phrase::count_of_warnings, warnings);
}

std::string system_words(int error) {
    switch (error) {
        case ENOENT:
            return phrase(Phrase::no_such_file);
        case EACCES:
            return phrase(Phrase::no_permission);
        case EISDIR:
            return phrase(Phrase::is_a_folder);
        case ENOTDIR:
            return phrase(Phrase::is_no_folder);
        case ENOSPC:
            return phrase(Phrase::no_space);
        case EROFS:
            return phrase(Phrase::read_only_disk);
        case EIO:
            return phrase(Phrase::device_failed);
        default:
            return std::strerror(error);
    }
}

SourceId open_source(Session& session, const std::string& path) {
    if (path == "-") {
        std::string text{std::istreambuf_iterator<char>(session.in), std::istreambuf_iterator<char>()};
        return session.sources.add(phrase(Phrase::standard_input), std::move(text));
    }
    auto text = read_file(path);
    if (!text) throw Stop{Exit::io, phrase(Phrase::cannot_read, path, system_words(errno)), ""};
    return session.sources.add(path, std::move(*text));
}

}  // namespace accrue::cli
