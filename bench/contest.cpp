#include "contest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "in_memory.hpp"
#include "run/run.hpp"
#include "timing.hpp"

namespace accrue::bench {
namespace {

constexpr int rounds = 5;

struct Field {
    core::Scheme scheme;
    data::History whole, part;
    core::LevelId counted;
};

// One way to run the whole, and what it comes to.
struct Way {
    run::Runner runner;
    std::vector<double> times;  // ns a counted row
    std::int64_t sum = 0;
    run::Paths paths;

    void take_turn(const Field& field, double rows) {
        run::Result result;
        times.push_back(nanoseconds([&] { result = runner.run(field.whole); }) / rows);
        const auto& paid = result.definitions[field.scheme.levels[core::LevelId(0)].pay_total.value];
        sum = hundredths(paid.values, paid.unit);
        paths = result.paths;
        runner.take_back(std::move(result));
    }
};

double in_parts(run::Runner& runner, const Field& field, double rows) {
    const double rows_of_part = field.part.frames[field.counted].rows;
    const auto parts = std::max<std::size_t>(1, static_cast<std::size_t>(rows / rows_of_part));
    const auto time = nanoseconds([&] {
        for (std::size_t i = 0; i < parts; ++i) runner.take_back(runner.run(field.part));
    });
    return time / (static_cast<double>(parts) * rows_of_part);
}

Field field(const Contest& contest, std::size_t rows) {
    auto part = contest.history(people_of_a_part());
    const auto rows_of_a_person = part.frames[contest.counted].rows / people_of_a_part();
    return {scheme_of_file(contest.scheme), contest.history(rows / rows_of_a_person), std::move(part),
            contest.counted};
}

}  // namespace

int held(const Contest& contest, int count, char** words) {
    const auto millions = count > 1 ? std::strtoull(words[1], nullptr, 10) : contest.millions;
    const auto of = field(contest, millions * 1'000'000);
    const double rows = of.whole.frames[of.counted].rows;
    std::vector<std::int64_t> pay(of.whole.frames[core::LevelId(0)].rows);
    std::vector<double> by_hand, parts;
    std::int64_t expected = 0;
    Way paid{run::Runner(of.scheme), {}, 0, {}};
    Way everything{run::Runner(of.scheme, run::Keep::everything), {}, 0, {}};
    run::Runner of_parts(of.scheme);
    for (int round = 0; round < rounds; ++round) {
        by_hand.push_back(nanoseconds([&] { expected = contest.by_hand(of.whole, pay); }) / rows);
        paid.take_turn(of, rows);
        everything.take_turn(of, rows);
        parts.push_back(in_parts(of_parts, of, rows));
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
