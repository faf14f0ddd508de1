// in_memory.hpp — Schemes as text and histories made in memory, for the programs that measure the evaluator.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/scheme.hpp"
#include "data/history.hpp"

namespace accrue::bench {

// Throws with the messages when there is a mistake.
core::Scheme scheme_of_text(const std::string& text);
core::Scheme scheme_of_file(const std::string& name);  // in bench/schemes

// Always the same numbers.
class Numbers {
  public:
    std::int64_t below(std::uint64_t limit) {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::int64_t>((state_ >> 24U) % limit);
    }

  private:
    std::uint64_t state_ = 1;
};

// People by month, then person, without columns: January 2025 and on.
data::History people_by_month(std::size_t people, std::size_t months);

// The sum of a definition in hundredths.
std::int64_t hundredths(const Counts& counts, const Exact& unit);

}  // namespace accrue::bench
