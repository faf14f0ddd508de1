#include "curve/unroll.hpp"

#include <stdexcept>

#include "curve/depends.hpp"
#include "curve/unrolling.hpp"

namespace accrue::curve {

using core::DefinitionId;
using core::ExprId;
using data::RowId;

Unrolling::Unrolling(explain::Evaluation& evaluation, const std::vector<Moving>& movings,
                     const Domain& domain)
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

Program Unrolling::program(DefinitionId target, RowId row) && {
    settle({target, row});
    program_.result = step_of({target, row});
    return std::move(program_);
}

// ---------------------------------------------------------------- steps

StepId Unrolling::add(decltype(Step::node) node, ExprId at, RowId row) {
    return program_.steps.add({std::move(node), at, row});
}

void Unrolling::add_moving(const Moving& moving) {
    const bool is_shift = moving.how == Follows::with;
    auto step =
        add(Moved{is_shift ? moving.amount : Exact(0), is_shift ? moving.rate : Exact(1)}, {}, moving.row);
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

// ---------------------------------------------------------------- which values move

bool Unrolling::may_move(const ValueOf& place) const {
    return depends_.contains(place.definition) && history_.rows[place.row].period >= period_ &&
           !evaluation_.overridden(place.definition, place.row);
}

Made Unrolling::moving(const ValueOf& place) const {
    const auto found = places_.find(place);
    return found != places_.end() ? found->second : std::nullopt;
}

StepId Unrolling::step_of(const ValueOf& place) {
    if (const auto step = moving(place)) return *step;
    return known(local(evaluation_.value(place.definition, place.row)));
}

void Unrolling::settle(ValueOf first) {
    std::vector<ValueOf> stack{first};
    std::set<ValueOf> begun;
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

std::vector<ValueOf> Unrolling::needed(const ValueOf& place) const {
    std::vector<ValueOf> places;
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

void Unrolling::add_above(std::vector<ValueOf>& places, DefinitionId definition, RowId row) const {
    const auto own = history_.above(row, scheme_.definitions[definition].level);
    if (own) places.push_back({definition, own});
}

void Unrolling::add_elements(std::vector<ValueOf>& places, ExprId at, RowId row) const {
    const auto& aggregate = std::get<core::Aggregate>(scheme_.expressions[at].node);
    if (aggregate.base && !history_.above(row, aggregate.base)) return;
    for (const auto element : evaluation_.rows_of(aggregate, row)) {
        if (aggregate.op != core::AggregateOp::count) places.push_back({aggregate.of, element});
        if (aggregate.where) places.push_back({aggregate.where, element});
    }
}

void Unrolling::add_facts(std::vector<ValueOf>& places, const core::Share& share, RowId row) const {
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

// ---------------------------------------------------------------- one definition

Made Unrolling::unroll(const ValueOf& place) {
    made_.clear();
    const auto root = scheme_.definitions[place.definition].value;
    for (const auto other : roots_of(scheme_, place.definition)) {
        for (const auto at : core::within(scheme_, other)) {
            if (!made_.contains(at)) made_[at] = expression(at, place.row);
        }
    }
    return made_.at(root);
}

Made Unrolling::expression(ExprId at, RowId row) {
    return std::visit([&](const auto& node) { return of(node, at, row); }, scheme_.expressions[at].node);
}

Use Unrolling::use(ExprId operand, RowId row) {
    if (const auto step = made_.at(operand)) return {*step, operand};
    const auto* constant = std::get_if<core::Constant>(&scheme_.expressions[operand].node);
    return {known(constant != nullptr ? local(constant->value) : local(evaluation_.value(operand, row))),
            operand};
}

Made Unrolling::of(const core::Read& e, ExprId, RowId row) const {
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

Made Unrolling::of(const core::Previous& e, ExprId, RowId row) const {
    const auto before = history_.before(row, e.back);
    return before ? moving({e.of, before}) : std::nullopt;
}

Made Unrolling::of(const core::Arithmetic& e, ExprId at, RowId row) {
    return of_two<Calculated>(e.op, e.left, e.right, at, row);
}

Made Unrolling::of(const core::Compare& e, ExprId at, RowId row) {
    return of_two<Compared>(e.op, e.left, e.right, at, row);
}

Made Unrolling::of(const core::Logic& e, ExprId at, RowId row) {
    return of_two<Joined>(e.op, e.left, e.right, at, row);
}

Made Unrolling::of(const core::Clamp& e, ExprId at, RowId row) {
    return of_two<Clamped>(e.op, e.left, e.right, at, row);
}

Made Unrolling::of(const core::Choose& e, ExprId at, RowId row) {
    bool any = moves(e.otherwise);
    for (const auto& [condition, value] : e.cases) any = any || moves(condition) || moves(value);
    if (!any) return std::nullopt;
    Chosen chosen;
    for (const auto& [condition, value] : e.cases)
        chosen.cases.emplace_back(use(condition, row), use(value, row));
    if (e.otherwise) chosen.otherwise = use(e.otherwise, row);
    return add(std::move(chosen), at, row);
}

Made Unrolling::of(const core::Round& e, ExprId at, RowId row) {
    if (!moves(e.of)) return std::nullopt;
    const auto written = scheme_.expressions[at].origin.written_as;
    const bool is_last =
        written == core::WrittenAs::pay_rounding || written == core::WrittenAs::pool_rounding;
    const auto step = *explain::amount(evaluation_.value(e.step, row));
    return add(Rounded{use(e.of, row), {e.mode, step}, is_last ? Steps::smooth : Steps::staircase}, at, row);
}

Made Unrolling::of(const core::Default& e, ExprId at, RowId row) {
    if (!moves(e.of) && !moves(e.instead)) return std::nullopt;
    return add(Defaulted{use(e.of, row), use(e.instead, row)}, at, row);
}

Made Unrolling::of(const core::MonthsBetween& e, ExprId at, RowId) {
    return moves(e.from) || moves(e.to) ? beyond(BeyondKind::date, at) : std::nullopt;
}

Program unrolled(explain::Evaluation& evaluation, const std::vector<Moving>& movings, DefinitionId target,
                 RowId row, const Domain& domain) {
    return Unrolling(evaluation, movings, domain).program(target, row);
}

}  // namespace accrue::curve
