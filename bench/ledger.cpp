// Twenty payments a person-month, summed with and without the gates of days 15 and 25, in memory: the scheme
// of bench/schemes/ledger.pay against the loop that one would write by hand over int64. Sums must be equal.
//
//     bench_ledger [MILLIONS OF PAYMENTS]
#include <algorithm>

#include "contest.hpp"
#include "in_memory.hpp"

namespace accrue::bench {
namespace {

constexpr std::size_t payments = 20;

data::History history(std::size_t people) {
    auto made = people_by_month(people, months_of_a_person);
    Numbers numbers;
    auto plan = money_column(), amount = money_column();
    const auto rows = made.rows.size();
    data::Frame frame{.first = data::RowId(rows),
                      .rows = static_cast<std::uint32_t>(rows * payments),
                      .first_key = data::KeyId(people),
                      .keys = 0,
                      .by_parent = {},
                      .begins = {},
                      .files = {}};
    amount.first = frame.first;
    for (std::size_t row = 0; row < rows; ++row) {
        plan.values.push_back(100'000'000 + numbers.below(500'000'000));
        const auto person = made.rows[data::RowId(row)];
        frame.begins.push_back(static_cast<std::uint32_t>(row * payments));
        for (std::size_t i = 0; i < payments; ++i) {
            auto place = person;
            place.level = core::LevelId(1);
            place.parent = data::RowId(row);
            place.date = {person.date.days + static_cast<std::int32_t>(i * 28 / payments + i % 2)};
            place.previous = i > 0 ? data::RowId(rows + row * payments + i - 1) : data::RowId();
            frame.by_parent.push_back(made.rows.add(place));
            amount.values.push_back(numbers.below(60'000'000));
        }
    }
    frame.begins.push_back(static_cast<std::uint32_t>(rows * payments));
    made.frames.add(std::move(frame));
    made.columns.add(std::move(amount));
    made.columns.add(std::move(plan));
    return made;
}

std::int64_t hand_written(const data::History& history, std::vector<std::int64_t>& pay) {
    const auto& records = history.frames[core::LevelId(1)];
    const auto* plan = history.columns[core::InputId(1)].values.data();
    const auto* amount = history.columns[core::InputId(0)].values.data();
    const auto* dates = history.rows.dates.data() + records.first.value;
    std::int64_t sum = 0;
    for (std::size_t row = 0; row < history.frames[core::LevelId(0)].rows; ++row) {
        const auto first_day = history.rows.dates[row].days;
        std::int64_t all = 0, by_15 = 0, by_25 = 0;
        for (auto i = records.begins[row]; i < records.begins[row + 1]; ++i) {
            const auto day = dates[i].days - first_day;
            all += amount[i];
            by_15 += day < 15 ? amount[i] : 0;
            by_25 += day < 25 ? amount[i] : 0;
        }
        std::int64_t thirds = 1;
        if (by_15 * 2 >= plan[row]) ++thirds;
        if (by_25 * 10 >= plan[row] * 9) ++thirds;
        const auto n = std::max<std::int64_t>(all - 400'000'000, 0) * thirds;
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
    return held({.title = "payments, 20 a person-month",
                 .scheme = "ledger.pay",
                 .history = history,
                 .millions = 4,
                 .counted = accrue::core::LevelId(1),
                 .by_hand = hand_written},
                argc, argv);
}
