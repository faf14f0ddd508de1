// Thirds with checkpoints (system 3) in memory, against the loop that one would write by hand over int64: the
// bonus of 0.5 % above 40M in thirds, two of them behind gates, rounded half-even to a kopeck. Sums must be
// equal.
//
// Also the same people in parts of 16,384 rows, one after the other by one runner, as a long file is run
// while it is read.
//
//     bench_thirds [MILLIONS OF PERSON-MONTHS]
#include "thirds.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

#include "run/run.hpp"
#include "timing.hpp"

namespace accrue::bench {
namespace {

constexpr int months = 24;

struct Given {
    Thirds made = thirds(Rounding::half_even);
    data::History history;
};

std::uint64_t next(std::uint64_t& state) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return state >> 24U;
}

// Rows by month, then person; amounts in kopecks.
Given given(std::size_t people) {
    Given given;
    std::uint64_t state = 1;
    std::array<data::Column, 4> columns;
    for (auto& column : columns) {
        column.kind = core::TypeKind::money;
        column.digits = 2;
        column.values.reserve(people * months);
    }
    for (std::size_t row = 0; row < people * months; ++row) {
        const auto plan = static_cast<std::int64_t>(3'000'000'000 + next(state) % 4'000'000'000);
        const auto collected = static_cast<std::int64_t>(next(state) % 9'000'000'000);
        columns[0].values.push_back(plan);
        columns[1].values.push_back(collected);
        columns[2].values.push_back(collected * static_cast<std::int64_t>(next(state) % 100) / 100);
        columns[3].values.push_back(collected * static_cast<std::int64_t>(next(state) % 100) / 100);
        data::Row place;
        place.key = data::KeyId(row % people);
        place.level = core::LevelId(0);
        place.period = {Month::of(2025, 1).index + static_cast<std::int32_t>(row / people)};
        if (row >= people) place.previous = data::RowId(row - people);
        given.history.rows.add(place);
    }
    given.history.frames.add({.rows = static_cast<std::uint32_t>(people * months),
                              .keys = static_cast<std::uint32_t>(people),
                              .by_parent = {},
                              .begins = {},
                              .headers = {}});
    for (auto& column : columns) given.history.columns.add(std::move(column));
    return given;
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

std::int64_t kopecks(const run::Values& values) {
    std::int64_t scale = 0, sum = 0;
    if (!(values.unit * Exact(100)).fits_scaled(1, scale)) return -1;
    for (const auto n : values.values) sum += n;
    return sum * scale;
}

int bench(std::size_t millions) {
    const auto data = given(millions * 1'000'000 / months);
    const auto rows = static_cast<double>(data.history.rows.size());
    std::vector<double> by_hand, by_columns, everything, in_parts;
    constexpr std::size_t people_of_a_part = 16'384 / months;
    const auto part = given(people_of_a_part);
    run::Runner runner(data.made.scheme), keeps_paid(data.made.scheme),
        keeps_everything(data.made.scheme, run::Keep::everything);
    std::vector<std::int64_t> pay(data.history.rows.size());
    std::int64_t expected = 0, paid = 0, kept = 0;
    for (int round = 0; round < 5; ++round) {
        by_hand.push_back(nanoseconds([&] { expected = hand_written(data.history, pay); }) / rows);
        const auto measured = [&](run::Runner& of_whole, std::int64_t& sum) {
            run::Result result;
            const auto time = nanoseconds([&] { result = of_whole.run(data.history); });
            sum = kopecks(result.definitions[data.made.total.value]);
            of_whole.take_back(std::move(result));
            return time / rows;
        };
        by_columns.push_back(measured(keeps_paid, paid));
        everything.push_back(measured(keeps_everything, kept));
        const auto rows_of_part = static_cast<double>(part.history.rows.size());
        const auto parts = static_cast<std::size_t>(rows / rows_of_part);
        in_parts.push_back(nanoseconds([&] {
                               for (std::size_t i = 0; i < parts; ++i)
                                   runner.take_back(runner.run(part.history));
                           }) /
                           (static_cast<double>(parts) * rows_of_part));
    }
    fmt::print("thirds, {} rows in memory, one thread, ns of processor time a row (medians of five)\n",
               data.history.rows.size());
    fmt::print("  by hand over int64   {:6.2f}\n", median(by_hand));
    fmt::print("  accrue               {:6.2f}   {:.2f} ×\n", median(by_columns),
               median(by_columns) / median(by_hand));
    fmt::print("  accrue, every value  {:6.2f}   {:.2f} × of that\n", median(everything),
               median(everything) / median(by_columns));
    fmt::print("  accrue, in parts     {:6.2f}\n", median(in_parts));
    const bool equal = expected == paid && expected == kept;
    fmt::print("  sums {}: {} kopecks\n", equal ? "equal" : "DIFFER", expected);
    return equal ? 0 : 1;
}

}  // namespace
}  // namespace accrue::bench

int main(int argc, char** argv) {
    return accrue::bench::bench(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 2);
}
