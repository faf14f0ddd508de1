// Systems of equations, lots, and tables from files.

#include <algorithm>

#include "curve/edges.hpp"
#include "curve/unrolling.hpp"
#include "explain/linear.hpp"
#include "explain/lots.hpp"

namespace accrue::curve {

using core::ExprId;
using data::RowId;

// ---------------------------------------------------------------- equations and lots

// x = c + A x has the solution (1 - A)^-1 c: one weight for each constant, when A does not move.
Made Unrolling::of(const core::Solved& e, ExprId at, RowId row) {
    const auto& equations = scheme_.systems[e.system].equations;
    const auto is_coefficient_moved = [&](const core::Equation& equation) {
        return std::ranges::any_of(equation.coefficients, [&](ExprId each) { return moves(each); });
    };
    if (std::ranges::any_of(equations, is_coefficient_moved)) return beyond(BeyondKind::coefficient, at);
    const auto is_moved = [&](const core::Equation& equation) {
        return moves(equation.constant) || moved_by_hand(equation, row).has_value();
    };
    if (std::ranges::none_of(equations, is_moved)) return std::nullopt;
    Combined sum;
    for (std::size_t i = 0; i < equations.size(); ++i) {
        const auto weight = weight_of(equations, i, e.unknown, row);
        if (!weight) return known(local(evaluation_.value(at, row)));
        sum.parts.emplace_back(*weight, constant_of(equations[i], row));
    }
    return add(std::move(sum), at, row);
}

// An unknown that is set by hand is no unknown.
Made Unrolling::moved_by_hand(const core::Equation& equation, RowId row) const {
    const auto is_it = [&](const Moving& each) {
        return each.what == Mover(equation.unknown) && each.row == row;
    };
    return std::ranges::any_of(movings_, is_it) ? moving({equation.unknown, row}) : std::nullopt;
}

bool Unrolling::is_set(const core::Equation& equation, RowId row) const {
    return moved_by_hand(equation, row).has_value() || evaluation_.overridden(equation.unknown, row);
}

Use Unrolling::constant_of(const core::Equation& equation, RowId row) {
    if (const auto moved = moved_by_hand(equation, row)) return {*moved, {}};
    if (!evaluation_.overridden(equation.unknown, row)) return use(equation.constant, row);
    return {known(local(evaluation_.value(equation.unknown, row))), {}};
}

std::optional<Exact> Unrolling::weight_of(const std::vector<core::Equation>& equations, std::size_t constant,
                                          std::size_t unknown, RowId row) {
    explain::LinearSystem system;
    for (std::size_t i = 0; i < equations.size(); ++i) {
        auto& numbers = system.coefficients.emplace_back(equations.size(), Exact(0));
        for (std::size_t k = 0; k < equations.size() && !is_set(equations[i], row); ++k) {
            const auto coefficient = equations[i].coefficients[k];
            if (!coefficient) continue;
            const auto* number = explain::amount(evaluation_.value(coefficient, row));
            if (number == nullptr) return std::nullopt;
            numbers[k] = *number;
        }
        system.constants.emplace_back(i == constant ? 1 : 0);
    }
    const auto found = explain::solution(system);
    return found ? std::optional((*found)[unknown]) : std::nullopt;
}

// Of what was there before and is not too old, as much is taken as is wanted.
Made Unrolling::of(const core::FromLots& e, ExprId at, RowId row) {
    const auto& lots = scheme_.lots[e.lots];
    if (!moving({lots.add, row}) && !moving({lots.take, row})) return std::nullopt;
    if (evaluation_.overridden(lots.left, row)) return std::nullopt;
    const auto before = history_.rows[row].previous;
    if (before && may_move({lots.left, before})) return beyond(BeyondKind::lots, at);
    if (before && evaluation_.lots(e.lots, before).failure)
        return known(*evaluation_.lots(e.lots, before).failure);
    const auto there = before ? evaluation_.lots(e.lots, before).lots.left : std::vector<explain::Lot>();
    const auto period = history_.rows[row].period;
    const auto expired = explain::total(explain::lots_after(lots, there, period, 0, 0).expired);
    return sound_lots(e, at, row, explain::total(there) - expired, expired);
}

Made Unrolling::sound_lots(const core::FromLots& e, ExprId at, RowId row, const Exact& there,
                           const Exact& expired) {
    const auto& lots = scheme_.lots[e.lots];
    const auto left_at = scheme_.definitions[lots.left].value;
    const Use add_in{fact(lots.add, row), {}}, take{fact(lots.take, row), {}}, zero{known(Amount{}), {}};
    const Use all{known(Amount{Ratio(there)}), {}};
    const Use taken{add(Clamped{core::ClampOp::smaller, take, all}, at, row), {}};
    const Use rest{add(Calculated{core::ArithmeticOp::subtract, all, taken}, at, row), {}};
    const Use left{add(Calculated{core::ArithmeticOp::add, rest, add_in}, at, row), {}};
    Chosen sound;
    for (const auto& [amount, definition] : {std::pair(add_in, lots.add), std::pair(take, lots.take)}) {
        const Use below{add(Compared{core::CompareOp::less, amount, zero}, at, row), {}};
        const explain::Failure failure{explain::FailureKind::lots_below_0, left_at,
                                       scheme_.definitions[definition].value, row};
        sound.cases.emplace_back(below, Use{known(failure), {}});
    }
    sound.otherwise = e.part == core::LotsPart::left    ? left
                      : e.part == core::LotsPart::taken ? taken
                                                        : Use{known(Amount{Ratio(expired)}), {}};
    return add(std::move(sound), at, row);
}

// ---------------------------------------------------------------- tables from files

Made Unrolling::of(const core::Lookup& e, ExprId at, RowId row) {
    const auto moved = std::ranges::count_if(e.keys, [&](ExprId key) { return moves(key); });
    if (moved == 0) return std::nullopt;
    if (moved > 1) return beyond(BeyondKind::key, at);
    return looked_up(e, at, row);
}

Made Unrolling::looked_up(const core::Lookup& e, ExprId at, RowId row) {
    const auto moved = static_cast<std::size_t>(
        std::ranges::find_if(e.keys, [&](ExprId key) { return moves(key); }) - e.keys.begin());
    std::vector<core::Value> keys;
    for (const auto key : e.keys) {
        if (moves(key)) {
            keys.emplace_back(Exact(0));
            continue;
        }
        const auto* value = explain::present(evaluation_.value(key, row));
        if (value == nullptr) return known(local(evaluation_.value(at, row)));
        keys.push_back(*value);
    }
    return add(by_edges(evaluation_, at, row, std::move(keys), moved, use(e.keys[moved], row)), at, row);
}

}  // namespace accrue::curve
