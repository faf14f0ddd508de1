#include "number/exact_sum.hpp"

#include <limits>

#include "number/exact_inside.hpp"

namespace accrue {

ExactSum ExactSum::of_any_length() {
    ExactSum sum;
    sum.most_common_bits_ = std::numeric_limits<std::size_t>::max();
    return sum;
}

void ExactSum::add(const Exact& number) {
    add_ratio(whole(numerator_of(number)), whole(denominator_of(number)));
}

void ExactSum::add(const ExactSum& other) {
    is_too_long_ = is_too_long_ || other.is_too_long_;
    add_ratio(other.over_, other.under_);
}

// Mostly the denominator of what is added is the shorter one by far: then nothing here takes longer than to
// read the other one.
void ExactSum::add_ratio(const Exact& over, const Exact& under) {
    if (is_too_long_) return;
    if (under == under_) {
        over_ += over;
        return;
    }
    const auto common = numerator_of(under_), added = numerator_of(under);
    const Whole shared = mp::gcd(added, Whole(common % added));
    over_ = whole(numerator_of(over_) * (added / shared) + numerator_of(over) * (common / shared));
    under_ = whole(common * (added / shared));
    is_too_long_ = under_.bits() > most_common_bits_;
}

Exact ExactSum::value() const {
    return over_ / under_;
}

}  // namespace accrue
