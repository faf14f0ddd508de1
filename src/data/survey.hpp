// data/survey.hpp — What the rows of a file are like as they stand: in which order, from when to when.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <vector>

#include "data/file.hpp"

namespace accrue::data {

// The numbers from `least` to `most`.
struct Range {
    std::int32_t least = std::numeric_limits<std::int32_t>::max();
    std::int32_t most = std::numeric_limits<std::int32_t>::min();

    void add(std::int32_t number) {
        least = number < least ? number : least;
        most = number > most ? number : most;
    }
    bool empty() const { return most < least; }
    std::uint64_t place(std::int32_t number) const {
        return static_cast<std::uint64_t>(std::int64_t{number} - least);
    }
    int bits() const { return empty() ? 0 : static_cast<int>(std::bit_width(place(most))); }
};

struct Survey {
    std::size_t rows = 0;  // that have a key
    Range periods, dates;
    bool is_by_period = true;  // already by period, then key
    bool is_by_key = true;     // by key, then by period or date
    // Of records that stand by key: where, in the file, another period begins than that of the row before.
    std::vector<std::uint32_t> period_runs;
    bool has_alike = false;  // neighbours; all that are alike, when the rows are in one of these orders
    // Where one key after the other has a row in each of the same periods, one behind the other: how many
    // these are. Else 0.
    std::uint32_t periods_a_key = 0;
};

// Of rows that have a key. What orders the rows of a key is the date of records, else the period.
Survey surveyed(const FileRows& rows, core::LevelKind kind);

}  // namespace accrue::data
