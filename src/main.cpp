#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "cli/cli.hpp"

namespace {

// Columns of the terminal that shows the results; 80 where there is none.
std::size_t terminal_width() {
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 20) return 80;
    return size.ws_col;
}

// ACCRUE_LANG, else the locale: the first of them that is set.
accrue::Language language() {
    for (const char* name : {"ACCRUE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value == nullptr || *value == '\0') continue;
        const bool is_russian = std::string_view(value).starts_with("ru");
        return is_russian ? accrue::Language::russian : accrue::Language::english;
    }
    return accrue::Language::english;
}

}  // namespace

int main(int count, char** words) {
    std::ios::sync_with_stdio(false);
    const char* no_colour = std::getenv("NO_COLOR");
    const accrue::cli::Terminal terminal{.shows_results = isatty(STDOUT_FILENO) == 1,
                                         .shows_messages = isatty(STDERR_FILENO) == 1,
                                         .no_colour = no_colour != nullptr && *no_colour != '\0',
                                         .width = terminal_width(),
                                         .language = language()};
    const std::vector<std::string> args(words + 1, words + count);
    return accrue::cli::run(args, std::cin, std::cout, std::cerr, terminal);
}
