// Thirds with checkpoints in memory: the scheme of bench/schemes/thirds.pay against the loop by hand.
//
//     bench_thirds [MILLIONS OF PERSON-MONTHS]
#include <array>
#include <cstdlib>

#include "contest.hpp"
#include "in_memory.hpp"

namespace accrue::bench {
namespace {

constexpr std::size_t months = 24;

// Rows by month, then person; amounts in kopecks.
data::History history(std::size_t people) {
    auto made = people_by_month(people, months);
    Numbers numbers;
    std::array<data::Column, 4> columns;
    for (auto& column : columns) {
        column.kind = core::TypeKind::money;
        column.digits = 2;
        column.values.reserve(people * months);
    }
    for (std::size_t row = 0; row < people * months; ++row) {
        columns[0].values.push_back(3'000'000'000 + numbers.below(4'000'000'000));
        const auto collected = numbers.below(9'000'000'000);
        columns[1].values.push_back(collected);
        columns[2].values.push_back(collected * numbers.below(100) / 100);
        columns[3].values.push_back(collected * numbers.below(100) / 100);
    }
    for (auto& column : columns) made.columns.add(std::move(column));
    return made;
}

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
        std::int64_t kopecks = n / 600;
        const std::int64_t rest = n - kopecks * 600;
        if (rest > 300 || (rest == 300 && kopecks % 2 != 0)) ++kopecks;
        pay[row] = kopecks;
        sum += kopecks;
    }
    return sum;
}

}  // namespace
}  // namespace accrue::bench

int main(int argc, char** argv) {
    using namespace accrue::bench;
    const auto millions = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 2;
    return held({.title = "thirds",
                 .scheme = scheme_of_file("thirds.pay"),
                 .whole = history(millions * 1'000'000 / months),
                 .part = history(people_of_a_part(months)),
                 .by_hand = hand_written});
}
