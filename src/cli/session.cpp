#include "cli/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <map>
#include <mutex>
#include <ostream>

#include "base/messages/phrases/general.hpp"
#include "base/messages/phrases/reading.hpp"
#include "base/text.hpp"
#include "cli/fitted.hpp"

namespace accrue::cli {
namespace {

std::string painted(std::string_view text, std::string_view paint, Colour colour) {
    return colour == Colour::off ? std::string(text) : fmt::format("{}{}\x1b[0m", paint, text);
}

std::size_t count(const Diagnostics& diagnostics, Severity wanted) {
    return static_cast<std::size_t>(std::ranges::count(diagnostics, wanted, severity));
}

// A text that is no scheme at all has a mistake on every line: nobody reads thousands of them.
constexpr std::size_t most_of_a_severity = 30;

void tell_rest(Session& session, Phrase words, std::size_t met) {
    if (met > most_of_a_severity) session.err << phrase(words, met - most_of_a_severity) << '\n';
}

// The file beside it whose name is nearly the same.
std::optional<std::string> neighbour_like(const std::filesystem::path& path) {
    namespace files = std::filesystem;
    std::error_code ignored;
    const auto folder = path.has_parent_path() ? path.parent_path() : files::path(".");
    std::vector<std::string> names;
    for (const auto& entry : files::directory_iterator(folder, ignored))
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    const auto meant = closest(path.filename().string(), names);
    return meant ? std::optional((path.parent_path() / *meant).string()) : std::nullopt;
}

std::string on_terminal(const Session& session, std::string messages) {
    return session.message_width ? fitted(messages, *session.message_width) : std::move(messages);
}

// While it is held the progress line stays away.
std::unique_lock<std::mutex> alone_on_screen(Session& session) {
    return session.progress_line ? session.progress_line->wiped() : std::unique_lock<std::mutex>();
}

}  // namespace

Progress& begin_work(Session& session, const std::string& work) {
    session.work.done = 0;
    session.work.all = 0;
    if (session.progress_line) session.progress_line->begin(work);
    return session.work;
}

void refuse(std::string message, std::string hint) {
    throw Stop{Exit::usage, std::move(message), std::move(hint)};
}

void report(Session& session, const Stop& stop) {
    const auto alone = alone_on_screen(session);
    auto text = painted(phrase(say::error), "\x1b[1;31m", session.message_colour) + ": " +
                printable(stop.message) + "\n";
    if (!stop.hint.empty()) text += "   = " + phrase(say::hint) + ": " + printable(stop.hint) + "\n";
    session.err << on_terminal(session, text);
}

void remark(Session& session, std::string_view text) {
    const auto alone = alone_on_screen(session);
    session.err << printable(text) << '\n';
}

void show(Session& session, const Diagnostics& diagnostics) {
    const auto alone = alone_on_screen(session);
    session.warnings += count(diagnostics, Severity::warning);
    std::map<Severity, std::size_t> met;
    for (const auto& diagnostic : diagnostics) {
        if (++met[severity(diagnostic)] > most_of_a_severity) continue;
        session.err << on_terminal(session, rendered(diagnostic, session.sources, session.message_colour));
    }
    tell_rest(session, say::more_errors_not_shown, met[Severity::error]);
    tell_rest(session, say::more_warnings_not_shown, met[Severity::warning]);
}

std::string counted(const Diagnostics& diagnostics) {
    const auto errors = count(diagnostics, Severity::error);
    const auto warnings = count(diagnostics, Severity::warning);
    const auto mistakes = errors == 0 ? phrase(say::no_mistakes) : phrase(say::count_of_errors, errors);
    return warnings == 0 ? mistakes : mistakes + ", " + phrase(say::count_of_warnings, warnings);
}

std::string system_words(int error) {
    switch (error) {
        case ENOENT:
            return phrase(say::no_such_file);
        case EACCES:
            return phrase(say::no_permission);
        case EISDIR:
            return phrase(say::is_a_folder);
        case ENOTDIR:
            return phrase(say::is_no_folder);
        case ENOSPC:
            return phrase(say::no_space);
        case EROFS:
            return phrase(say::read_only_disk);
        case EIO:
            return phrase(say::device_failed);
        default:
            return std::strerror(error);
    }
}

std::string source_name(const std::string& path) {
    return path == "-" ? phrase(say::standard_input) : path;
}

void stop_unread(const std::string& path, int error) {
    const auto meant = error == ENOENT ? neighbour_like(path) : std::nullopt;
    throw Stop{Exit::io, phrase(say::cannot_read, source_name(path), system_words(error)),
               meant ? "`" + *meant + "`" : ""};
}

void refuse_input_as_output(const Session& session, const std::string& path) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) return;
    const auto is_same = [&](const std::string& name) {
        return std::filesystem::equivalent(path, name == source_name("-") ? "/dev/stdin" : name, ignored);
    };
    const bool is_read = std::ranges::any_of(session.opened, is_same, &NamedOpenFile::first) ||
                         std::ranges::any_of(session.stores, is_same);
    if (is_read) refuse(phrase(say::output_is_input, path));
}

Bytes open_bytes(Session& session, const std::string& path) {
    const bool is_given_stream = path == "-" && &session.in != &std::cin;
    if (is_given_stream)
        return Bytes({std::istreambuf_iterator<char>(session.in), std::istreambuf_iterator<char>()});
    auto file = path == "-" ? OpenFile::standard_input() : OpenFile::at(path);
    auto bytes = file ? file->bytes() : std::nullopt;
    if (!bytes) stop_unread(path, errno);
    session.opened.emplace_back(source_name(path), std::move(*file));
    return std::move(*bytes);
}

SourceId open_source(Session& session, const std::string& path) {
    return session.sources.add(source_name(path), open_bytes(session, path));
}

void refuse_changed_files(const Session& session) {
    for (const auto& [name, file] : session.opened) {
        if (!file.is_unchanged()) throw Stop{Exit::io, phrase(say::file_was_changed, name), ""};
    }
}

}  // namespace accrue::cli
