#include "contest.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "in_memory.hpp"
#include "run/run.hpp"
#include "timing.hpp"

namespace accrue::bench {
namespace {

constexpr int rounds = 5;

// One way to run the whole, and what it comes to.
struct Way {
    run::Runner runner;
    std::vector<double> times;  // ns a counted row
    std::int64_t sum = 0;
    run::Paths paths;

    void take_turn(const Contest& contest, double rows) {
        run::Result result;
        times.push_back(nanoseconds([&] { result = runner.run(contest.whole); }) / rows);
        const auto& paid = result.definitions[contest.scheme.levels[core::LevelId(0)].pay_total.value];
        sum = hundredths(paid.values, paid.unit);
        paths = result.paths;
        runner.take_back(std::move(result));
    }
};

double in_parts(run::Runner& runner, const Contest& contest, double rows) {
    const double rows_of_part = contest.part.frames[contest.counted].rows;
    const auto parts = std::max<std::size_t>(1, static_cast<std::size_t>(rows / rows_of_part));
    const auto time = nanoseconds([&] {
        for (std::size_t i = 0; i < parts; ++i) runner.take_back(runner.run(contest.part));
    });
    return time / (static_cast<double>(parts) * rows_of_part);
}

}  // namespace

std::size_t people_of_a_part(std::size_t months) {
    constexpr std::size_t rows_of_a_part = 16'384;
    return rows_of_a_part / months;
}

int held(const Contest& contest) {
    const double rows = contest.whole.frames[contest.counted].rows;
    std::vector<std::int64_t> pay(contest.whole.frames[core::LevelId(0)].rows);
    std::vector<double> by_hand, parts;
    std::int64_t expected = 0;
    Way paid{run::Runner(contest.scheme), {}, 0, {}};
    Way everything{run::Runner(contest.scheme, run::Keep::everything), {}, 0, {}};
    run::Runner of_parts(contest.scheme);
    for (int round = 0; round < rounds; ++round) {
        by_hand.push_back(nanoseconds([&] { expected = contest.by_hand(contest.whole, pay); }) / rows);
        paid.take_turn(contest, rows);
        everything.take_turn(contest, rows);
        parts.push_back(in_parts(of_parts, contest, rows));
    }
    fmt::print("{}, {} rows in memory, one thread,\n", contest.title, static_cast<std::size_t>(rows));
    fmt::print("ns of processor time a row (medians of five)\n");
    fmt::print("  by hand over int64   {:6.2f}\n", median(by_hand));
    fmt::print("  accrue               {:6.2f}   {:.2f} ×\n", median(paid.times),
               median(paid.times) / median(by_hand));
    fmt::print("  accrue, every value  {:6.2f}   {:.2f} × of that\n", median(everything.times),
               median(everything.times) / median(paid.times));
    fmt::print("  accrue, in parts     {:6.2f}\n", median(parts));
    fmt::print("  vectors in int64 {}, int128 {}, rationals {}\n", paid.paths.int64, paid.paths.int128,
               paid.paths.rational);
    const bool are_equal = expected == paid.sum && expected == everything.sum;
    fmt::print("  sums {}: {} kopecks\n", are_equal ? "equal" : "DIFFER", expected);
    return are_equal ? 0 : 1;
}

}  // namespace accrue::bench
