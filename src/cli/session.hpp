// cli/session.hpp — One call of the program: its streams, the texts it has read, and how it speaks to people.
#pragma once

#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "cli/cli.hpp"
#include "cli/progress.hpp"

namespace accrue::cli {

// Ends a command that cannot go on. `hint` may be empty.
struct Stop {
    Exit code;
    std::string message;
    std::string hint;
};
// Stops: what was asked for cannot be done so.
[[noreturn]] void refuse(std::string message, std::string hint = "");

using NamedOpenFile = std::pair<std::string, OpenFile>;

struct Session {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    Colour result_colour = Colour::off;
    Colour message_colour = Colour::off;
    std::size_t width = 80;
    std::optional<std::size_t> message_width{};  // of the terminal that shows them; none where it is a file
    Sources sources;
    std::vector<NamedOpenFile> opened{};  // to see whether somebody changes them
    std::vector<std::string> stores{};  // databases and workbooks that were read, by the names of their files
    Language texts = Language::english;  // of data files that do not say it
    Progress work{};
    std::unique_ptr<ProgressLine> progress_line{};  // shows it; none where nobody would see it
    std::size_t warnings = 0;                       // shown so far
};

// What the command is doing now, for whoever watches the terminal; the count may be used or not.
Progress& begin_work(Session& session, const std::string& work);

// `error: …`, and below it the hint.
void report(Session& session, const Stop& stop);
// A line for people, beside the results.
void remark(Session& session, std::string_view text);
void show(Session& session, const Diagnostics& diagnostics);

// `no mistakes, 1 warning`, `2 errors`.
std::string counted(const Diagnostics& diagnostics);

// What the system says of a file: `No such file or directory`.
std::string system_words(int error);

// How messages call what stands at a path: `-` is standard input.
std::string source_name(const std::string& path);

// Stops: the file cannot be read. Where there is none of that name, one with nearly the same is offered.
[[noreturn]] void stop_unread(const std::string& path, int error);

// Stops where a result would take the place of a file that was read.
void refuse_input_as_output(const Session& session, const std::string& path);

// What one command may read: a file, or `-` for standard input. Stops when it cannot be read.
Bytes open_bytes(Session& session, const std::string& path);
SourceId open_source(Session& session, const std::string& path);

// Stops when another program has written to a file since it was opened: what was read may be half old, half
// new.
void refuse_changed_files(const Session& session);

}  // namespace accrue::cli
