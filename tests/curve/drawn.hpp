// tests/curve/drawn.hpp — A curve as text, a line for each knot and each piece.
#pragma once

#include <string>

#include "curve/zones.hpp"
#include "explain/from_text.hpp"
#include "number/decimal.hpp"

namespace accrue::testing {

inline std::string shown(const curve::Place& place) {
    if (const auto* x = curve::fraction(place)) return to_machine(*x);
    const auto [low, high] = curve::between(place, Exact::scaled(1, 3));
    return "about " + to_machine(floor(low * Exact(100)) / Exact(100));
}

inline std::string shown(const curve::Polynomial& polynomial) {
    std::string text;
    for (std::size_t power = 0; power < polynomial.coefficients().size(); ++power) {
        if (polynomial.coefficient(power).sign() == 0) continue;
        text += (text.empty() ? "" : " + ") + to_machine(polynomial.coefficient(power));
        if (power > 0) text += power == 1 ? "x" : "x" + std::to_string(power);
    }
    return text.empty() ? "0" : text;
}

inline std::string shown(const curve::Local& local) {
    if (const auto* amount = curve::amount(local)) {
        const auto over = shown(amount->value.over());
        return amount->value.is_polynomial() ? over : "(" + over + ")/(" + shown(amount->value.under()) + ")";
    }
    if (std::holds_alternative<curve::Beyond>(local)) return "beyond";
    return std::holds_alternative<explain::Failure>(local) ? "failure" : "no amount";
}

inline std::string shown(const curve::Curve& curve) {
    std::string text;
    for (std::size_t i = 0; i < curve.knots.size(); ++i) {
        const auto& knot = curve.knots[i];
        text += shown(knot.at) + ":";
        if (knot.paid) {
            const auto* paid = explain::amount(*knot.paid);
            text += " " + (paid != nullptr ? to_machine(*paid) : "none");
        }
        text += "\n";
        if (i < curve.pieces.size()) text += "  " + shown(curve.pieces[i].value) + "\n";
    }
    return text;
}

// 0.5 % of 15M are 75 000 in three parts: by day 15 half of the plan is wanted, by day 25 nine tenths.
inline const std::string thirds = R"(
  input plan : money
  input collected : money by day
  bonus = 0.5% of collected above 40M
  split bonus into third1, third2, third3
  third1 if collected@15 >= 50% plan
  third2 if collected@25 >= 90% plan
  pay bonus after gates
)";
inline const std::string thirds_row =
    "name,month,plan,collected,collected@15,collected@25\nМаша,2026-03,50000000,55000000,20000000,44000000\n";

// The input of that column; of the whole scheme there must be one.
inline core::InputId input_of(const core::Scheme& scheme, const std::string& column) {
    for (std::size_t i = 0; i < scheme.inputs.size(); ++i)
        if (core::column_name(scheme.inputs[core::InputId(i)]) == column) return core::InputId(i);
    return {};
}

// One row, and what the scheme pays it while an input (or a rule) moves.
class Drawn {
  public:
    Drawn(const std::string& rules, const std::string& rows, const std::string& x, const Exact& from,
          const Exact& to, curve::Direction direction = curve::Direction::more)
        : world_(plan_of(rules), rows), ground_(world_.scheme(), world_.history, world_.sources) {
        const auto row = data::RowId(0);
        question_ = {mover(x), row, direction, world_.total(), row, {from, to}};
        curve_ = curve::curve(ground_, *question_);
    }
    const curve::Curve& curve() const { return curve_; }
    std::string text() const { return shown(curve_); }
    curve::Answer answer() {
        const auto movings = curve::movement(ground_, question_->x, question_->x_row, question_->direction);
        return [this, movings](const Exact& x) {
            auto changed = ground_;
            return curve::Trial(changed, movings, question_->of, question_->row)(x);
        };
    }

  private:
    curve::Mover mover(const std::string& name) const {
        if (const auto input = input_of(world_.scheme(), name)) return input;
        return world_.definition(name);
    }

    World world_;
    curve::Changed ground_;
    std::optional<curve::Question> question_;
    curve::Curve curve_;
};

}  // namespace accrue::testing
