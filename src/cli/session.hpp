// cli/session.hpp — One call of the program: its streams, the texts it has read, and how it speaks to people.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"
#include "base/source.hpp"
#include "cli/cli.hpp"

namespace accrue::cli {

// Ends a command that cannot go on. `hint` may be empty.
struct Stop {
    Exit code;
    std::string message;
    std::string hint;
};

struct Session {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    Colour result_colour = Colour::off;
    Colour message_colour = Colour::off;
    std::size_t width = 80;
    Sources sources;
};

// `error: …`, and below it the hint.
void report(Session& session, const Stop& stop);
// A line for people, beside the results.
void remark(Session& session, std::string_view text);
void show(Session& session, const Diagnostics& diagnostics);

// `no mistakes, 1 warning`, `2 errors`.
std::string counted(const Diagnostics& diagnostics);

// What the system says of a file: `No such file or directory`.
std::string system_words(int error);

// A text that one command may read: a file, or `-` for standard input. Stops when it cannot be read.
SourceId open_source(Session& session, const std::string& path);

}  // namespace accrue::cli
