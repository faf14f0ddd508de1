#include "curve/unroll.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "curve/edges.hpp"
#include "explain/linear.hpp"
#include "explain/lots.hpp"

namespace accrue::curve {
namespace {

using core::DefinitionId;
using core::ExprId;
using data::RowId;

bool reads_input(const core::Scheme& scheme, ExprId root, const std::vector<Moving>& movings) {
    const auto is_moved = [&](ExprId id) {
        const auto& node = scheme.expressions[id].node;
        // a paired condition is no operand
        const auto* aggregate = std::get_if<core::Aggregate>(&node);
        if (aggregate != nullptr && aggregate->paired) return reads_input(scheme, aggregate->paired, movings);
        const auto* read = std::get_if<core::Read>(&node);
        const auto* input = read != nullptr ? std::get_if<core::InputId>(&read->what) : nullptr;
        return input != nullptr && std::ranges::any_of(movings, [&](const Moving& moving) {
                   return moving.what == Mover(*input);
               });
    };
    return std::ranges::any_of(core::within(scheme, root), is_moved);
}

// Is it an unknown of a system of which another one is set by hand?
bool is_solved_with(const core::Scheme& scheme, DefinitionId definition, const std::vector<Moving>& movings) {
    const auto& node = scheme.expressions[scheme.definitions[definition].value].node;
    const auto* solved = std::get_if<core::Solved>(&node);
    if (solved == nullptr) return false;
    const auto is_moved = [&](const core::Equation& equation) {
        return std::ranges::any_of(movings,
                                   [&](const Moving& each) { return each.what == Mover(equation.unknown); });
    };
    return std::ranges::any_of(scheme.systems[solved->system].equations, is_moved);
}

// The definition's value, and before it all that its system of equations is made of.
std::vector<ExprId> roots_of(const core::Scheme& scheme, DefinitionId definition) {
    const auto value = scheme.definitions[definition].value;
    std::vector<ExprId> roots;
    if (const auto* solved = std::get_if<core::Solved>(&scheme.expressions[value].node)) {
        for (const auto& equation : scheme.systems[solved->system].equations) {
            roots.push_back(equation.constant);
            for (const auto coefficient : equation.coefficients)
                if (coefficient) roots.push_back(coefficient);
        }
    }
    roots.push_back(value);
    return roots;
}

}  // namespace

std::set<DefinitionId> dependents(const core::Scheme& scheme, const std::vector<Moving>& movings) {
    std::set<DefinitionId> depends;
    for (const auto& moving : movings) {
        if (const auto* definition = std::get_if<DefinitionId>(&moving.what)) depends.insert(*definition);
    }
    // In `order` each stands after those that it reads in the same month; the record before is of that month
    // too, so that one round may not do.
    for (bool is_new = true; is_new;) {
        is_new = false;
        for (const auto definition : scheme.order) {
            if (depends.contains(definition)) continue;
            const auto root = scheme.definitions[definition].value;
            auto read = core::read_in_period(scheme, root);
            const auto level = scheme.definitions[definition].level;
            if (scheme.levels[level].kind == core::LevelKind::records) {
                const auto earlier = core::read_of_earlier(scheme, root);
                read.insert(read.end(), earlier.begin(), earlier.end());
            }
            const auto roots = roots_of(scheme, definition);
            const bool reads =
                is_solved_with(scheme, definition, movings) ||
                std::ranges::any_of(read, [&](DefinitionId each) { return depends.contains(each); }) ||
                std::ranges::any_of(roots, [&](ExprId each) { return reads_input(scheme, each, movings); });
            if (reads) is_new = depends.insert(definition).second || is_new;
        }
    }
    return depends;
}

namespace {

class Unrolling {
  public:
    Unrolling(explain::Evaluation& evaluation, const std::vector<Moving>& movings, const Domain& domain)
        : evaluation_(evaluation),
          scheme_(evaluation.scheme()),
          history_(evaluation.history()),
          movings_(movings),
          depends_(dependents(scheme_, movings)),
          period_(history_.rows[movings.front().row].period) {
        program_.scheme = &scheme_;
        program_.from = domain.from;
        program_.to = domain.to;
        for (const auto& moving : movings_) add_moving(moving);
    }

