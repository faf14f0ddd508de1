// number/exact_sum.hpp — A sum of many numbers. Of true ratios it is a ratio whose denominator grows with
// each of them; so it is brought to lowest terms only where it is read, and ends where nothing sensible is
// left of it.
#pragma once

#include "number/exact.hpp"

namespace accrue {

// What it comes to, and whether it is too long, does not depend on the order of its terms.
class ExactSum {
  public:
    // Of the least common denominator of all terms, which the sum itself may be shorter than.
    static constexpr std::size_t max_common_bits = 16384;

    ExactSum() = default;
    static ExactSum of_any_length();

    void add(const Exact& number);
    void add(const ExactSum& other);

    bool is_too_long() const { return is_too_long_; }
    Exact value() const;  // of one that is not too long

  private:
    void add_ratio(const Exact& over, const Exact& under);

    std::size_t most_common_bits_ = max_common_bits;
    bool is_too_long_ = false;
    Exact over_ = 0, under_ = 1;  // whole numbers
};

}  // namespace accrue
