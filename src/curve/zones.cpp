#include "curve/zones.hpp"

#include <algorithm>

namespace accrue::curve {

Exact nearness() {
    return Exact::scaled(1, 12);
}

namespace {

std::optional<Exact> here(const Knot& knot) {
    const auto* x = fraction(knot.at);
    const auto* value = knot.value ? amount(*knot.value) : nullptr;
    return x != nullptr && value != nullptr ? std::optional(value->value.at(*x)) : std::nullopt;
}

// How far the curve may be from what is paid, where fine roundings are left out on one side only.
Exact slack_of(const Local& value) {
    const auto* found = amount(value);
    return found == nullptr ? Exact(0) : found->slack;
}

bool has_amount(const Piece& piece) {
    return amount(piece.value) != nullptr;
}

bool is_flat(const Piece& piece) {
    const auto* value = amount(piece.value);
    return value != nullptr && value->value.is_constant();
}

}  // namespace

// ---------------------------------------------------------------- jumps

Exact Jump::size() const {
    return before && behind ? *behind - *before : Exact(0);
}

std::vector<Jump> jumps(const Curve& curve) {
    std::vector<Jump> found;
    for (std::size_t i = 0; i < curve.knots.size(); ++i) {
        const auto& knot = curve.knots[i];
        Jump jump{knot.at, {}, here(knot), {}};
        if (i > 0) jump.before = limit(curve.pieces[i - 1], knot.at, nearness());
        if (i < curve.pieces.size()) jump.behind = limit(curve.pieces[i], knot.at, nearness());
        const auto slack_before = i > 0 ? slack_of(curve.pieces[i - 1].value) : Exact(0);
        const auto slack_behind = i < curve.pieces.size() ? slack_of(curve.pieces[i].value) : Exact(0);
        const auto slack_here = knot.value ? slack_of(*knot.value) : Exact(0);
        const auto differ = [](const auto& a, const Exact& slack, const auto& b, const Exact& other) {
            return a && b && abs(*a - *b) > abs(slack - other);
        };
        const bool is_exact = fraction(knot.at) != nullptr;
        const bool sides = differ(jump.before, slack_before, jump.behind, slack_behind) &&
                           (is_exact || abs(*jump.before - *jump.behind) > Exact::scaled(1, 6));
        if (sides || differ(jump.before, slack_before, jump.here, slack_here) ||
            differ(jump.here, slack_here, jump.behind, slack_behind))
            found.push_back(jump);
    }
    return found;
}

// ---------------------------------------------------------------- dead zones

std::vector<Flat> dead_zones(const Curve& curve) {
    std::vector<Flat> found;
    for (const auto& piece : curve.pieces) {
        if (is_flat(piece)) found.push_back({piece.from, piece.to, amount(piece.value)->value.constant()});
    }
    return found;
}

// ---------------------------------------------------------------- loss zones

namespace {

// Walks from left to right and remembers the most that was paid.
class Losses {
  public:
    explicit Losses(const Curve& curve) : curve_(curve) {}

    std::vector<Loss> found() && {
        visit(curve_.knots.front());
        for (std::size_t i = 0; i < curve_.pieces.size(); ++i) {
            if (!has_amount(curve_.pieces[i])) {
                begin_anew(curve_.pieces[i].from);
            } else {
                visit(curve_.pieces[i]);
            }
            visit(curve_.knots[i + 1]);
        }
        if (loss_) end(curve_.knots.back().at, false);
        return std::move(all_);
    }

  private:
    void visit(const Knot& knot) {
        if (const auto value = here(knot)) see(knot.at, *value, slack_of(*knot.value));
    }
    // Rising and falling parts of the piece, one after the other.
    void visit(const Piece& piece) {
        const auto turns = turns_of(piece);
        see_limit(piece, piece.from);
        for (std::size_t i = 0; i + 1 < turns.size(); ++i) {
            if (loss_) make_up(piece, turns[i], turns[i + 1]);
            see_limit(piece, turns[i + 1]);
        }
    }
    static std::vector<Place> turns_of(const Piece& piece) {
        std::vector<Place> turns{piece.from};
        const auto [low, high] = Between{between(piece.from, 1).low, between(piece.to, 1).high};
        for (const auto& turn : roots(amount(piece.value)->value.slope_sign(), low, high)) {
            if (order(piece.from, turn) < 0 && order(turn, piece.to) < 0) turns.push_back(turn);
        }
        turns.push_back(piece.to);
        return turns;
    }
    // Inside a part that rises, does it come back to what was paid?
    void make_up(const Piece& piece, const Place& from, const Place& to) {
        const auto end_value = limit(piece, to, nearness());
        if (!end_value || *end_value <= loss_->value) return;
        const auto short_by = sign_of(amount(piece.value)->value - Ratio(loss_->value));
        for (const auto& root : roots(short_by, between(from, 1).low, between(to, 1).high)) {
            if (order(from, root) <= 0 && order(root, to) <= 0) return end(root, true);
        }
    }
    void see_limit(const Piece& piece, const Place& place) {
        if (const auto value = limit(piece, place, nearness())) see(place, *value, slack_of(piece.value));
    }
    void see(const Place& place, const Exact& value, const Exact& slack) {
        if (!most_ || value >= *most_) {
            if (loss_) end(place, true);
            most_ = value;
            slack_ = slack;
            at_ = place;
            return;
        }
        if (!loss_ && *most_ - value <= abs(slack_ - slack)) return;  // rounded on one side only
        if (!loss_) loss_ = Loss{at_, at_, true, *most_, Exact(0), place};
        if (loss_->value - value > loss_->deepest) {
            loss_->deepest = loss_->value - value;
            loss_->lowest = place;
        }
    }
    void end(const Place& place, bool is_made_up) {
        loss_->to = place;
        loss_->is_made_up = is_made_up;
        all_.push_back(*std::move(loss_));
        loss_.reset();
    }
    void begin_anew(const Place& place) {
        if (loss_) end(place, false);
        most_.reset();
    }

    const Curve& curve_;
    std::vector<Loss> all_;
    std::optional<Loss> loss_;
    std::optional<Exact> most_;
    Exact slack_;  // of `most_`
    Place at_;     // where `most_` was paid last
};

}  // namespace

std::vector<Loss> loss_zones(const Curve& curve) {
    return Losses(curve).found();
}

}  // namespace accrue::curve
