// Year-to-date tiers times a factor from a matrix, in memory: the scheme of bench/schemes/tiers.pay against
// the loop that one would write by hand over int64, month by month with what each person has reached this
// year. Sums must be equal.
//
//     bench_tiers [MILLIONS OF PERSON-MONTHS]
#include <algorithm>

#include "contest.hpp"
#include "in_memory.hpp"

namespace accrue::bench {
namespace {

// Rows by month, then person; sales and quotas in kopecks, margins in thousandths. Some have no quota.
data::History history(std::size_t people) {
    auto made = people_by_month(people, months_of_a_person);
    Numbers numbers;
    auto sales = money_column(), quotas = money_column();
    data::Column margins;
    margins.kind = core::TypeKind::number;
    margins.digits = 3;
    for (std::size_t row = 0; row < made.rows.size(); ++row) {
        sales.values.push_back(numbers.below(1'000'000'000));
        const auto quota = 200'000'000 + numbers.below(600'000'000);
        quotas.values.push_back(numbers.below(1000) == 0 ? 0 : quota);
        margins.values.push_back(numbers.below(400));
    }
    for (auto* const column : {&sales, &quotas, &margins}) made.columns.add(std::move(*column));
    return made;
}

// In 1/10 000 of a kopeck.
std::int64_t marginal(std::int64_t kopecks) {
    constexpr std::int64_t edges[] = {0, 1'000'000'000, 3'000'000'000, 6'000'000'000};
    constexpr std::int64_t rates[] = {100, 50, 75, 75};  // each above the one before
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < 4; ++i) sum += std::max<std::int64_t>(kopecks - edges[i], 0) * rates[i];
    return sum;
}

std::int64_t hand_written(const data::History& history, std::vector<std::int64_t>& pay) {
    constexpr std::int64_t factors[4][4] = {
        {50, 75, 90, 100}, {70, 90, 100, 115}, {80, 100, 110, 125}, {90, 110, 125, 150}};
    const auto* sales = history.columns[core::InputId(0)].values.data();
    const auto* quotas = history.columns[core::InputId(1)].values.data();
    const auto* margins = history.columns[core::InputId(2)].values.data();
    const std::size_t people = history.frames[core::LevelId(0)].keys, rows = history.rows.size();
    std::vector<std::int64_t> reached(people, 0);
    std::int64_t sum = 0;
    for (std::size_t first = 0; first < rows; first += people) {
        if (first / people % 12 == 0) std::fill(reached.begin(), reached.end(), 0);
        for (std::size_t person = 0; person < people; ++person) {
            const auto row = first + person;
            const auto before = reached[person], now_reached = before + sales[row];
            reached[person] = now_reached;
            const auto earned = marginal(now_reached) - marginal(before);
            const auto quota = quotas[row], sold = quota == 0 ? -1 : sales[row];
            const auto line = (margins[row] >= 100) + (margins[row] >= 200) + (margins[row] >= 300);
            const auto column = (sold * 10 >= quota * 8) + (sold >= quota) + (sold * 10 >= quota * 12);
            const auto n = earned * factors[line][column];
            const auto kopecks = whole_kopecks(n, 1'000'000);
            pay[row] = kopecks;
            sum += kopecks;
        }
    }
    return sum;
}

}  // namespace
}  // namespace accrue::bench

int main(int argc, char** argv) {
    using namespace accrue::bench;
    return held({.title = "year-to-date tiers with a matrix",
                 .scheme = "tiers.pay",
                 .history = history,
                 .by_hand = hand_written},
                argc, argv);
}
