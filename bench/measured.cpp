// Runs a command on so many cores and says what it took. A small program of its own, because a child's peak
// memory counts from before it became another program: started from a large process it would look large.
//
//     bench_measured CORES REPORT COMMAND …
//
// REPORT gets one line: seconds by the clock, of processor time, peak KB, exit code (below 0: the signal).
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>

namespace accrue {
namespace {

// Of the cores that this process may use, the first so many.
bool stay_on(int cores) {
    cpu_set_t allowed, chosen;
    CPU_ZERO(&chosen);
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return false;
    for (std::size_t core = 0; core < CPU_SETSIZE && cores > 0; ++core) {
        if (!CPU_ISSET(core, &allowed)) continue;
        CPU_SET(core, &chosen);
        --cores;
    }
    return cores == 0 && sched_setaffinity(0, sizeof chosen, &chosen) == 0;
}

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

int measure(int cores, const char* report, char** command) {
    if (!stay_on(cores)) {
        std::cerr << "this machine has fewer than " << cores << " cores\n";
        return 2;
    }
    const auto begin = std::chrono::steady_clock::now();
    const pid_t child = fork();
    if (child == 0) {
        execvp(command[0], command);
        _exit(127);
    }
    int status = 0;
    rusage used{};
    if (child < 0 || wait4(child, &status, 0, &used) != child) return 2;
    const std::chrono::duration<double> by_clock = std::chrono::steady_clock::now() - begin;
    std::ofstream(report) << by_clock.count() << " " << seconds(used.ru_utime) + seconds(used.ru_stime) << " "
                          << used.ru_maxrss << " "
                          << (WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status)) << "\n";
    return 0;
}

}  // namespace
}  // namespace accrue

int main(int argc, char** argv) {
    if (argc < 4) {
        std::cerr << "bench_measured CORES REPORT COMMAND …\n";
        return 2;
    }
    return accrue::measure(std::atoi(argv[1]), argv[2], argv + 3);
}