    Program program(DefinitionId target, RowId row) && {
        settle({target, row});
        program_.result = step_of({target, row});
        return std::move(program_);
    }

  private:
    struct Place {
        DefinitionId definition;
        RowId row;
        friend auto operator<=>(const Place&, const Place&) = default;
    };
    using Made = std::optional<StepId>;  // nothing: it does not move

    // ------------------------------------------------------------ steps

    StepId add(decltype(Step::node) node, ExprId at, RowId row) {
        return program_.steps.add({std::move(node), at, row});
    }
    StepId known(Local value) { return add(Known{std::move(value)}, {}, {}); }

    void add_moving(const Moving& moving) {
        const bool is_shift = moving.how == Follows::with;
        auto step = add(Moved{is_shift ? moving.amount : Exact(0), Exact(1)}, {}, moving.row);
        if (!is_shift) {
            const auto op = moving.how == Follows::no_less ? core::ClampOp::larger : core::ClampOp::smaller;
            const auto bound = known(Amount{Ratio(moving.amount)});
            step = add(Clamped{op, {step, {}}, {bound, {}}}, {}, moving.row);
        }
        if (const auto* definition = std::get_if<DefinitionId>(&moving.what))
            places_[{*definition, moving.row}] = step;
        else
            cells_[{std::get<core::InputId>(moving.what), moving.row}] = step;
    }

    // ------------------------------------------------------------ which values move

    bool may_move(const Place& place) const {
        return depends_.contains(place.definition) && history_.rows[place.row].period >= period_ &&
               !evaluation_.overridden(place.definition, place.row);
    }
    Made moving(const Place& place) const {
        const auto found = places_.find(place);
        return found != places_.end() ? found->second : std::nullopt;
    }
    StepId step_of(const Place& place) {
        if (const auto step = moving(place)) return *step;
        return known(local(evaluation_.value(place.definition, place.row)));
    }

    void settle(Place first) {
        std::vector<Place> stack{first};
        std::set<Place> begun;
        while (!stack.empty()) {
            const auto place = stack.back();
            if (places_.contains(place) || !may_move(place)) {
                stack.pop_back();
                continue;
            }
            const auto height = stack.size();
            for (const auto& need : needed(place)) {
                if (may_move(need) && !places_.contains(need)) stack.push_back(need);
            }
            if (stack.size() == height)
                places_[place] = unroll(place);
            else if (!begun.insert(place).second)
                throw std::logic_error("a value needs itself");
        }
    }

    std::vector<Place> needed(const Place& place) const {
        std::vector<Place> places;
        for (const auto root : roots_of(scheme_, place.definition)) {
            const auto needs = core::needs(scheme_, core::within(scheme_, root));
            for (const auto read : needs.same_period) add_above(places, read, place.row);
            for (const auto& [of, back] : needs.previous) {
                if (const auto before = history_.before(place.row, back)) places.push_back({of, before});
            }
            for (const auto at : needs.aggregates) add_elements(places, at, place.row);
            for (const auto share : needs.shares) add_facts(places, scheme_.shares[share], place.row);
            for (const auto lots : needs.lots) {
                places.push_back({scheme_.lots[lots].add, place.row});
                places.push_back({scheme_.lots[lots].take, place.row});
            }
        }
        return places;
    }
    void add_above(std::vector<Place>& places, DefinitionId definition, RowId row) const {
        const auto own = history_.above(row, scheme_.definitions[definition].level);
        if (own) places.push_back({definition, own});
    }
    void add_elements(std::vector<Place>& places, ExprId at, RowId row) const {
        const auto& aggregate = std::get<core::Aggregate>(scheme_.expressions[at].node);
        if (aggregate.base && !history_.above(row, aggregate.base)) return;
        for (const auto element : evaluation_.rows_of(aggregate, row)) {
            if (aggregate.op != core::AggregateOp::count) places.push_back({aggregate.of, element});
            if (aggregate.where) places.push_back({aggregate.where, element});
        }
    }
    void add_facts(std::vector<Place>& places, const core::Share& share, RowId row) const {
        const auto pool = history_.above(row, share.of);
        if (!pool) return;
        places.push_back({share.pool, pool});
        for (const auto member : history_.inside(pool, scheme_.definitions[share.result].level)) {
            for (const auto& claim : share.claims) {
                places.push_back({claim.amount, member});
                if (claim.fits) places.push_back({claim.fits, member});
            }
            if (share.weight) places.push_back({share.weight, member});
            if (share.remainder_to) places.push_back({share.remainder_to, member});
        }
    }

