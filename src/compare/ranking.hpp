// compare/ranking.hpp — Counts in rising order: millions of them, many times over, so by their digits instead
// of by comparing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace accrue::compare {

void sort_rising(std::vector<std::int64_t>& counts);
// Their places, those of equal counts in the order in which they stand.
std::vector<std::uint32_t> rising_order(const std::vector<std::int64_t>& counts);

// Ten parts of what stands in rising order, as equal as can be; none of fewer than ten.
template <class Each>
std::vector<std::span<const Each>> tenths(const std::vector<Each>& rising) {
    constexpr std::size_t parts = 10;
    std::vector<std::span<const Each>> all;
    if (rising.size() < parts) return all;
    for (std::size_t i = 0; i < parts; ++i) {
        const auto begin = rising.size() * i / parts, end = rising.size() * (i + 1) / parts;
        all.push_back(std::span(rising).subspan(begin, end - begin));
    }
    return all;
}

// How many pairs (earlier, later) have the earlier one larger; the list is sorted on the way.
std::uint64_t inversions(std::vector<std::int64_t>& list);

}  // namespace accrue::compare
