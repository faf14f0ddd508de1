// cli/cli.hpp — The program as a function: arguments and streams in, an exit code out.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

#include "base/language.hpp"

namespace accrue::cli {

enum class Exit : int {
    done = 0,
    no = 1,      // the answer is no: an example failed, a promise is broken, a file is not formatted
    usage = 2,   // the command line
    scheme = 3,  // the scheme has errors
    data = 4,    // the data has errors
    io = 5,      // a file could not be read or written
    bug = 70,    // ours
};

// What the program knows of the place it runs in; only `main` fills it.
struct Terminal {
    bool shows_results = false;             // standard output is a terminal
    bool shows_messages = false;            // standard error is a terminal
    bool no_colour = false;                 // NO_COLOR is set
    std::size_t width = 80;                 // columns
    Language language = Language::english;  // unless `--lang` says another
    Language texts = Language::english;     // of data files that do not say how they are written
};

// `args` without the program's name. Results go to `out`, everything else to `err`. Never throws.
int run(const std::vector<std::string>& args, std::istream& in, std::ostream& out, std::ostream& err,
        const Terminal& terminal = {});

}  // namespace accrue::cli
