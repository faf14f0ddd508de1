#include "cli/lost_file.hpp"

#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <string_view>

#include "base/bytes.hpp"
#include "base/language.hpp"
#include "base/messages/phrases/general.hpp"
#include "base/messages/phrases/reading.hpp"
#include "cli/cli.hpp"
#include "cli/unfinished_files.hpp"

namespace accrue::cli {
namespace {

// Everything below may run in a signal handler: it allocates nothing.

void tell(std::string_view text) {
    while (!text.empty()) {
        const auto written = write(STDERR_FILENO, text.data(), text.size());
        if (written <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

void end_with_words(int, siginfo_t* information, void*) {
    const char* const name = mapped_file_at(information->si_addr);
    if (name == nullptr) {
        std::signal(SIGBUS, SIG_DFL);  // not a file's: it does what it does to every program
        std::raise(SIGBUS);
        return;
    }
    const auto words = words_of(say::file_became_shorter);
    const auto place = words.find("{0}");
    for (const auto part : std::array<std::string_view, 6>{words_of(say::error), ": ", words.substr(0, place),
                                                           name, words.substr(place + 3), "\n"})
        tell(part);
    unfinished::remove_all();
    _exit(static_cast<int>(Exit::io));
}

}  // namespace

void explain_lost_files() {
    struct sigaction action{};
    action.sa_sigaction = end_with_words;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGBUS, &action, nullptr);
}

}  // namespace accrue::cli
