// number/by_weight.hpp — An amount divided by weight, however many weights there are. The sum of many ratios
// is too long to be worked with for each of them; so a part is looked at as closely as its rounding needs,
// and exactly where that does not settle it.
#pragma once

#include <memory>
#include <vector>

#include "number/exact.hpp"

namespace accrue {

class ByWeight {
  public:
    ByWeight();
    // No weight is below 0.
    ByWeight(Exact amount, std::vector<Exact> weights);

    bool weighs_nothing() const;   // all weights are 0, or there is none
    const Exact& weights() const;  // their sum: with many ratios a long number, and slow

    // fixed + amount × weight / weights(); without weights, `fixed`. `weight` may be the difference of two.
    Exact exactly(const Exact& fixed, const Exact& weight) const;
    // A number that stands for that one wherever it is rounded to `step`: it has the same sign, and the same
    // multiples of the step and of its halves below it and above it. Of two such numbers the larger one
    // stands for the larger one; those that are equal may stand for two that are not.
    Exact nearly(const Exact& fixed, const Exact& weight, const Exact& step) const;

  private:
    struct Inside;
    std::shared_ptr<Inside> inside_;
};

}  // namespace accrue
