#include "cli/unfinished_files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>

namespace accrue::cli::unfinished {
namespace {

// A handler may use neither the heap nor a lock: names stand in fixed places, each with a mark that it is
// whole.
struct Place {
    std::atomic<bool> is_taken = false;
    std::array<char, PATH_MAX> path{};
};
std::array<Place, 4> places;
static_assert(std::atomic<bool>::is_always_lock_free);

// By system calls alone. Other threads may still be writing into it, so it is tried again; what is in it are
// files.
void remove_folder(const char* path) {
    constexpr int most_times = 100;
    for (int times = 0; times < most_times && rmdir(path) != 0; ++times) {
        const int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (folder < 0) return;
        alignas(dirent64) std::array<char, 4096> entries;
        for (long read = 1; read > 0;) {
            read = syscall(SYS_getdents64, folder, entries.data(), entries.size());
            for (long at = 0; at < read;) {
                const auto* entry = reinterpret_cast<const dirent64*>(entries.data() + at);
                unlinkat(folder, entry->d_name, 0);
                at += entry->d_reclen;
            }
        }
        close(folder);
    }
}

// The signal then does what it does to every program.
void remove_and_end(int signal) {
    remove_all();
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

// A signal that the caller ignores, as `nohup` does, stays ignored.
void listen() {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction now{};
        if (sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_DFL)
            std::signal(signal, remove_and_end);
    }
}

}  // namespace

void remember(const std::string& path) {
    const auto room = std::ranges::find_if(places, [](const Place& place) { return !place.is_taken; });
    if (room == places.end() || path.size() >= room->path.size()) return;
    std::memcpy(room->path.data(), path.c_str(), path.size() + 1);
    room->is_taken = true;
    listen();
}

void remove_all() {
    for (auto& place : places) {
        if (place.is_taken && unlink(place.path.data()) != 0 && errno == EISDIR)
            remove_folder(place.path.data());
    }
}

void forget(const std::string& path) {
    for (auto& place : places) {
        if (place.is_taken && path == place.path.data()) place.is_taken = false;
    }
}

}  // namespace accrue::cli::unfinished
