// Pieces made on several threads and taken in order.
#include "batch/in_order.hpp"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace accrue;

namespace {

struct Piece {
    std::size_t number = 0, square = 0;
};

// Some pieces take longer than those behind them.
void work_a_while(std::size_t number) {
    std::this_thread::sleep_for(std::chrono::microseconds(number % 7 == 0 ? 800 : 50));
}

// From 0 to `count` - 1.
auto numbers_below(std::size_t count) {
    return [next = std::size_t{0}, count]() mutable -> std::optional<Piece> {
        if (next == count) return std::nullopt;
        return Piece{.number = next++};
    };
}

}  // namespace

TEST_CASE("pieces are taken in order, however many threads make them") {
    for (const std::size_t threads : {1U, 2U, 5U}) {
        for (const std::size_t count : {0U, 1U, 300U}) {
            Workers workers(threads);
            std::vector<std::size_t> taken;
            std::vector<std::atomic<int>> calls(threads);
            std::atomic<int> most_calls = 0;  // of one thread at a time
            batch::in_order<Piece>(
                workers, 4 * threads, numbers_below(count),
                [&](Piece& piece, std::size_t thread) {
                    if (++calls[thread] > 1) most_calls = 2;
                    work_a_while(piece.number);
                    piece.square = piece.number * piece.number;
                    --calls[thread];
                },
                [&](const Piece& piece) {
                    taken.push_back(piece.square);
                    return true;
                });
            CHECK(most_calls == 0);
            REQUIRE(taken.size() == count);
            for (std::size_t i = 0; i < count; ++i) CHECK(taken[i] == i * i);
        }
    }
}

TEST_CASE("no more pieces are there at a time than were asked for") {
    Workers workers(3);
    std::atomic<std::size_t> begun = 0, most = 0;
    auto next = numbers_below(200);
    batch::in_order<Piece>(
        workers, 4,
        [&] {
            auto piece = next();
            if (piece) most = std::max<std::size_t>(most, ++begun);
            return piece;
        },
        [](const Piece& piece, std::size_t) { work_a_while(piece.number); },
        [&](const Piece&) {
            --begun;
            return true;
        });
    CHECK(begun == 0);
    CHECK(most <= 4);
}

TEST_CASE("nothing is taken behind a piece that ends it") {
    for (const std::size_t threads : {1U, 3U}) {
        Workers workers(threads);
        std::vector<std::size_t> taken;
        batch::in_order<Piece>(
            workers, 8, numbers_below(1'000),
            [](const Piece& piece, std::size_t) { work_a_while(piece.number); },
            [&](const Piece& piece) {
                taken.push_back(piece.number);
                return piece.number < 20;
            });
        REQUIRE(taken.size() == 21);
        CHECK(taken.back() == 20);
    }
}

TEST_CASE("what is thrown while a piece is made or taken ends it and arrives") {
    for (const std::size_t threads : {1U, 3U}) {
        Workers workers(threads);
        const auto throw_at = [](std::size_t wanted, const Piece& piece) {
            if (piece.number == wanted) throw std::runtime_error("no more");
        };
        const auto nothing = [](const Piece&) { return true; };
        CHECK_THROWS_WITH(batch::in_order<Piece>(
                              workers, 8, numbers_below(1'000),
                              [&](const Piece& piece, std::size_t) { throw_at(30, piece); }, nothing),
                          "no more");
        std::size_t taken = 0;
        CHECK_THROWS_WITH(batch::in_order<Piece>(
                              workers, 8, numbers_below(1'000), [](const Piece&, std::size_t) {},
                              [&](const Piece& piece) {
                                  throw_at(30, piece);
                                  return ++taken > 0;
                              }),
                          "no more");
        CHECK(taken == 30);
    }
}
