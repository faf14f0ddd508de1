#include "curve/inverse.hpp"

#include <algorithm>

namespace accrue::curve {
namespace {

class Inverting {
  public:
    Inverting(const Curve& curve, const Exact& target) : curve_(curve), target_(target) {}

    Inverse result() && {
        add_knot(0);
        for (std::size_t i = 0; i < curve_.pieces.size(); ++i) {
            add_piece(curve_.pieces[i]);
            add_knot(i + 1);
        }
        for (auto& jump : jumps(curve_)) {
            if (is_over(jump)) result_.jumped_over.push_back(std::move(jump));
        }
        return std::move(result_);
    }

  private:
    bool is_over(const Jump& jump) const {
        const auto at_edge = jump.before ? jump.before : jump.here;
        const auto behind = jump.behind ? jump.behind : jump.here;
        return at_edge && behind && jump.here != target_ && (*at_edge < target_) != (*behind < target_) &&
               *at_edge != target_ && *behind != target_;
    }
    void seen(const Exact& value) {
        result_.least = result_.has_amounts ? smaller(result_.least, value) : value;
        result_.most = result_.has_amounts ? larger(result_.most, value) : value;
        result_.has_amounts = true;
    }
    void add_knot(std::size_t i) {
        const auto& knot = curve_.knots[i];
        const auto* x = fraction(knot.at);
        const auto* value = knot.value ? amount(*knot.value) : nullptr;
        if (x == nullptr || value == nullptr) return;
        seen(value->value.at(*x));
        if (value->value.at(*x) == target_) add({knot.at, knot.at, true, true});
    }
    void add_piece(const Piece& piece) {
        const auto* value = amount(piece.value);
        if (value == nullptr) return;
        for (const auto& end : {piece.from, piece.to}) {
            if (const auto near = limit(piece, end, nearness())) seen(*near);
        }
        if (value->value.is_constant()) {
            if (value->value.constant() == target_) add({piece.from, piece.to, false, false});
            return;
        }
        const auto low = between(piece.from, 1).low, high = between(piece.to, 1).high;
        for (const auto& turn : roots(value->value.slope_sign(), low, high)) {
            if (is_inside(piece, turn)) seen(*limit(piece, turn, nearness()));
        }
        for (const auto& root : roots(sign_of(value->value - Ratio(target_)), low, high)) {
            if (is_inside(piece, root)) add({root, root, true, true});
        }
    }
    static bool is_inside(const Piece& piece, const Place& place) {
        return order(piece.from, place) < 0 && order(place, piece.to) < 0;
    }
    // Neighbours become one.
    void add(Solution next) {
        auto& all = result_.solutions;
        const bool touches =
            !all.empty() && order(all.back().to, next.from) == 0 && (all.back().holds_to || next.holds_from);
        if (!touches) return all.push_back(std::move(next));
        all.back().to = next.to;
        all.back().holds_to = next.holds_to;
    }

    const Curve& curve_;
    const Exact& target_;
    Inverse result_;
};

bool pays_exactly(const Answer& answer, const Exact& x, const Exact& target) {
    const auto outcome = answer(x);
    const auto* value = explain::amount(outcome);
    return value != nullptr && *value == target;
}

// The last multiple of `step` (which may be negative) from `x` towards `end` up to which all pay the target,
// as long as the payout goes one way.
Exact last_that_pays(const Answer& answer, Exact x, const Exact& end, const Exact& target,
                     const Exact& step) {
    const auto is_inside = [&](const Exact& place) { return step.sign() > 0 ? place <= end : place >= end; };
    auto reach = step;
    while (is_inside(x + reach) && pays_exactly(answer, x + reach, target)) {
        x += reach;
        reach += reach;
    }
    while (abs(reach) > abs(step)) {
        reach = step * Exact(floor(reach / step / Exact(2)));
        if (is_inside(x + reach) && pays_exactly(answer, x + reach, target)) x += reach;
    }
    return x;
}

bool pays(const Answer& answer, const Exact& x, const Exact& target) {
    const auto outcome = answer(x);
    const auto* value = explain::amount(outcome);
    return value != nullptr && *value >= target;
}

// Of a piece that goes one way from one end to the other: the first step that pays, between two of which the
// earlier does not.
Exact bisected(const Answer& answer, Exact low, Exact high, const Exact& target, const Exact& step) {
    while (high - low > step) {
        const auto half = step_above(Place((low + high) / Exact(2)), step);
        const auto middle = half >= high ? half - step : half;
        (pays(answer, middle, target) ? high : low) = middle;
    }
    return high;
}

// Parts of the domain in which the value goes one way only, by their ends.
std::vector<Place> turns(const Curve& curve) {
    std::vector<Place> places;
    for (const auto& piece : curve.pieces) {
        places.push_back(piece.from);
        const auto* value = amount(piece.value);
        if (value == nullptr) continue;
        for (const auto& turn :
             roots(value->value.slope_sign(), between(piece.from, 1).low, between(piece.to, 1).high)) {
            if (order(piece.from, turn) < 0 && order(turn, piece.to) < 0) places.push_back(turn);
        }
    }
    places.push_back(curve.knots.back().at);
    return places;
}

}  // namespace

Inverse inverse(const Curve& curve, const Exact& target) {
    return Inverting(curve, target).result();
}

std::vector<Solution> recomputed(const Curve& curve, const std::vector<Solution>& solutions,
                                 const Answer& answer, const Exact& target, const Exact& step) {
    const auto first = step_above(curve.knots.front().at, step);
    const auto last = step_below(curve.knots.back().at, step);
    std::vector<Solution> found;
    for (const auto& each : solutions) {
        const auto x = larger(first, smaller(last, step_above(each.from, step)));
        if (!pays_exactly(answer, x, target)) continue;
        const auto from = last_that_pays(answer, x, first, target, -step);
        const auto to = last_that_pays(answer, x, last, target, step);
        const bool is_known = !found.empty() && order(Place(from), found.back().to) <= 0;
        if (!is_known) found.push_back({Place(from), Place(to), true, true});
    }
    return found;
}

std::optional<Exact> first_that_pays(const Curve& curve, const Answer& answer, const Exact& target,
                                     const Exact& step) {
    const auto places = turns(curve);
    for (std::size_t i = 0; i + 1 < places.size(); ++i) {
        const auto first = step_above(places[i], step), high = step_below(places[i + 1], step);
        if (first > high) continue;
        // the ends themselves may be other than all between them
        for (const auto& x : {first, first + step}) {
            if (x <= high && pays(answer, x, target)) return x;
        }
        const auto last = high - step;
        if (last > first + step && pays(answer, last, target))
            return bisected(answer, first + step, last, target, step);
    }
    const auto end = step_below(places.back(), step);
    return pays(answer, end, target) ? std::optional(end) : std::nullopt;
}

}  // namespace accrue::curve