    // ------------------------------------------------------------ one definition

    Made unroll(const Place& place) {
        made_.clear();
        const auto root = scheme_.definitions[place.definition].value;
        for (const auto other : roots_of(scheme_, place.definition)) {
            for (const auto at : core::within(scheme_, other)) {
                if (!made_.contains(at)) made_[at] = expression(at, place.row);
            }
        }
        return made_.at(root);
    }
    Made expression(ExprId at, RowId row) {
        return std::visit([&](const auto& node) { return of(node, at, row); }, scheme_.expressions[at].node);
    }
    bool moves(ExprId operand) const { return operand && made_.at(operand).has_value(); }
    Use use(ExprId operand, RowId row) {
        if (const auto step = made_.at(operand)) return {*step, operand};
        const auto* constant = std::get_if<core::Constant>(&scheme_.expressions[operand].node);
        return {known(constant != nullptr ? local(constant->value) : local(evaluation_.value(operand, row))),
                operand};
    }

    Made of(const core::Constant&, ExprId, RowId) const { return std::nullopt; }
    Made of(const core::Read& e, ExprId, RowId row) const {
        const overloaded found{
            [&](core::InputId input) -> Made {
                const auto cell = cells_.find({input, history_.above(row, scheme_.inputs[input].level)});
                return cell != cells_.end() ? Made(cell->second) : std::nullopt;
            },
            [&](DefinitionId definition) -> Made {
                return moving({definition, history_.above(row, scheme_.definitions[definition].level)});
            },
            [](const auto&) -> Made { return std::nullopt; },
        };
        return std::visit(found, e.what);
    }
    Made of(const core::Previous& e, ExprId, RowId row) const {
        const auto before = history_.before(row, e.back);
        return before ? moving({e.of, before}) : std::nullopt;
    }
    template <class Node>
    Made of_two(auto op, ExprId left, ExprId right, ExprId at, RowId row) {
        if (!moves(left) && !moves(right)) return std::nullopt;
        const auto first = use(left, row);
        return add(Node{op, first, right ? use(right, row) : Use{}}, at, row);
    }
    Made of(const core::Arithmetic& e, ExprId at, RowId row) {
        return of_two<Calculated>(e.op, e.left, e.right, at, row);
    }
    Made of(const core::Compare& e, ExprId at, RowId row) {
        return of_two<Compared>(e.op, e.left, e.right, at, row);
    }
    Made of(const core::Logic& e, ExprId at, RowId row) {
        return of_two<Joined>(e.op, e.left, e.right, at, row);
    }
    Made of(const core::Clamp& e, ExprId at, RowId row) {
        return of_two<Clamped>(e.op, e.left, e.right, at, row);
    }
    Made of(const core::Choose& e, ExprId at, RowId row) {
        bool any = moves(e.otherwise);
        for (const auto& [condition, value] : e.cases) any = any || moves(condition) || moves(value);
        if (!any) return std::nullopt;
        Chosen chosen;
        for (const auto& [condition, value] : e.cases)
            chosen.cases.emplace_back(use(condition, row), use(value, row));
        if (e.otherwise) chosen.otherwise = use(e.otherwise, row);
        return add(std::move(chosen), at, row);
    }
    Made of(const core::Round& e, ExprId at, RowId row) {
        if (!moves(e.of)) return std::nullopt;
        const auto written = scheme_.expressions[at].origin.written_as;
        const bool is_last =
            written == core::WrittenAs::pay_rounding || written == core::WrittenAs::pool_rounding;
        const auto step = *explain::amount(evaluation_.value(e.step, row));
        return add(Rounded{use(e.of, row), {e.mode, step}, is_last ? Steps::smooth : Steps::staircase}, at,
                   row);
    }
    Made of(const core::Default& e, ExprId at, RowId row) {
        if (!moves(e.of) && !moves(e.instead)) return std::nullopt;
        return add(Defaulted{use(e.of, row), use(e.instead, row)}, at, row);
    }
    Made of(const core::MonthsBetween& e, ExprId at, RowId) {
        return moves(e.from) || moves(e.to) ? beyond(BeyondKind::date, at) : std::nullopt;
    }
    Made beyond(BeyondKind why, ExprId at) { return known(Beyond{why, at}); }

