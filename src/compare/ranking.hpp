// compare/ranking.hpp — Counts in rising order: millions of them, many times over, so by their digits instead
// of by comparing.
#pragma once

#include <cstdint>
#include <vector>

namespace accrue::compare {

void sort_rising(std::vector<std::int64_t>& counts);
// Their places, those of equal counts in the order in which they stand.
std::vector<std::uint32_t> rising_order(const std::vector<std::int64_t>& counts);

// How many pairs (earlier, later) have the earlier one larger; the list is sorted on the way.
std::uint64_t inversions(std::vector<std::int64_t>& list);

}  // namespace accrue::compare
