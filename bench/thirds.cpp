// Thirds with checkpoints in memory: the scheme of bench/schemes/thirds.pay against the loop by hand.
//
//     bench_thirds [MILLIONS OF PERSON-MONTHS]
#include <algorithm>

#include "contest.hpp"
#include "in_memory.hpp"

namespace accrue::bench {
namespace {

// value = n / 60 000: kopecks × 0.5 % / 3 are 1/60 000 of a rouble.
std::int64_t hand_written(const data::History& history, std::vector<std::int64_t>& pay) {
    const auto* plan = history.columns[core::InputId(0)].values.data();
    const auto* collected = history.columns[core::InputId(1)].values.data();
    const auto* by_15 = history.columns[core::InputId(2)].values.data();
    const auto* by_25 = history.columns[core::InputId(3)].values.data();
    std::int64_t sum = 0;
    for (std::size_t row = 0; row < history.rows.size(); ++row) {
        const std::int64_t above = std::max<std::int64_t>(collected[row] - 4'000'000'000, 0);
        std::int64_t thirds_due = 1;
        if (by_15[row] * 2 >= plan[row]) ++thirds_due;
        if (by_25[row] * 10 >= plan[row] * 9) ++thirds_due;
        const std::int64_t n = above * thirds_due;
        const auto kopecks = whole_kopecks(n, 600);
        pay[row] = kopecks;
        sum += kopecks;
    }
    return sum;
}

}  // namespace
}  // namespace accrue::bench

int main(int argc, char** argv) {
    using namespace accrue::bench;
    const auto history = [](std::size_t people) { return history_of_thirds(people, Outliers::none); };
    return held({.title = "thirds", .scheme = "thirds.pay", .history = history, .by_hand = hand_written},
                argc, argv);
}
