#include "curve/walk.hpp"

#include <algorithm>
#include <array>
#include <ranges>

#include "curve/sharing.hpp"
#include "explain/operate.hpp"

namespace accrue::curve {

RoundingEdge edge(const Rounder& rounder, const Exact& multiple) {
    const auto& [mode, step] = rounder;
    const std::array candidates{multiple - step, multiple - step / Exact(2)};
    for (const auto& candidate : candidates) {
        if (rounded(candidate, mode, step) >= multiple) return {candidate, true};
        if (rounded(candidate + step / Exact(8), mode, step) >= multiple) return {candidate, false};
    }
    return {multiple, true};
}

namespace {

using core::ExprId;

constexpr std::int64_t most_stairs = 1000;

// The smallest multiple of the step that is not below the value; `above`: that is above it.
Exact next_multiple(const Exact& value, const Exact& step) {
    return -(floor(-(value / step)) * step);
}
Exact multiple_above(const Exact& value, const Exact& step) {
    return (floor(value / step) + Exact(1)) * step;
}

// How far a rounding can take an amount.
Exact farthest(const Rounder& rounder) {
    switch (rounder.mode) {
        case Rounding::half_up:
        case Rounding::half_down:
        case Rounding::half_even:
            return rounder.step / Exact(2);
        default:
            return rounder.step;
    }
}

// One step at one spot.
class Looking {
  public:
    Looking(const Program& program, const Step& step, const Spot& spot, const Table<StepId, Seen>& seen,
            const Stretch& everywhere)
        : view_{spot, everywhere, seen}, program_(program), step_(step) {}

    Seen seen() && {
        auto value = std::visit([&](const auto& node) { return of(node); }, step_.node);
        return {std::move(value), view_.stretch()};
    }

  private:
    // ------------------------------------------------------------ operands

    const Local& use(const Use& what) { return view_.use(what.step); }
    // What comes instead of a value when the operand has none.
    std::optional<Local> unusable(const Use& what) {
        const auto& value = use(what);
        if (std::holds_alternative<explain::Missing>(value))
            return explain::Failure{explain::FailureKind::missing_used, step_.at, what.as, step_.row};
        if (std::holds_alternative<explain::Failure>(value) || std::holds_alternative<Beyond>(value))
            return value;
        return std::nullopt;
    }
    std::optional<Local> unusable(const Use& left, const Use& right) {
        const auto found = unusable(left);
        return found ? found : unusable(right);
    }
    Local used(const Use& what) {
        const auto found = unusable(what);
        return found ? *found : use(what);
    }
    const Amount& number(const Use& what) { return *amount(use(what)); }
    Local beyond(BeyondKind why) const { return Beyond{why, step_.at}; }

    // ------------------------------------------------------------ what is known, what moves

    Local of(const Known& known) const { return known.value; }
    Local of(const Moved& moved) const {
        return Amount{Ratio(Polynomial(std::vector{moved.start, moved.rate}))};
    }

    // ------------------------------------------------------------ arithmetic

    Local of(const Calculated& e) {
        if (auto found = unusable(e.left, e.right)) return *found;
        const auto *left = amount(use(e.left)), *right = amount(use(e.right));
        if (left == nullptr || right == nullptr) return of_dates(e);
        if (e.op == core::ArithmeticOp::divide) return quotient(*left, *right);
        if (e.op == core::ArithmeticOp::multiply) return product(*left, *right);
        const auto slack = left->slack + right->slack;
        return limited(
            {e.op == core::ArithmeticOp::add ? left->value + right->value : left->value - right->value,
             slack});
    }
    Local of_dates(const Calculated& e) {
        const auto* left = std::get_if<core::Value>(&use(e.left));
        if (left == nullptr || amount(use(e.right)) != nullptr) return beyond(BeyondKind::date);
        const auto days =
            std::get<Date>(*left).days - std::get<Date>(std::get<core::Value>(use(e.right))).days;
        return Amount{Ratio(Exact(days))};
    }
    Local limited(Amount made) const {
        return made.value.degree() > most_degrees ? beyond(BeyondKind::too_high) : Local(std::move(made));
    }
    Local product(const Amount& a, const Amount& b) const {
        Exact slack = 0;
        if (a.slack.sign() != 0 || b.slack.sign() != 0) {
            if (!a.value.is_polynomial() || !b.value.is_polynomial())
                return beyond(BeyondKind::rounded_inside);
            slack = a.slack * reach(b) + b.slack * reach(a) + a.slack * b.slack;
        }
        return limited({a.value * b.value, slack});
    }
    // No value of it within the domain is farther from 0.
    Exact reach(const Amount& each) const {
        return each.value.over().bound(larger(abs(program_.from), abs(program_.to)));
    }
    Local quotient(const Amount& a, const Amount& b) {
        if (b.value.over().is_zero() && b.slack.sign() == 0) return explain::Missing{};
        if (b.slack.sign() != 0 || (a.slack.sign() != 0 && !b.value.is_constant()))
            return beyond(BeyondKind::rounded_inside);
        if (view_.sign(b.value) == 0) return explain::Missing{};
        const auto slack = a.slack.sign() == 0 ? Exact(0) : a.slack / abs(b.value.constant());
        return limited({a.value / b.value, slack});
    }

