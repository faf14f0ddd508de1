// What grows: 1 to 64 schemes over the same parts, 10 to 3,000 rules in one scheme, one row in 10,000 that
// int64 does not hold, and the fixed cost of a run on a known shape.
//
//     bench_many
#include <fmt/format.h>

#include <algorithm>

#include "in_memory.hpp"
#include "run/run.hpp"
#include "timing.hpp"

namespace accrue::bench {
namespace {

std::string thirds(int threshold) {
    return fmt::format(
        "scheme thirds\ncurrency RUB\nrounding half even to 0.01\nlevel person\nperson {{\n"
        "  input plan : money in 0 ..\n  input collected : money by day in 0 ..\n"
        "  bonus = 0.5% of collected above {}\n  split bonus into a, b, c\n"
        "  a if collected@15 >= 50% plan\n  b if collected@25 >= 90% plan\n  pay bonus after gates\n}}\n",
        threshold);
}

// Half of them read the rule before.
std::string rules(int count) {
    std::string text =
        "scheme rules\ncurrency RUB\nrounding half even to 0.01\nlevel person\nperson {\n"
        "  input plan : money in 0 ..\n  input collected : money by day in 0 ..\n"
        "  r0 = 0.5% of collected\n";
    for (int i = 1; i < count; ++i) {
        text += i % 2 == 0 ? fmt::format("  r{} = r{} capped at {}\n", i, i - 1, 1'000'000 + i)
                           : fmt::format("  r{} = 0.{:02}% of collected above {}\n", i, i % 97 + 1, 1000 * i);
    }
    text += "  s0 = collected@15 + collected@25\n";
    for (int i = 0; i < count; ++i) text += fmt::format("  s{} = s{} + r{}\n", i + 1, i, i);
    return text + fmt::format("  pay s{}\n}}\n", count);
}

// The least time of several rounds, of one run of each of the runners.
double best(std::vector<run::Runner>& runners, const data::History& history, int rounds) {
    double least = 1e18;
    for (int round = 0; round < rounds; ++round) {
        least = std::min(least, nanoseconds([&] {
                             for (auto& runner : runners) runner.take_back(runner.run(history));
                         }));
    }
    return least;
}

void many_schemes(const data::History& part) {
    const auto rows = static_cast<double>(part.rows.size());
    fmt::print("schemes over one part of {} rows: ns a row and scheme\n", part.rows.size());
    std::vector<core::Scheme> schemes;
    for (int i = 0; i < 64; ++i) schemes.push_back(scheme_of_text(thirds(40'000'000 + i * 100'000)));
    for (const std::size_t count : {1U, 4U, 16U, 64U}) {
        std::vector<run::Runner> runners;
        runners.emplace_back(schemes.front());
        for (std::size_t i = 1; i < count; ++i)
            runners.emplace_back(schemes[i], run::Keep::paid, runners.front());
        fmt::print("  {:5}   {:6.2f}\n", count, best(runners, part, 30) / rows / static_cast<double>(count));
    }
}

void many_rules(const data::History& part) {
    const auto rows = static_cast<double>(part.rows.size());
    fmt::print("rules in one scheme: ns a row and rule; to prepare, µs a rule\n");
    for (const int count : {10, 100, 1000, 3000}) {
        const auto scheme = scheme_of_text(rules(count));
        std::vector<run::Runner> runners;
        const auto prepared = nanoseconds([&] {
            runners.emplace_back(scheme);
            runners.front().take_back(runners.front().run(part));
        });
        const auto run = best(runners, part, 10);
        fmt::print("  {:5}   {:6.3f}   {:6.2f}\n", count, run / rows / count,
                   (prepared - run) / count / 1000);
    }
}

void outliers() {
    constexpr std::size_t people = 2'000'000 / months_of_a_person;
    const auto scheme = scheme_of_text(thirds(40'000'000));
    const auto usual = history_of_thirds(people, Outliers::none),
               some = history_of_thirds(people, Outliers::one_in_10_000);
    run::Runner one(scheme), other(scheme);
    std::vector<double> without, with;
    run::Paths paths;
    for (int round = 0; round < 5; ++round) {
        without.push_back(nanoseconds([&] { one.take_back(one.run(usual)); }));
        run::Result result;
        with.push_back(nanoseconds([&] { result = other.run(some); }));
        paths = result.paths;
        other.take_back(std::move(result));
    }
    fmt::print("one row in 10,000 beyond int64: {:.2f} × (vectors in int64 {}, int128 {}, rationals {})\n",
               median(with) / median(without), paths.int64, paths.int128, paths.rational);
}

void fixed_cost() {
    const auto scheme = scheme_of_text(thirds(40'000'000));
    const auto tiny = history_of_thirds(1, Outliers::none);
    std::vector<run::Runner> runners;
    runners.emplace_back(scheme);
    runners.front().run(tiny);
    fmt::print("a run on one person of {} months: {:.1f} µs\n", months_of_a_person,
               best(runners, tiny, 100) / 1000);
}

int bench() {
    const auto part = history_of_thirds(rows_of_a_part / months_of_a_person, Outliers::none);
    many_schemes(part);
    many_rules(part);
    outliers();
    fixed_cost();
    return 0;
}

}  // namespace
}  // namespace accrue::bench

int main() {
    return accrue::bench::bench();
}
