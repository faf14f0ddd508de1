// Where two payout curves pay the same, and where one overtakes the other.

#include <algorithm>

#include "compare/payout.hpp"
#include "curve/picture.hpp"

namespace accrue::compare {
namespace {

// Walks both curves from place to place; between two of them each is one formula.
class Meetings {
  public:
    Meetings(const curve::Curve& one, const curve::Curve& other) : one_(one), other_(other) {
        for (const auto* curve : {&one, &other})
            for (const auto& knot : curve->knots) knots_.push_back(knot.at);
        std::ranges::sort(knots_, [](const auto& a, const auto& b) { return curve::order(a, b) < 0; });
        const auto is_same = [](const auto& a, const auto& b) { return curve::order(a, b) == 0; };
        knots_.erase(std::ranges::unique(knots_, is_same).begin(), knots_.end());
    }

    std::vector<Meeting> found() && {
        for (std::size_t i = 0; i < knots_.size(); ++i) {
            visit(knots_[i]);
            if (i + 1 < knots_.size()) visit_between(knots_[i], knots_[i + 1]);
        }
        return std::move(found_);
    }

  private:
    static const curve::Piece& piece_of(const curve::Curve& curve, const curve::Place& behind) {
        const auto found = std::ranges::partition_point(
            curve.pieces, [&](const curve::Piece& piece) { return curve::order(piece.to, behind) <= 0; });
        return *found;
    }

    void visit(const curve::Place& place) {
        const auto x = curve::as_drawn(place);
        const auto a = around(one_, x), b = around(other_, x);
        if (a.here && b.here && *a.here == *b.here) {
            is_trivial_ = found_.empty() && a.here->sign() == 0 && x == curve::as_drawn(knots_.front());
            return meet(x, x, a.here);
        }
        const auto sign = [](const auto& left, const auto& right) {
            return left && right ? (*left - *right).sign() : 0;
        };
        const auto before = sign(a.below, b.below), behind = sign(a.above, b.above);
        if (before * behind < 0) found_.push_back({x, x, std::nullopt, behind > 0 ? 0U : 1U});
    }
    void visit_between(const curve::Place& from, const curve::Place& to) {
        const auto *a = curve::amount(piece_of(one_, from).value),
                   *b = curve::amount(piece_of(other_, from).value);
        if (a == nullptr || b == nullptr) return;
        const auto difference = a->value - b->value;
        const auto& over = difference.over();
        const auto low = curve::as_drawn(from), high = curve::as_drawn(to);
        if (over.is_zero()) return meet(low, high, a->value.at((low + high) / 2));
        drop_trivial();
        for (const auto& root : curve::roots(over, curve::between(from, 1).low, curve::between(to, 1).high)) {
            if (curve::order(from, root) >= 0 || curve::order(root, to) >= 0) continue;
            const auto x = curve::as_drawn(root);
            meet(x, x, a->value.at(x));
        }
        if (!found_.empty() && !found_.back().higher_behind) note_higher(sign_of(difference), high);
    }
    // Behind the last meeting.
    void note_higher(const curve::Polynomial& difference, const Exact& high) {
        const auto sign = curve::sign_at(difference, {(found_.back().to + high) / 2, curve::Side::at});
        if (sign != 0) found_.back().higher_behind = sign > 0 ? 0U : 1U;
    }
    // Neighbours become one.
    void meet(const Exact& from, const Exact& to, const std::optional<Exact>& pay) {
        if (!found_.empty() && found_.back().pay && found_.back().to == from) {
            found_.back().to = to;
            is_trivial_ = false;
        } else {
            found_.push_back({from, to, pay, std::nullopt});
        }
    }
    // That both pay nothing for nothing is no news.
    void drop_trivial() {
        if (is_trivial_) found_.clear();
        is_trivial_ = false;
    }

    const curve::Curve& one_;
    const curve::Curve& other_;
    std::vector<curve::Place> knots_;
    std::vector<Meeting> found_;
    bool is_trivial_ = false;
};

}  // namespace

std::vector<Meeting> meetings(const curve::Curve& one, const curve::Curve& other) {
    return Meetings(one, other).found();
}

}  // namespace accrue::compare