    // ------------------------------------------------------------ conditions

    Local of(const Compared& e) {
        if (auto found = unusable(e.left, e.right)) return *found;
        const auto *left = amount(use(e.left)), *right = amount(use(e.right));
        if (left == nullptr || right == nullptr) return core::Value(plainly(e));
        if (left->slack.sign() != 0 || right->slack.sign() != 0) return rounded_side(e.op, *left, *right);
        const int sign = view_.sign(left->value - right->value);
        switch (e.op) {
            case core::CompareOp::equal:
                return core::Value(sign == 0);
            case core::CompareOp::less:
                return core::Value(sign < 0);
            case core::CompareOp::at_most:
                return core::Value(sign <= 0);
        }
        return beyond(BeyondKind::too_high);
    }
    bool plainly(const Compared& e) {
        const auto &left = std::get<core::Value>(use(e.left)), &right = std::get<core::Value>(use(e.right));
        if (e.op == core::CompareOp::equal) return explain::equal(left, right);
        return e.op == core::CompareOp::less ? explain::less(left, right) : !explain::less(right, left);
    }
    // A fine rounding against a constant is as good as the amount before it against the rounding's edge.
    Local rounded_side(core::CompareOp op, const Amount& left, const Amount& right) {
        const auto is_plain = [](const Amount& each) {
            return each.value.is_constant() && each.slack.sign() == 0;
        };
        if (op == core::CompareOp::equal) return beyond(BeyondKind::rounded_compared);
        const bool allows_equal = op == core::CompareOp::at_most;
        if (left.rounded && is_plain(right)) {
            const auto& step = left.rounded->step;
            const auto limit = right.value.constant();
            return core::Value(
                !reaches(left, allows_equal ? multiple_above(limit, step) : next_multiple(limit, step)));
        }
        if (!right.rounded || !is_plain(left)) return beyond(BeyondKind::rounded_compared);
        const auto& step = right.rounded->step;
        const auto limit = left.value.constant();
        return core::Value(
            reaches(right, allows_equal ? next_multiple(limit, step) : multiple_above(limit, step)));
    }
    bool reaches(const Amount& rounding, const Exact& multiple) {
        const auto limit = edge(*rounding.rounded, multiple);
        const int sign = view_.sign(rounding.value - Ratio(limit.at));
        return limit.included ? sign >= 0 : sign > 0;
    }

    Local of(const Joined& e) {
        if (e.op == core::LogicOp::negation) {
            if (auto found = unusable(e.left)) return *found;
            return core::Value(!holds(use(e.left)));
        }
        // A side that alone settles the answer: no for `and`, yes for `or`.
        const bool settling = e.op == core::LogicOp::either;
        if (view_.is(e.left.step, settling) || view_.is(e.right.step, settling)) return core::Value(settling);
        if (auto found = unusable(e.left, e.right)) return *found;
        return core::Value(!settling);
    }
    Local of(const Chosen& e) {
        for (const auto& [condition, chosen] : e.cases) {
            if (auto found = unusable(condition)) return *found;
            if (holds(use(condition))) return used(chosen);
        }
        if (e.otherwise) return used(*e.otherwise);
        return explain::Failure{explain::FailureKind::no_case, step_.at, {}, step_.row};
    }
    Local of(const Clamped& e) {
        if (auto found = unusable(e.left, e.right)) return *found;
        const auto &left = number(e.left), &right = number(e.right);
        const int sign = view_.sign(left.value - right.value);
        const bool takes_left = e.op == core::ClampOp::smaller ? sign <= 0 : sign >= 0;
        auto taken = takes_left ? left : right;
        taken.slack = larger(left.slack, right.slack);
        if (taken.slack.sign() != 0) taken.rounded.reset();
        return taken;
    }
    Local of(const Defaulted& e) {
        return std::holds_alternative<explain::Missing>(use(e.of)) ? used(e.instead) : use(e.of);
    }

    // ------------------------------------------------------------ rounding

    Local of(const Rounded& e) {
        if (auto found = unusable(e.of)) return *found;
        const auto& inner = number(e.of);
        if (inner.value.is_constant() && inner.slack.sign() == 0)
            return Amount{Ratio(rounded(inner.value.constant(), e.by.mode, e.by.step))};
        if (e.steps == Steps::staircase && inner.slack.sign() == 0 && is_coarse(inner.value, e.by.step))
            return stair(inner.value, e.by);
        const bool is_first = inner.slack.sign() == 0;
        return Amount{inner.value, inner.slack + farthest(e.by),
                      is_first ? std::optional(e.by) : std::nullopt};
    }
    bool is_coarse(const Ratio& value, const Exact& step) const {
        if (!value.is_polynomial()) return false;
        const auto steepest = value.over().derivative().bound(larger(abs(program_.from), abs(program_.to)));
        return steepest * (program_.to - program_.from) <= step * Exact(most_stairs);
    }
    // The tread at the spot; it ends where the amount crosses one of its edges.
    Local stair(const Ratio& value, const Rounder& by) {
        const auto reaches_tread = [&](const Exact& tread) { return reaches({value, Exact(0), by}, tread); };
        auto tread = rounded(value.at(view_.spot().x), by.mode, by.step);
        while (!reaches_tread(tread)) tread -= by.step;
        while (reaches_tread(tread + by.step)) tread += by.step;
        return Amount{Ratio(tread)};
    }

