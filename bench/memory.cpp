// What computing alone takes: the history stands in memory, the amounts come to stand in memory. Every line
// of standard input runs the scheme once more, with what it keeps between histories kept; what it took goes
// to standard output as the engines of peers/peer.py say it, so that all of them take turns.
//
//     bench_memory THREADS SCHEME person=FILE …
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <iomanip>
#include <iostream>
#include <stdexcept>
#include <string>

#include "base/parallel.hpp"
#include "loaded.hpp"
#include "run/run.hpp"

namespace accrue::bench {
namespace {

std::int64_t kopecks(const run::Values& values) {
    std::int64_t scale = 0, sum = 0;
    if (!(values.unit * Exact(100)).fits_scaled(1, scale) || !values.large.empty()) {
        throw std::runtime_error("the amounts are not whole kopecks");
    }
    for (const auto count : values.values) sum += count;
    return sum * scale;
}

void answer_once(const Loaded& given, run::Runner& runner) {
    const auto begin = std::chrono::steady_clock::now();
    const auto processor_begin = std::clock();
    auto result = runner.run(given.history);
    const auto processor = static_cast<double>(std::clock() - processor_begin) / CLOCKS_PER_SEC;
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
    if (!result.failed_rows.empty()) throw std::runtime_error("there are rows without a result");
    const auto sum = kopecks(result.definitions[given.pay().value]);
    std::cout << "{\"wall\": " << wall.count() << ", \"processor\": " << processor << ", \"value\": \""
              << sum / 100 << "." << std::setw(2) << std::setfill('0') << sum % 100 << "\"}" << std::endl;
    runner.take_back(std::move(result));
}

}  // namespace
}  // namespace accrue::bench

int main(int argc, char** argv) {
    if (argc < 4) {
        std::cerr << "bench_memory THREADS SCHEME person=FILE …\n";
        return 2;
    }
    try {
        accrue::bench::Loaded given;
        given.load(argv[2], {argv + 3, argv + argc});
        accrue::Workers workers(std::strtoull(argv[1], nullptr, 10));
        accrue::run::Runner runner(given.scheme, accrue::run::Keep::paid, accrue::run::rows_of_a_vector,
                                   &workers);
        std::string line;
        while (std::getline(std::cin, line)) accrue::bench::answer_once(given, runner);
        return 0;
    } catch (const std::exception& failure) {
        std::cerr << failure.what() << "\n";
        return 1;
    }
}
