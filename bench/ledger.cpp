// Twenty payments a person-month, summed with and without the gates of days 15 and 25, in memory: the scheme
// of bench/schemes/ledger.pay against the loop that one would write by hand over int64. Sums must be equal.
//
//     bench_ledger [MILLIONS OF PAYMENTS]
#include <fmt/format.h>

#include <cstdlib>

#include "in_memory.hpp"
#include "run/run.hpp"
#include "timing.hpp"

namespace accrue::bench {
namespace {

constexpr std::size_t months = 24, payments = 20;

data::History history(std::size_t people) {
    auto made = people_by_month(people, months);
    Numbers numbers;
    data::Column plan, amount;
    for (auto* column : {&plan, &amount}) {
        column->kind = core::TypeKind::money;
        column->digits = 2;
    }
    const auto rows = people * months;
    data::Frame frame{.first = data::RowId(rows),
                      .rows = static_cast<std::uint32_t>(rows * payments),
                      .first_key = data::KeyId(people),
                      .keys = 0,
                      .by_parent = {},
                      .begins = {},
                      .headers = {}};
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
        auto kopecks = n / 600;
        const auto rest = n - kopecks * 600;
        if (rest > 300 || (rest == 300 && kopecks % 2 != 0)) ++kopecks;
        pay[row] = kopecks;
        sum += kopecks;
    }
    return sum;
}

int bench(std::size_t millions) {
    const auto scheme = scheme_of_file("ledger.pay");
    const auto total = scheme.levels[core::LevelId(0)].pay_total;
    const auto whole = history(millions * 1'000'000 / months / payments);
    const auto part = history(16'384 / months);
    const auto people = whole.frames[core::LevelId(0)].rows;
    const auto count = static_cast<double>(people * payments);
    const auto of_part = static_cast<double>(part.frames[core::LevelId(1)].rows);
    std::vector<std::int64_t> pay(people);
    std::vector<double> by_hand, by_columns, in_parts;
    std::int64_t expected = 0, paid = 0;
    run::Runner runner(scheme), of_parts(scheme);
    for (int round = 0; round < 5; ++round) {
        by_hand.push_back(nanoseconds([&] { expected = hand_written(whole, pay); }) / count);
        run::Result result;
        by_columns.push_back(nanoseconds([&] { result = runner.run(whole); }) / count);
        paid = hundredths(result.definitions[total.value].values, result.definitions[total.value].unit);
        runner.take_back(std::move(result));
        const auto parts = std::max<std::size_t>(1, static_cast<std::size_t>(count / of_part));
        in_parts.push_back(nanoseconds([&] {
                               for (std::size_t i = 0; i < parts; ++i) of_parts.take_back(of_parts.run(part));
                           }) /
                           (static_cast<double>(parts) * of_part));
    }
    fmt::print("{} payments of {} person-months in memory, one thread,\n", people * payments, people);
    fmt::print("ns of processor time a payment (medians of five)\n");
    fmt::print("  by hand over int64   {:6.2f}\n", median(by_hand));
    fmt::print("  accrue               {:6.2f}   {:.2f} ×\n", median(by_columns),
               median(by_columns) / median(by_hand));
    fmt::print("  accrue, in parts     {:6.2f}\n", median(in_parts));
    fmt::print("  sums {}: {} kopecks\n", expected == paid ? "equal" : "DIFFER", expected);
    return expected == paid ? 0 : 1;
}

}  // namespace
}  // namespace accrue::bench

int main(int argc, char** argv) {
    return accrue::bench::bench(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 4);
}
