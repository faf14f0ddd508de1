// number/common_sum.hpp — A sum of many numbers, for the files of this folder alone.
#pragma once

#include "number/exact_inside.hpp"

namespace accrue {

// Over the least common denominator of its terms, in whatever order they came; not in lowest terms.
struct CommonSum {
    Whole numerator = 0, denominator = 1;

    void add(const Whole& over, const Whole& under);
};

}  // namespace accrue