    Local of(const Stepped& e) {
        if (auto found = unusable(e.key)) return *found;
        const auto& key = number(e.key);
        if (key.slack.sign() != 0) return beyond(BeyondKind::rounded_compared);
        const auto found = std::ranges::partition_point(e.below, [&](const Stepped::Below& each) {
            const int sign = view_.sign(key.value - Ratio(each.edge));
            return sign > 0 || (sign == 0 && each.op == core::CompareOp::less);
        });
        if (found != e.below.end()) return found->value;
        return e.above;
    }

    // ------------------------------------------------------------ rows

    Local of(const Gathered& e) {
        Gathering gathering(view_, e, step_);
        return gathering.value();
    }
    Local of(const Divided& e) {
        Sharing sharing(view_, program_.scheme->shares[e.share], e, step_);
        return sharing.value();
    }
    Local of(const Combined& e) {
        Amount sum{Ratio(Exact(0))};
        for (const auto& [weight, part] : e.parts) {
            if (auto found = unusable(part)) return *found;
            sum.value = sum.value + Ratio(weight) * number(part).value;
            sum.slack += abs(weight) * number(part).slack;
        }
        return limited(std::move(sum));
    }

    View view_;
    const Program& program_;
    const Step& step_;
};

// ---------------------------------------------------------------- which steps are looked at

// Every step that this one may use.
std::vector<StepId> operands(const Step& step) {
    std::vector<StepId> all;
    const auto add = [&](auto... steps) { (all.push_back(steps), ...); };
    const auto add_present = [&](std::optional<StepId> used) {
        if (used) add(*used);
    };
    const overloaded add_all{
        [](const Known&) {},
        [](const Moved&) {},
        [&](const Chosen& e) {
            for (const auto& [condition, chosen] : e.cases) add(condition.step, chosen.step);
            if (e.otherwise) add(e.otherwise->step);
        },
        [&](const Rounded& e) { add(e.of.step); },
        [&](const Defaulted& e) { add(e.of.step, e.instead.step); },
        [&](const Stepped& e) { add(e.key.step); },
        [&](const Gathered& e) {
            for (const auto& element : e.elements) add_present(element.where), add(element.of);
        },
        [&](const Divided& e) {
            add(e.pool);
            for (const auto& sharer : e.sharers) {
                add_present(sharer.weight);
                for (const auto& [fits, claimed] : sharer.claims) add_present(fits), add(claimed);
            }
        },
        [&](const Combined& e) {
            for (const auto& [weight, part] : e.parts) add(part.step);
        },
        [&](const auto& e) { add(e.left.step, e.right.step); },
    };
    std::visit(add_all, step.node);
    std::erase_if(all, [](StepId used) { return !used; });  // a negation has no right side
    return all;
}

}  // namespace

// Wide enough for both ends of the domain to lie inside.
Walk::Walk(const Program& program)
    : program_(program), everywhere_{Place(program.from - Exact(1)), Place(program.to + Exact(1))} {
    const auto is_known = [&](StepId id) { return std::holds_alternative<Known>(program.steps[id].node); };
    for (std::size_t i = 0; i < program.steps.size(); ++i) {
        const auto& step = program.steps[StepId(i)];
        uses_.add(operands(step));
        std::erase_if(uses_[StepId(i)], is_known);
        if (const auto* known = std::get_if<Known>(&step.node)) {
            seen_.add({known->value, everywhere_});
        } else {
            seen_.add({explain::Missing{}, point(program.from - Exact(2))});
        }
    }
    is_asked_.resize(program.steps.size());
}

const Seen& Walk::look(const Spot& spot) {
    for (const auto id : std::views::reverse(stale(spot)))
        seen_[id] = Looking(program_, program_.steps[id], spot, seen_, everywhere_).seen();
    return seen_[program_.result];
}

// What the result needs at the spot and does not hold there. Nobody asks for what stands only in steps that
// still hold: a sum of a thousand slices is then worked out from the slice that changes.
const std::vector<StepId>& Walk::stale(const Spot& spot) {
    stale_.clear();
    is_asked_[program_.result] = 1;
    for (std::size_t i = program_.result.value + std::size_t{1}; i-- > 0;) {
        const StepId id(i);
        if (is_asked_[id] == 0) continue;
        is_asked_[id] = 0;
        if (seen_[id].stretch.holds(spot)) continue;
        stale_.push_back(id);
        for (const auto used : uses_[id]) is_asked_[used] = 1;
    }
    return stale_;
}

}  // namespace accrue::curve
