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
    data::History whole;
    std::vector<data::History> parts;  // about as many rows as the whole; in all of them the same ones
    core::LevelId counted;
};

std::int64_t paid(const Field& field, const run::Result& result) {
    const auto& all = result.definitions[field.scheme.levels[core::LevelId(0)].pay_total.value];
    return hundredths(all.values, all.unit);
}

// One way to run the whole, and what it comes to.
struct Way {
    run::Runner runner;
    std::vector<double> times;  // ns a counted row
    std::int64_t sum = 0;
    run::Paths paths;

    void take_turn(const Field& field, double rows) {
        run::Result result;
        times.push_back(nanoseconds([&] { result = runner.run(field.whole); }) / rows);
        sum = paid(field, result);
        paths = result.paths;
        runner.take_back(std::move(result));
    }
};

// Part after part, adding up what is paid and forgetting it.
struct SumOfParts {
    run::Runner runner;
    std::vector<double> times;  // ns a counted row
    std::int64_t sum = 0;

    void take_turn(const Field& field) {
        sum = 0;
        const double rows =
            static_cast<double>(field.parts.size()) * field.parts.front().frames[field.counted].rows;
        const auto time = nanoseconds([&] {
            for (const auto& part : field.parts) {
                auto result = runner.run(part);
                sum += paid(field, result);
                runner.take_back(std::move(result));
            }
        });
        times.push_back(time / rows);
    }
};

Field field(const Contest& contest, std::size_t rows) {
    const auto rows_of_a_person = contest.history(1).frames[contest.counted].rows;
    const auto part = contest.history(std::max<std::size_t>(1, rows_of_a_part / rows_of_a_person));
    const auto parts = std::max<std::size_t>(1, rows / part.frames[contest.counted].rows);
    return {scheme_of_file(contest.scheme),
            contest.history(rows / rows_of_a_person),
            {parts, part},
            contest.counted};
}

}  // namespace

int held(const Contest& contest, int count, char** words) {
    const auto millions = count > 1 ? std::strtoull(words[1], nullptr, 10) : contest.millions;
    const auto of = field(contest, millions * 1'000'000);
    const double rows = of.whole.frames[of.counted].rows;
    std::vector<std::int64_t> pay(of.whole.frames[core::LevelId(0)].rows);
    std::vector<double> by_hand;
    const auto expected_of_parts =
        contest.by_hand(of.parts.front(), pay) * static_cast<std::int64_t>(of.parts.size());
    std::int64_t expected = 0;
    Way amounts{run::Runner(of.scheme), {}, 0, {}};
    Way everything{run::Runner(of.scheme, run::Keep::everything), {}, 0, {}};
    SumOfParts parts{run::Runner(of.scheme), {}, 0};
    for (int round = 0; round < rounds; ++round) {
        by_hand.push_back(nanoseconds([&] { expected = contest.by_hand(of.whole, pay); }) / rows);
        amounts.take_turn(of, rows);
        everything.take_turn(of, rows);
        parts.take_turn(of);
    }
    fmt::print("{}, {} rows in memory, one thread,\n", contest.title, static_cast<std::size_t>(rows));
    fmt::print("ns of processor time a row (medians of five)\n");
    fmt::print("  by hand over int64        {:6.2f}\n", median(by_hand));
    fmt::print("  accrue                    {:6.2f}   {:.2f} ×\n", median(amounts.times),
               median(amounts.times) / median(by_hand));
    fmt::print("  accrue, every value       {:6.2f}   {:.2f} × of that\n", median(everything.times),
               median(everything.times) / median(amounts.times));
    fmt::print("  accrue, the sum of parts  {:6.2f}\n", median(parts.times));
    fmt::print("  vectors in int64 {}, int128 {}, rationals {}\n", amounts.paths.int64, amounts.paths.int128,
               amounts.paths.rational);
    const bool are_equal =
        expected == amounts.sum && expected == everything.sum && expected_of_parts == parts.sum;
    fmt::print("  sums {}: {} kopecks\n", are_equal ? "equal" : "DIFFER", expected);
    return are_equal ? 0 : 1;
}

}  // namespace accrue::bench
