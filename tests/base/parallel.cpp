#include "base/parallel.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <stdexcept>
#include <vector>

using accrue::Workers;

TEST_CASE("every piece is done once, whatever the number of threads") {
    for (const std::size_t threads : {1U, 2U, 7U}) {
        Workers workers(threads);
        CHECK(workers.threads() == threads);
        for (const std::size_t pieces : {0U, 1U, 2U, 1000U}) {
            std::vector<std::atomic<int>> done(pieces);
            std::atomic<bool> is_in_range = true;
            workers.each(pieces, [&](std::size_t piece, std::size_t thread) {
                ++done[piece];
                if (thread >= threads) is_in_range = false;
            });
            CHECK(is_in_range);
            for (const auto& each : done) CHECK(each == 1);
        }
    }
}

TEST_CASE("what the lowest piece throws reaches the caller, and the workers go on") {
    Workers workers(3);
    const auto fail = [](std::size_t piece, std::size_t) {
        if (piece >= 3) throw std::runtime_error(std::to_string(piece));
    };
    CHECK_THROWS_WITH(workers.each(4, fail), "3");
    CHECK_THROWS_AS(workers.each(100, fail), std::runtime_error);
    std::atomic<int> done = 0;
    workers.each(50, [&](std::size_t, std::size_t) { ++done; });
    CHECK(done == 50);
}
