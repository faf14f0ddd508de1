#include "compare/ranking.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace accrue::compare {
namespace {

constexpr unsigned digit_bits = 11;
constexpr std::size_t digits = std::size_t{1} << digit_bits;

// How far each count is above the least one: the digits of that are sorted by.
class Heights {
  public:
    explicit Heights(const std::vector<std::int64_t>& counts) {
        if (counts.empty()) return;
        const auto [low, high] = std::ranges::minmax(counts);
        least_ = static_cast<std::uint64_t>(low);
        highest_ = static_cast<std::uint64_t>(high) - least_;
    }
    std::size_t digit(std::int64_t count, unsigned shift) const {
        return (static_cast<std::uint64_t>(count) - least_) >> shift & (digits - 1);
    }
    bool has_digit(unsigned shift) const { return shift < 64 && highest_ >> shift != 0; }

  private:
    std::uint64_t least_ = 0, highest_ = 0;
};

// Digit by digit, from the lowest one; equal ones keep their order.
template <class Element, class CountOf>
void sort_by_digits(std::vector<Element>& elements, const Heights& heights, const CountOf& count_of) {
    std::vector<Element> sorted(elements.size());
    for (unsigned shift = 0; heights.has_digit(shift); shift += digit_bits) {
        std::array<std::size_t, digits + 1> begins{};
        for (const auto& each : elements) ++begins[heights.digit(count_of(each), shift) + 1];
        std::partial_sum(begins.begin(), begins.end(), begins.begin());
        for (const auto& each : elements) sorted[begins[heights.digit(count_of(each), shift)]++] = each;
        elements.swap(sorted);
    }
}

// Of two sorted stretches that follow each other; `merged` begins where the first one does.
std::uint64_t merge(const std::int64_t* left, const std::int64_t* middle, const std::int64_t* end,
                    std::int64_t* merged) {
    std::uint64_t count = 0;
    const auto* right = middle;
    while (left < middle && right < end) {
        const bool is_right = *right < *left;
        count += is_right ? static_cast<std::uint64_t>(middle - left) : 0;
        *merged++ = is_right ? *right : *left;
        right += is_right ? 1 : 0;
        left += is_right ? 0 : 1;
    }
    merged = std::copy(left, middle, merged);
    std::copy(right, end, merged);
    return count;
}

// Sorts short stretches by putting each count where it belongs.
std::uint64_t inserted(std::int64_t* begin, std::int64_t* end) {
    std::uint64_t count = 0;
    for (auto* at = begin; at < end; ++at) {
        const auto value = *at;
        auto* to = at;
        for (; to > begin && to[-1] > value; --to) *to = to[-1];
        *to = value;
        count += static_cast<std::uint64_t>(at - to);
    }
    return count;
}

}  // namespace

void sort_rising(std::vector<std::int64_t>& counts) {
    const Heights heights(counts);
    sort_by_digits(counts, heights, [](std::int64_t count) { return count; });
}

std::vector<std::uint32_t> rising_order(const std::vector<std::int64_t>& counts) {
    struct Placed {
        std::int64_t count = 0;
        std::uint32_t place = 0;
    };
    std::vector<Placed> placed(counts.size());
    for (std::uint32_t i = 0; i < counts.size(); ++i) placed[i] = {counts[i], i};
    const Heights heights(counts);
    sort_by_digits(placed, heights, [](const Placed& each) { return each.count; });
    std::vector<std::uint32_t> order(counts.size());
    std::ranges::transform(placed, order.begin(), &Placed::place);
    return order;
}

std::uint64_t inversions(std::vector<std::int64_t>& list) {
    constexpr std::size_t short_stretch = 16;
    const auto size = list.size();
    auto *from = list.data(), *const end = from + size;
    std::uint64_t count = 0;
    for (std::size_t at = 0; at < size; at += short_stretch)
        count += inserted(from + at, std::min(from + at + short_stretch, end));
    std::vector<std::int64_t> spare(size);
    for (auto width = short_stretch; width < size; width *= 2) {
        for (std::size_t at = 0; at < size; at += 2 * width) {
            const auto* const begin = list.data();
            count += merge(begin + at, begin + std::min(at + width, size),
                           begin + std::min(at + 2 * width, size), spare.data() + at);
        }
        list.swap(spare);
    }
    return count;
}

}  // namespace accrue::compare
