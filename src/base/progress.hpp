// base/progress.hpp — How far a long piece of work has come: counted by who works, shown by who watches.
#pragma once

#include <atomic>
#include <cstdint>

namespace accrue {

struct Progress {
    std::atomic<std::uint64_t> done = 0, all = 0;  // of whatever is counted; `all` is 0 while it is not known
};

}  // namespace accrue