    // ------------------------------------------------------------ rows

    bool moves_between(ExprId paired) const {
        const auto inside = core::within(scheme_, paired);
        const auto needs = core::needs(scheme_, inside);
        return reads_input(scheme_, paired, movings_) ||
               std::ranges::any_of(needs.same_period,
                                   [&](DefinitionId each) { return depends_.contains(each); });
    }
    Made of(const core::Aggregate& e, ExprId at, RowId row) {
        if (e.base && !history_.above(row, e.base)) return std::nullopt;
        const auto rows = evaluation_.rows_of(e, row);
        const bool counts = e.op == core::AggregateOp::count;
        const auto any = [&](RowId element) {
            return (!counts && moving({e.of, element}).has_value()) ||
                   (e.where && moving({e.where, element}).has_value());
        };
        const bool paired_moves = e.paired && moves_between(e.paired);
        if (!paired_moves && std::ranges::none_of(rows, any)) return std::nullopt;
        if (paired_moves || (e.paired && std::ranges::any_of(rows, [&](RowId element) {
                                 return e.where && moving({e.where, element}).has_value();
                             })))
            return beyond(BeyondKind::paired, at);
        return gathered(e, at, row, rows);
    }
    Made gathered(const core::Aggregate& e, ExprId at, RowId row, const std::vector<RowId>& rows) {
        Gathered all{e.op, {}, std::nullopt};
        for (const auto element : rows) {
            if (element == row) all.asker = all.elements.size();
            Element made{std::nullopt, StepId()};
            if (e.where && moving({e.where, element})) {
                made.where = moving({e.where, element});
            } else if (e.where || e.paired) {
                made.where = known(local(evaluation_.counts(e, element, row)));
            }
            if (e.op != core::AggregateOp::count) made.of = step_of({e.of, element});
            all.elements.push_back(made);
        }
        return add(std::move(all), at, row);
    }

