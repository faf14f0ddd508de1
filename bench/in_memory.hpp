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

// The histories that are measured have so many months of each person; their parts, about so many rows.
inline constexpr std::size_t months_of_a_person = 24, rows_of_a_part = 16'384;

// Money in hundredths, without cells.
data::Column money_column();

// For bench/schemes/thirds.pay: plan, collected, collected by day 15, by day 25. An outlier needs 128 bits.
enum class Outliers : std::uint8_t { none, one_in_10_000 };
data::History history_of_thirds(std::size_t people, Outliers outliers);

// What loops by hand do: so many parts of a kopeck, 0 or more, half even.
inline std::int64_t whole_kopecks(std::int64_t parts, std::int64_t parts_of_a_kopeck) {
    const auto kopecks = parts / parts_of_a_kopeck;
    const auto twice = 2 * (parts - kopecks * parts_of_a_kopeck);
    return kopecks + (twice > parts_of_a_kopeck || (twice == parts_of_a_kopeck && kopecks % 2 != 0) ? 1 : 0);
}

// The sum of a definition in hundredths.
std::int64_t hundredths(const Counts& counts, const Exact& unit);

}  // namespace accrue::bench
