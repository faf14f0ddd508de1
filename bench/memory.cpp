// What computing alone takes: the data stand in memory, and all of it was computed once, before anything is
// measured. Each line of standard input asks for one more run; what it took, and the sum of what is paid,
// goes to standard output as the engines of peers/peer.py say it, so that all of them take turns.
//
//     bench_memory SCHEME person=FILE …
//
// `sum` asks what the engines are asked: the sum alone. The data stand in the parts into which `accrue run`
// cuts them; a part's amounts are added up and forgotten. `amounts` asks for every amount, of one history
// with all of the data: in the end all of them stand in memory. Adding them up is then no part of the time.
#include <chrono>
#include <ctime>
#include <iomanip>
#include <iostream>
#include <stdexcept>
#include <string>

#include "batch/batch.hpp"
#include "loaded.hpp"
#include "run/run.hpp"

namespace accrue::bench {
namespace {

std::int64_t kopecks(const run::Result& result, core::DefinitionId pay) {
    if (!result.failed_rows.empty()) throw std::runtime_error("there are rows without a result");
    const auto& values = result.definitions[pay.value];
    std::int64_t scale = 0, sum = 0;
    if (!(values.unit * Exact(100)).fits_scaled(1, scale) || !values.large.empty())
        throw std::runtime_error("the amounts are not whole kopecks");
    for (const auto count : values.values) sum += count;
    return sum * scale;
}

class Asked {
  public:
    explicit Asked(const Loaded& given)
        : given_(given),
          parts_(given.parts(batch::most_bytes_of_a_part)),
          of_parts_(given.scheme),
          of_whole_(given.scheme) {}

    void answer(const std::string& line) {
        if (line == "sum") return sum();
        if (line == "amounts") return amounts();
        throw std::runtime_error("neither `sum` nor `amounts` is asked: " + line);
    }

  private:
    void sum() {
        std::int64_t paid = 0;
        const auto took = timed([&] {
            for (const auto& part : parts_) {
                auto result = of_parts_.run(data::Parts::history(*part));
                paid += kopecks(result, given_.pay());
                of_parts_.take_back(std::move(result));
            }
        });
        say(took, paid);
    }
    void amounts() {
        run::Result result;
        const auto took = timed([&] { result = of_whole_.run(given_.history); });
        say(took, kopecks(result, given_.pay()));
        of_whole_.take_back(std::move(result));
    }

    struct Took {
        double wall, processor;  // seconds
    };
    template <class Work>
    static Took timed(const Work& work) {
        const auto begin = std::chrono::steady_clock::now();
        const auto processor_begin = std::clock();
        work();
        const auto processor = static_cast<double>(std::clock() - processor_begin) / CLOCKS_PER_SEC;
        return {std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(), processor};
    }
    static void say(Took took, std::int64_t paid) {
        std::cout << "{\"wall\": " << took.wall << ", \"processor\": " << took.processor << ", \"value\": \""
                  << paid / 100 << "." << std::setw(2) << std::setfill('0') << paid % 100 << "\"}"
                  << std::endl;
    }

    const Loaded& given_;
    std::vector<data::PartHolder> parts_;
    run::Runner of_parts_, of_whole_;
};

}  // namespace
}  // namespace accrue::bench

int main(int argc, char** argv) {
    if (argc < 3) {
        std::cerr << "bench_memory SCHEME person=FILE …\n";
        return 2;
    }
    try {
        accrue::bench::Loaded given;
        given.load(argv[1], {argv + 2, argv + argc});
        accrue::bench::Asked asked(given);
        std::string line;
        while (std::getline(std::cin, line)) asked.answer(line);
        return 0;
    } catch (const std::exception& failure) {
        std::cerr << failure.what() << "\n";
        return 1;
    }
}