    Made of(const core::Shared& e, ExprId at, RowId row) {
        const auto& share = scheme_.shares[e.share];
        const auto pool = history_.above(row, share.of);
        if (!pool) return std::nullopt;
        std::vector<Place> facts;
        add_facts(facts, share, row);
        if (std::ranges::none_of(facts, [&](const Place& fact) { return moving(fact).has_value(); }))
            return std::nullopt;
        return divided(e.share, at, row, pool);
    }
    Made divided(core::ShareId id, ExprId at, RowId row, RowId pool) {
        const auto& share = scheme_.shares[id];
        const auto members = history_.inside(pool, scheme_.definitions[share.result].level);
        if (share.remainder_to && !one_takes_remainder(share, members)) {
            return std::ranges::any_of(
                       members, [&](RowId each) { return moving({share.remainder_to, each}).has_value(); })
                       ? beyond(BeyondKind::remainder, at)
                       : known(local(evaluation_.value(at, row)));
        }
        const auto several = static_cast<std::int64_t>(share.remainder_to ? members.size() : 1);
        Divided made{id, step_of({share.pool, pool}), {}, 0, share.step * Exact(several)};
        for (const auto member : members) {
            if (member == row) made.asker = made.sharers.size();
            made.sharers.push_back(sharer(share, member));
        }
        return add(std::move(made), at, row);
    }
    bool one_takes_remainder(const core::Share& share, const std::vector<RowId>& members) {
        std::size_t takers = 0;
        for (const auto member : members) {
            if (moving({share.remainder_to, member})) return false;
            const auto* takes = explain::present(evaluation_.value(share.remainder_to, member));
            if (takes == nullptr) return false;
            takers += std::get<bool>(*takes) ? 1 : 0;
        }
        return takers == 1;
    }
    // What a share reads must have a value.
    StepId fact(DefinitionId definition, RowId row) {
        const auto step = step_of({definition, row});
        const auto value = scheme_.definitions[definition].value;
        return add(Chosen{{}, Use{step, value}}, value, row);
    }
    Sharer sharer(const core::Share& share, RowId member) {
        Sharer made{{}, std::nullopt, member};
        for (const auto& claim : share.claims) {
            made.claims.emplace_back(claim.fits ? Made(fact(claim.fits, member)) : std::nullopt,
                                     fact(claim.amount, member));
        }
        if (share.weight) made.weight = fact(share.weight, member);
        return made;
    }

    // ------------------------------------------------------------ equations and lots

    // x = c + A x has the solution (1 - A)^-1 c: one weight for each constant, when A does not move.
    Made of(const core::Solved& e, ExprId at, RowId row) {
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
    Made moved_by_hand(const core::Equation& equation, RowId row) const {
        const auto is_it = [&](const Moving& each) {
            return each.what == Mover(equation.unknown) && each.row == row;
        };
        return std::ranges::any_of(movings_, is_it) ? moving({equation.unknown, row}) : std::nullopt;
    }
    bool is_set(const core::Equation& equation, RowId row) const {
        return moved_by_hand(equation, row).has_value() || evaluation_.overridden(equation.unknown, row);
    }
    Use constant_of(const core::Equation& equation, RowId row) {
        if (const auto moved = moved_by_hand(equation, row)) return {*moved, {}};
        if (!evaluation_.overridden(equation.unknown, row)) return use(equation.constant, row);
        return {known(local(evaluation_.value(equation.unknown, row))), {}};
    }
    std::optional<Exact> weight_of(const std::vector<core::Equation>& equations, std::size_t constant,
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
    Made of(const core::FromLots& e, ExprId at, RowId row) {
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
    Made sound_lots(const core::FromLots& e, ExprId at, RowId row, const Exact& there, const Exact& expired) {
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

    // ------------------------------------------------------------ tables from files

    Made of(const core::Lookup& e, ExprId at, RowId row) {
        const auto moved = std::ranges::count_if(e.keys, [&](ExprId key) { return moves(key); });
        if (moved == 0) return std::nullopt;
        if (moved > 1) return beyond(BeyondKind::key, at);
        return looked_up(e, at, row);
    }
    Made looked_up(const core::Lookup& e, ExprId at, RowId row) {
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

    explain::Evaluation& evaluation_;
    const core::Scheme& scheme_;
    const data::History& history_;
    const std::vector<Moving>& movings_;
    std::set<DefinitionId> depends_;
    Period period_;
    Program program_;
    std::map<Place, Made> places_;  // definitions that were unrolled
    std::map<std::pair<core::InputId, RowId>, StepId> cells_;
    std::map<ExprId, Made> made_;  // of the definition that is being unrolled
};

}  // namespace

Program unrolled(explain::Evaluation& evaluation, const std::vector<Moving>& movings, DefinitionId target,
                 RowId row, const Domain& domain) {
    return Unrolling(evaluation, movings, domain).program(target, row);
}

}  // namespace accrue::curve
