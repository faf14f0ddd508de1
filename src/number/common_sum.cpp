#include "number/common_sum.hpp"

namespace accrue {

// One of both denominators is mostly short: remainders by it, not the long way down from both.
void CommonSum::add(const Whole& over, const Whole& under) {
    const Whole shared = mp::gcd(under, Whole(denominator % under));
    const Whole further = under / shared;
    numerator *= further;
    numerator += over * Whole(denominator / shared);
    denominator *= further;
}

}  // namespace accrue
