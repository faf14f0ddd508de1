// explain/linear.hpp — Systems of linear equations over exact rationals.
#pragma once

#include <optional>
#include <vector>

#include "number/exact.hpp"

namespace accrue::explain {

// x = constant + Σ coefficient × x, one row an unknown.
struct LinearSystem {
    std::vector<std::vector<Exact>> coefficients;
    std::vector<Exact> constants;
};
// The only solution; nothing when there is none, or more than one.
std::optional<std::vector<Exact>> solution(const LinearSystem& system);

}  // namespace accrue::explain
