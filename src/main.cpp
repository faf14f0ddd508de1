#include <fcntl.h>
#include <malloc.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <initializer_list>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "cli/cli.hpp"
#include "cli/lost_file.hpp"

namespace {

// Columns of the terminal that shows the results; 80 where there is none.
std::size_t terminal_width() {
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 20) return 80;
    return size.ws_col;
}

// Of the first of these variables that is set.
accrue::Language language(std::initializer_list<const char*> names) {
    for (const char* name : names) {
        const char* value = std::getenv(name);
        if (value == nullptr || *value == '\0') continue;
        const bool is_russian = std::string_view(value).starts_with("ru");
        return is_russian ? accrue::Language::russian : accrue::Language::english;
    }
    return accrue::Language::english;
}

// What one part of the data gave back is for the next one: the system takes long to give it anew.
void keep_memory() {
#if defined(__GLIBC__)
    mallopt(M_MMAP_THRESHOLD, 32 << 20);  // bytes
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}

// The next file that is opened takes the number of a standard stream that is closed: messages would then go
// into a result. What holds the place is opened the wrong way round, so that using it fails, as it should.
void hold_closed_streams() {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (fcntl(stream, F_GETFD) == -1) open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}

// Amounts may stand in each other a hundred thousand deep, and some of what runs through them calls itself as
// often. The stack is given only as far as it is used.
void let_calls_nest() {
    constexpr rlim_t wanted = 96 << 20;  // bytes
    rlimit limit{};
    if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur >= wanted) return;
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    setrlimit(RLIMIT_STACK, &limit);
}

// A file that may not grow further is an error of the write, not the end of the program.
void let_long_files_fail() {
    std::signal(SIGXFSZ, SIG_IGN);
}

}  // namespace

int main(int count, char** words) {
    hold_closed_streams();
    let_calls_nest();
    keep_memory();
    let_long_files_fail();
    std::ios::sync_with_stdio(false);
    const char* no_colour = std::getenv("NO_COLOR");
    const accrue::cli::Terminal terminal{
        .shows_results = isatty(STDOUT_FILENO) == 1,
        .shows_messages = isatty(STDERR_FILENO) == 1,
        .no_colour = no_colour != nullptr && *no_colour != '\0',
        .width = terminal_width(),
        .language = language({"ACCRUE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}),
        .texts = language({"LC_ALL", "LC_CTYPE", "LANG"})};
    accrue::cli::explain_lost_files();
    const std::vector<std::string> args(words + 1, words + count);
    return accrue::cli::run(args, std::cin, std::cout, std::cerr, terminal);
}
