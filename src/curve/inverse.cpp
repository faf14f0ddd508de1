#include "curve/inverse.hpp"

#include <algorithm>

namespace accrue::curve {
namespace {

bool is_over(const Jump& jump, const Exact& target) {
    const auto at_edge = jump.before ? jump.before : jump.here;
    const auto behind = jump.behind ? jump.behind : jump.here;
    return at_edge && behind && jump.here != target && (*at_edge < target) != (*behind < target) &&
           *at_edge != target && *behind != target;
}

void see(Inverse& inverse, const Exact& value) {
    inverse.least = inverse.has_amounts ? smaller(inverse.least, value) : value;
    inverse.most = inverse.has_amounts ? larger(inverse.most, value) : value;
    inverse.has_amounts = true;
}

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
            if (is_over(jump, target_)) result_.jumped_over.push_back(std::move(jump));
        }
        return std::move(result_);
    }

  private:
    void add_knot(std::size_t i) {
        const auto& knot = curve_.knots[i];
        const auto* x = fraction(knot.at);
        const auto* value = knot.value ? amount(*knot.value) : nullptr;
        if (x == nullptr || value == nullptr) return;
        see(result_, value->value.at(*x));
        if (value->value.at(*x) == target_) add({knot.at, knot.at, true, true});
    }
    void add_piece(const Piece& piece) {
        const auto* value = amount(piece.value);
        if (value == nullptr) return;
        for (const auto& end : {piece.from, piece.to}) {
            if (const auto near = limit(piece, end, nearness())) see(result_, *near);
        }
        if (value->value.is_constant()) {
            if (value->value.constant() == target_) add({piece.from, piece.to, false, false});
            return;
        }
        const auto low = between(piece.from, 1).low, high = between(piece.to, 1).high;
        for (const auto& turn : roots(value->value.slope_sign(), low, high)) {
            if (is_inside(piece, turn)) see(result_, *limit(piece, turn, nearness()));
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

// ---------------------------------------------------------------- by steps

using Holds = std::function<bool(const Exact& x)>;

// Of what holds from some step on: the first step that holds, between two of which the earlier does not.
Exact bisected(Exact low, Exact high, const Exact& step, const Holds& holds) {
    while (high - low > step) {
        const auto half = step_above(Place((low + high) / Exact(2)), step);
        const auto middle = half >= high ? half - step : half;
        (holds(middle) ? high : low) = middle;
    }
    return high;
}

// The same where the first may hold, or none; then it is the step behind the last.
Exact first_that(const Exact& first, const Exact& last, const Exact& step, const Holds& holds) {
    if (first > last || holds(first)) return first;
    return holds(last) ? bisected(first, last, step, holds) : last + step;
}

// Part of the domain in which the value goes one way only.
struct OneWay {
    Place from, to;
    const Amount* value;  // none where there is no amount
};
std::vector<OneWay> one_ways(const Curve& curve) {
    std::vector<OneWay> all;
    for (const auto& piece : curve.pieces) {
        const auto* value = amount(piece.value);
        all.push_back({piece.from, piece.to, value});
        if (value == nullptr) continue;
        for (const auto& turn :
             roots(value->value.slope_sign(), between(piece.from, 1).low, between(piece.to, 1).high)) {
            if (order(piece.from, turn) >= 0 || order(turn, piece.to) >= 0) continue;
            all.back().to = turn;
            all.push_back({turn, piece.to, value});
        }
    }
    return all;
}

bool pays(const Answer& answer, const Exact& x, const Exact& target) {
    const auto outcome = answer(x);
    const auto* value = explain::amount(outcome);
    return value != nullptr && *value >= target;
}

// ---------------------------------------------------------------- as it is paid

class Recomputing {
  public:
    Recomputing(const Curve& curve, const Answer& answer, const Exact& target, const Exact& step)
        : curve_(curve), answer_(answer), target_(target), step_(step) {}

    Inverse result() && {
        for (const auto& stretch : one_ways(curve_)) {
            add_place(stretch.from);
            if (stretch.value != nullptr) add_inside(stretch);
        }
        add_place(curve_.knots.back().at);
        for (const auto& jump : jumps(curve_)) {
            auto paid = as_paid(jump);
            if (is_over(paid, target_)) result_.jumped_over.push_back(std::move(paid));
        }
        return std::move(result_);
    }

  private:
    std::optional<Exact> paid(const Exact& x) const {
        const auto outcome = answer_(x);
        const auto* value = explain::amount(outcome);
        return value != nullptr ? std::optional(*value) : std::nullopt;
    }
    bool is_step(const Place& place) const { return order(place, Place(step_above(place, step_))) == 0; }
    Exact step_behind(const Place& place) const {
        const auto x = step_above(place, step_);
        return is_step(place) ? x + step_ : x;
    }
    Exact step_before(const Place& place) const {
        const auto x = step_below(place, step_);
        return is_step(place) ? x - step_ : x;
    }
    Jump as_paid(const Jump& jump) const {
        Jump paid{jump.at, {}, {}, {}};
        if (jump.before) paid.before = this->paid(step_before(jump.at));
        if (jump.here && is_step(jump.at)) paid.here = this->paid(step_below(jump.at, step_));
        if (jump.behind) paid.behind = this->paid(step_behind(jump.at));
        return paid;
    }

    // An end of a stretch may be other than all inside it.
    void add_place(const Place& place) {
        if (!is_step(place)) return;
        const auto x = step_above(place, step_);
        const auto here = paid(x);
        if (here) see(result_, *here);
        if (here == target_) add(x, x);
    }
    void add_inside(const OneWay& stretch) {
        const auto first = step_behind(stretch.from), last = step_before(stretch.to);
        if (first > last) return;
        for (const auto& x : {first, last}) {
            if (const auto end = paid(x)) see(result_, *end);
        }
        const auto [from, to] = near_target(*stretch.value, first, last);
        if (from > to) return;
        const bool is_one_way = stretch.value->rounded || stretch.value->slack.sign() == 0;
        const auto width = is_one_way ? to - from : floor((to - from) / step_ / Exact(most_parts)) * step_;
        for (auto x = from; x <= to; x += width + step_) add_part(x, smaller(x + width, to));
    }
    // The steps for which the roundings can reach the target.
    std::pair<Exact, Exact> near_target(const Amount& value, const Exact& first, const Exact& last) const {
        const auto least = target_ - value.slack, most = target_ + value.slack;
        const auto at = [&](const Exact& x) { return value.value.at(x); };
        const bool rises = at(first) <= at(last);
        auto from = first_that(first, last, step_,
                               [&](const Exact& x) { return rises ? at(x) >= least : at(x) <= most; });
        auto behind = first_that(from, last, step_,
                                 [&](const Exact& x) { return rises ? at(x) > most : at(x) < least; });
        return {std::move(from), behind - step_};
    }
    // Between its ends what is paid goes one way.
    void add_part(const Exact& first, const Exact& last) {
        const auto start = paid(first), end = paid(last);
        if (!start || !end) return;
        const bool rises = *start <= *end;
        const auto from = first_that(first, last, step_, [&](const Exact& x) {
            const auto value = paid(x);
            return value && (rises ? *value >= target_ : *value <= target_);
        });
        const auto behind = first_that(from, last, step_, [&](const Exact& x) {
            const auto value = paid(x);
            return !value || (rises ? *value > target_ : *value < target_);
        });
        if (from < behind) add(from, behind - step_);
    }
    // Neighbours become one.
    void add(const Exact& from, const Exact& to) {
        auto& all = result_.solutions;
        const bool touches = !all.empty() && order(Place(from - step_), all.back().to) <= 0;
        if (touches) {
            all.back().to = to;
        } else {
            all.push_back({Place(from), Place(to), true, true});
        }
    }

    // The sum of several roundings may go both ways by some steps: so many parts of it are looked at.
    static constexpr std::int64_t most_parts = 256;

    const Curve& curve_;
    const Answer& answer_;
    const Exact &target_, &step_;
    Inverse result_;
};

}  // namespace

Inverse inverse(const Curve& curve, const Exact& target) {
    return Inverting(curve, target).result();
}

Inverse recomputed(const Curve& curve, const Answer& answer, const Exact& target, const Exact& step) {
    return Recomputing(curve, answer, target, step).result();
}

std::optional<Exact> first_that_pays(const Curve& curve, const Answer& answer, const Exact& target,
                                     const Exact& step) {
    const auto holds = [&](const Exact& x) { return pays(answer, x, target); };
    for (const auto& stretch : one_ways(curve)) {
        const auto first = step_above(stretch.from, step), high = step_below(stretch.to, step);
        if (first > high) continue;
        // the ends themselves may be other than all between them
        for (const auto& x : {first, first + step}) {
            if (x <= high && holds(x)) return x;
        }
        const auto last = high - step;
        if (last > first + step && holds(last)) return bisected(first + step, last, step, holds);
    }
    const auto end = step_below(curve.knots.back().at, step);
    return holds(end) ? std::optional(end) : std::nullopt;
}

}  // namespace accrue::curve
