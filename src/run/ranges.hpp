// run/ranges.hpp — From the bounds of what a vector reads to the width of every column of its plan. Bounds
// are doubles rounded outwards, so that no bound overflows; they decide widths and never touch a value.
#pragma once

#include <vector>

#include "run/plan.hpp"

namespace accrue::run {

struct Range {
    double low = 0, high = 0;
};

enum class Width : std::uint8_t { int64, int128, rational };

struct Widths {
    Table<NumberId, Width> columns;  // of whole numbers; of exact columns `rational`
    std::vector<Width> steps;        // in which numbers a step computes
    std::vector<std::uint8_t> near;  // by step: a rounding may go by way of doubles
    Width widest = Width::int64;     // `rational`: some whole number might not fit 128 bits
};

// `ranges` holds the bounds of the leaves and room for all columns.
Widths widths(const Plan& plan, Table<NumberId, Range> ranges);

}  // namespace accrue::run
