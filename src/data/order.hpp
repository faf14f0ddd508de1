// data/order.hpp — Rows put in order by counting digits of their numbers instead of comparing them, and
// columns read in that order. How many threads do it changes nothing.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "base/column_memory.hpp"
#include "base/parallel.hpp"
#include "data/history.hpp"

namespace accrue::data {

using Order = ColumnOf<RowId>;  // by place: the row that comes there

// By number, of equal ones those first that stood first; `has_equal` when two are. `bits` hold any number.
template <class Number>
struct Numbered {
    Number number;
    RowId row;
};
struct Ordered {
    Order order;
    bool has_equal = false;
};
template <class Number>
Ordered ordered(ColumnOf<Numbered<Number>> rows, int bits, Workers& workers);

// One pass of counting. Calls `put(row, place)` for each of so many rows, those of a smaller digit first and
// of the same digit as they stand, several at a time; does nothing and says false when all have the same
// digit.
template <class DigitOf, class Put>
bool put_by_digit(std::size_t rows, std::size_t digits, Workers& workers, const DigitOf& digit_of,
                  const Put& put) {
    constexpr std::size_t least_piece = 1 << 16;  // rows that are worth a thread
    const auto pieces = std::clamp<std::size_t>(rows / least_piece, 1, workers.threads());
    std::vector<std::uint32_t> places(pieces * digits);  // by piece and digit
    const auto each_piece = [&](const auto& work) {
        workers.each(pieces, [&](std::size_t piece, std::size_t) {
            work(rows * piece / pieces, rows * (piece + 1) / pieces, places.data() + piece * digits);
        });
    };
    each_piece([&](std::size_t begin, std::size_t end, std::uint32_t* counts) {
        for (auto row = begin; row < end; ++row) ++counts[digit_of(row)];
    });
    std::uint32_t place = 0;
    for (std::size_t digit = 0; digit < digits; ++digit) {
        const auto before = place;
        for (std::size_t piece = 0; piece < pieces; ++piece)
            place += std::exchange(places[piece * digits + digit], place);
        if (place - before == rows) return false;
    }
    each_piece([&](std::size_t begin, std::size_t end, std::uint32_t* next) {
        for (auto row = begin; row < end; ++row) put(row, next[digit_of(row)]++);
    });
    return true;
}
constexpr int most_digit_bits = 11;  // the counts of so many stay in the nearest memory

// Stretches of places for several threads to go through. An order that consists of a few rising runs, as when
// rows by person are put in order by month, is gone through in all runs side by side, so that rows are read
// nearly as they stand.
class Stretches {
  public:
    explicit Stretches(const Order& order);
    void each(Workers& workers, const std::function<void(std::size_t begin, std::size_t end)>& work) const;

  private:
    struct Stretch {
        std::uint32_t begin = 0, end = 0;
    };
    void side_by_side(const Order& order, std::vector<Stretch> runs);
    void one_after_another(std::size_t places);

    std::vector<Stretch> stretches_;
    std::vector<std::size_t> pieces_;  // where each begins in `stretches_`, and one more
};

}  // namespace accrue::data
