#include "number/by_weight.hpp"

#include <optional>
#include <utility>

#include "number/exact_inside.hpp"
#include "number/exact_sum.hpp"

namespace accrue {
namespace {

constexpr int weight_bits = 256;  // of a weight behind the point, where it is cut off
constexpr int grid_bits = 61;     // of a part in steps

// A ratio above 0, in any terms.
struct Ratio {
    Whole over, under;
};

// A number in steps: `fixed` + `factor` × a ratio.
struct InSteps {
    Exact fixed, factor;
};

// Where a number stands among the multiples of 2^-grid_bits: on one of them, or above it and below the next.
struct Place {
    Whole below;
    bool is_on_it = false;
};

Place place_of(const InSteps& number, const Ratio& ratio) {
    const auto fixed_under = denominator_of(number.fixed), factor_under = denominator_of(number.factor);
    const Whole under = fixed_under * factor_under * ratio.under;
    const Whole over = numerator_of(number.fixed) * factor_under * ratio.under +
                       numerator_of(number.factor) * fixed_under * ratio.over;
    Place place;
    Whole rest;
    mp::divide_qr(Whole(over << grid_bits), under, place.below, rest);
    if (rest.sign() < 0) --place.below;
    place.is_on_it = rest.sign() == 0;
    return place;
}

// All numbers between two places are taken for the one in the middle.
Exact taken_for(const Place& place) {
    return big_ratio(place.below * 2 + (place.is_on_it ? 0 : 1), Whole(1) << (grid_bits + 1));
}

}  // namespace

struct ByWeight::Inside {
    Exact amount;
    std::vector<Exact> weights;
    bool weighs = false;
    Whole cut_off = 0;  // the weights, each cut off behind `weight_bits`
    std::optional<Exact> sum;
};

ByWeight::ByWeight() : ByWeight(0, {}) {}

ByWeight::ByWeight(Exact amount, std::vector<Exact> weights)
    : inside_(std::make_shared<Inside>(Inside{std::move(amount), std::move(weights), {}, {}, {}})) {
    for (const auto& weight : inside_->weights) {
        inside_->weighs = inside_->weighs || weight.sign() != 0;
        inside_->cut_off += (numerator_of(weight) << weight_bits) / denominator_of(weight);
    }
}

bool ByWeight::weighs_nothing() const {
    return !inside_->weighs;
}

const Exact& ByWeight::weights() const {
    if (!inside_->sum) {
        auto sum = ExactSum::of_any_length();
        for (const auto& weight : inside_->weights) sum.add(weight);
        inside_->sum = sum.value();
    }
    return *inside_->sum;
}

Exact ByWeight::exactly(const Exact& fixed, const Exact& weight) const {
    const auto factor = inside_->amount * weight;
    return factor.sign() == 0 || weighs_nothing() ? fixed : fixed + factor / weights();
}

// The sum of the weights is above `cut_off` - 1 and below `cut_off` + their number, so the part lies between
// what both would make of it. Where no place lies between these, the part is between the same two places.
Exact ByWeight::nearly(const Exact& fixed, const Exact& weight, const Exact& step) const {
    const InSteps number{fixed / step, weighs_nothing() ? Exact(0) : inside_->amount * weight / step};
    if (number.factor.sign() == 0) return taken_for(place_of(number, {1, 1})) * step;
    const Whole least = inside_->cut_off - 1, most = inside_->cut_off + inside_->weights.size();
    if (least.sign() > 0) {
        const auto one = Whole(1) << weight_bits;
        const auto a = place_of(number, {one, least}), b = place_of(number, {one, most});
        if (a.below == b.below) return taken_for({a.below, false}) * step;
    }
    return taken_for(place_of(number, {denominator_of(weights()), numerator_of(weights())})) * step;
}

}  // namespace accrue
