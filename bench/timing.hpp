// bench/timing.hpp — How long a piece of work takes: processor time of this thread, so that what else runs on
// the machine counts less; of several rounds the middle one.
#pragma once

#include <algorithm>
#include <ctime>
#include <vector>

namespace accrue::bench {

inline double now() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

template <class Work>
double nanoseconds(const Work& work) {
    const double begin = now();
    work();
    return now() - begin;
}

inline double median(std::vector<double> times) {
    std::ranges::sort(times);
    return times[times.size() / 2];
}

}  // namespace accrue::bench
