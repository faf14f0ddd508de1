// Loaded before a program's own libraries: the call number FAULT_AT of those that change files goes wrong as
// FAULT says. `kill` and `term`: the signal comes before it; `full`: it and all later ones fail for want of
// room; `short`: a write writes half of its bytes. Standard output and error are left alone.
#include <dlfcn.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string_view>

namespace {

enum class Meant { as_always, failing, halved };

std::string_view setting(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

// What is meant to happen to this call.
Meant met() {
    static std::atomic<long> calls = 0;
    static const long at = std::atol(setting("FAULT_AT").data());
    static const auto fault = setting("FAULT");
    const long call = ++calls;
    if (at == 0 || call < at) return Meant::as_always;
    if (fault == "full") return Meant::failing;
    if (call > at) return Meant::as_always;
    if (fault == "kill") kill(getpid(), SIGKILL);
    if (fault == "term") kill(getpid(), SIGTERM);
    return fault == "short" ? Meant::halved : Meant::as_always;
}

template <class Function>
Function own(Function, const char* name) {
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));  // NOLINT: as dlsym has it
}

template <class Function, class... Arguments>
auto changed(Function function, Arguments... arguments) -> decltype(function(arguments...)) {
    if (met() != Meant::failing) return function(arguments...);
    errno = ENOSPC;
    return -1;
}

template <class Function, class... Rest>
ssize_t written(Function function, int file, const void* bytes, std::size_t count, Rest... rest) {
    const auto meant = file > STDERR_FILENO ? met() : Meant::as_always;
    if (meant == Meant::failing) {
        errno = ENOSPC;
        return -1;
    }
    return function(file, bytes, meant == Meant::halved && count > 1 ? count / 2 : count, rest...);
}

}  // namespace

extern "C" {

ssize_t write(int file, const void* bytes, std::size_t count) {
    return written(own(write, "write"), file, bytes, count);
}
ssize_t pwrite64(int file, const void* bytes, std::size_t count, off64_t at) {
    return written(own(pwrite64, "pwrite64"), file, bytes, count, at);
}
int fsync(int file) {
    return changed(own(fsync, "fsync"), file);
}
int fdatasync(int file) {
    return changed(own(fdatasync, "fdatasync"), file);
}
int ftruncate64(int file, off64_t size) noexcept {
    return changed(own(ftruncate64, "ftruncate64"), file, size);
}
int rename(const char* from, const char* to) noexcept {
    return changed(own(rename, "rename"), from, to);
}
int linkat(int folder, const char* from, int other, const char* to, int flags) noexcept {
    return changed(own(linkat, "linkat"), folder, from, other, to, flags);
}
// What goes away makes room: it is counted, but does not fail.
int unlink(const char* path) noexcept {
    met();
    return own(unlink, "unlink")(path);
}
}
