// Values that more than one row, equation or period makes: aggregates, shares, systems, lots.
#include <algorithm>
#include <ranges>

#include "explain/evaluate.hpp"
#include "explain/linear.hpp"
#include "explain/operate.hpp"

namespace accrue::explain {
namespace {

using core::DefinitionId;
using core::ExprId;
using core::Value;
using data::RowId;

// Does what an aggregate takes differ from row to row of one group?
bool asks_for_one(const core::Aggregate& aggregate) {
    return aggregate.so_far || aggregate.paired;
}

std::optional<bool> truth(const Outcome& outcome) {
    const auto* value = present(outcome);
    return value != nullptr ? std::optional(std::get<bool>(*value)) : std::nullopt;
}

FailureKind failure_kind(ShareTrouble trouble) {
    switch (trouble) {
        case ShareTrouble::pool_below_0:
            return FailureKind::pool_below_0;
        case ShareTrouble::weight_below_0:
            return FailureKind::weight_below_0;
        case ShareTrouble::nobody_fits:
            return FailureKind::nobody_fits;
        case ShareTrouble::claims_differ:
            return FailureKind::claims_differ;
        case ShareTrouble::rest_below_0:
            return FailureKind::rest_below_0;
        case ShareTrouble::nobody_takes:
            return FailureKind::nobody_takes;
        case ShareTrouble::share_below_0:
            return FailureKind::share_below_0;
        case ShareTrouble::remainder_to_nobody:
            return FailureKind::remainder_to_nobody;
        case ShareTrouble::remainder_to_several:
            return FailureKind::remainder_to_several;
    }
    return FailureKind::pool_below_0;
}

bool is_of_a_member(FailureKind kind) {
    return kind == FailureKind::weight_below_0 || kind == FailureKind::share_below_0;
}

}  // namespace

// ---------------------------------------------------------------- aggregates: their rows

const core::Aggregate& Evaluation::aggregate_at(ExprId at) const {
    return std::get<core::Aggregate>(scheme_.expressions[at].node);
}

// One key for all rows that see the same group.
std::uint64_t Evaluation::group_key(ExprId at, const core::Aggregate& aggregate, RowId row) const {
    if (asks_for_one(aggregate)) return joined(at.value, row.value);
    if (aggregate.base) return joined(at.value, history_.above(row, aggregate.base).value);
    return joined(at.value, static_cast<std::uint32_t>(history_.rows[row].period.index));
}

std::vector<RowId> Evaluation::rows_of(const core::Aggregate& aggregate, RowId row) const {
    const auto level = scheme_.definitions[aggregate.of].level;
    const auto window = core::window_periods(scheme_, aggregate, history_.rows[row].period);
    const Period first = window.first;
    const auto is_inside = [&](RowId each) {
        return history_.rows[each].period >= first && history_.rows[each].period <= window.last;
    };
    std::vector<RowId> rows;
    if (!aggregate.base) {
        // A level's rows stand by period.
        const auto& frame = history_.frames[level];
        const auto numbers = std::views::iota(frame.first.value, frame.first.value + frame.rows);
        const auto begin = std::ranges::partition_point(
            numbers, [&](std::uint32_t each) { return history_.rows[RowId(each)].period < first; });
        for (auto each = begin; each != numbers.end() && is_inside(RowId(*each)); ++each)
            rows.push_back(RowId(*each));
        return rows;
    }
    std::vector<RowId> bases;
    const auto start = aggregate.so_far ? row : history_.above(row, aggregate.base);
    for (auto each = start; each && history_.rows[each].period >= first;
         each = history_.rows[each].previous) {
        if (is_inside(each)) bases.push_back(each);
    }
    std::ranges::reverse(bases);
    if (aggregate.so_far || level == aggregate.base) return bases;
    for (const auto base : bases) {
        const auto inside = history_.inside(base, level);
        rows.insert(rows.end(), inside.begin(), inside.end());
    }
    return rows;
}

// What `so far` adds to the record before it, where both begin to count at the same place; else all rows.
std::vector<RowId> Evaluation::new_rows_of(const core::Aggregate& aggregate, RowId row) const {
    return record_before(aggregate, row) ? std::vector{row} : rows_of(aggregate, row);
}

RowId Evaluation::record_before(const core::Aggregate& aggregate, RowId row) const {
    const bool runs_along = aggregate.so_far && !aggregate.paired && aggregate.op != core::AggregateOp::rank;
    const auto before = history_.rows[row].previous;
    if (!runs_along || !before) return {};
    const auto here = core::window_periods(scheme_, aggregate, history_.rows[row].period);
    const auto there = core::window_periods(scheme_, aggregate, history_.rows[before].period);
    const bool same = here.first == there.first && history_.rows[before].period >= here.first;
    return same ? before : RowId();
}

const Evaluation::PairedPlan& Evaluation::paired_plan(ExprId paired) {
    const auto [found, is_new] = paired_plans_.try_emplace(paired.value);
    if (!is_new) return found->second;
    auto expressions = computed_for(paired);
    std::vector<ExprId> of_element, of_asker;
    for (const auto id : expressions) {
        const auto* read = std::get_if<core::Read>(&scheme_.expressions[id].node);
        (read != nullptr && read->of_asker ? of_asker : of_element).push_back(id);
    }
    found->second.element = {std::move(expressions), core::needs(scheme_, of_element)};
    found->second.asker = core::needs(scheme_, of_asker);
    return found->second;
}

void Evaluation::add_group_needs(ExprId at, RowId row, std::vector<Place>& places) {
    const auto& aggregate = aggregate_at(at);
    if (const auto before = record_before(aggregate, row))
        places.push_back({Work::aggregate, at.value, before});
    const auto* paired = aggregate.paired ? &paired_plan(aggregate.paired) : nullptr;
    if (paired != nullptr) add_needs(paired->asker, row, places);
    for (const auto each : new_rows_of(aggregate, row)) {
        if (aggregate.op != core::AggregateOp::count)
            places.push_back({Work::definition, aggregate.of.value, each});
        if (aggregate.where) places.push_back({Work::definition, aggregate.where.value, each});
        if (paired != nullptr) add_needs(paired->element.needs, each, places);
    }
}

// ---------------------------------------------------------------- aggregates: their value

namespace {

// A day is as good as its count.
Exact comparable(const core::Value& value) {
    const auto* date = std::get_if<Date>(&value);
    return date != nullptr ? Exact(date->days) : std::get<Exact>(value);
}

}  // namespace

void Evaluation::Group::add(const Exact& number) {
    sum += number;
    smallest = smallest ? accrue::smaller(*smallest, number) : number;
    largest = largest ? accrue::larger(*largest, number) : number;
}

// No where one of both conditions says no; a condition without a value where neither does.
Outcome Evaluation::condition(const core::Aggregate& aggregate, Rows rows) {
    Outcome where = Value(true);
    if (aggregate.where) where = known_definition(aggregate.where, rows.element);
    if (!aggregate.paired || truth(where) == false) return where;
    const auto& plan = paired_plan(aggregate.paired);
    for (const auto param : plan.element.needs.params) compute_param(param, rows.element);
    for (const auto param : plan.asker.params) compute_param(param, rows.asker);
    compute_all(plan.element, rows);
    auto paired = scratch_[aggregate.paired];
    if (auto* failure = std::get_if<Failure>(&paired)) set_row(*failure, rows);
    return truth(paired) == false || truth(where) == true ? paired : where;
}

// A cell of the asker that is blank was found in the asker's row.
void Evaluation::set_row(Failure& failure, Rows rows) const {
    if (failure.kind != FailureKind::missing_used || failure.row != rows.element) return;
    const auto* read = std::get_if<core::Read>(&scheme_.expressions[failure.operand].node);
    if (read != nullptr && read->of_asker) failure.row = rows.asker;
}

Outcome Evaluation::counts(const core::Aggregate& aggregate, RowId element, RowId row) {
    if (aggregate.where) settle({Work::definition, aggregate.where.value, element});
    if (aggregate.paired) {
        const auto& plan = paired_plan(aggregate.paired);
        settle_needs(plan.asker, row);
        settle_needs(plan.element.needs, element);
    }
    return condition(aggregate, {element, row});
}

// One row more. The first that has no value ends the group.
void Evaluation::gather(ExprId at, Rows rows, Group& into) {
    const auto& aggregate = aggregate_at(at);
    const auto counted = condition(aggregate, rows);
    if (truth(counted) == false) return;
    const auto& outcome = !truth(counted) || aggregate.op == core::AggregateOp::count
                              ? counted
                              : known_definition(aggregate.of, rows.element);
    if (const auto* failure = std::get_if<Failure>(&outcome)) into.failure = *failure;
    into.blank = std::holds_alternative<Missing>(outcome);
    if (present(outcome) == nullptr) return;
    ++into.count;
    if (rows.element == rows.asker) into.holds_asker = true;
    if (aggregate.op == core::AggregateOp::count) return;
    const auto number = comparable(*present(outcome));
    if (aggregate.op != core::AggregateOp::rank) return into.add(number);
    if (!asks_for_one(aggregate)) return into.rising.push_back(number);
    const auto asking = definitions_.find(joined(aggregate.of.value, rows.asker.value));
    const auto* own = asking != definitions_.end() ? amount(asking->second) : nullptr;
    if (own != nullptr && number > *own) ++into.above_asker;
}

void Evaluation::work_out_group(ExprId at, RowId row) {
    const auto& aggregate = aggregate_at(at);
    Group group;
    if (const auto before = record_before(aggregate, row))
        group = groups_.at(group_key(at, aggregate, before));
    for (const auto each : new_rows_of(aggregate, row)) {
        if (group.failure || group.blank) break;
        gather(at, {each, row}, group);
    }
    std::ranges::sort(group.rising);
    groups_.emplace(group_key(at, aggregate, row), std::move(group));
}

Outcome Evaluation::aggregate(ExprId at, RowId row) const {
    const auto& aggregate = aggregate_at(at);
    if (aggregate.base && !history_.above(row, aggregate.base))
        return Failure{FailureKind::no_outer_row, at, {}, row};
    const auto& group = groups_.at(group_key(at, aggregate, row));
    if (group.failure) return *group.failure;
    if (group.blank) return Failure{FailureKind::missing_in_window, at, {}, row};
    switch (aggregate.op) {
        case core::AggregateOp::sum:
            return limited(group.sum, at, row);
        case core::AggregateOp::count:
            return Value(Exact(group.count));
        case core::AggregateOp::smallest:
            return extreme(group.smallest, at);
        case core::AggregateOp::largest:
            return extreme(group.largest, at);
        case core::AggregateOp::rank:
            return rank(aggregate, group, row);
    }
    return Missing{};
}

Outcome Evaluation::extreme(const std::optional<Exact>& found, ExprId at) const {
    if (!found) return Missing{};
    if (scheme_.expressions[at].type.kind != core::TypeKind::date) return Value(*found);
    std::int64_t days = 0;
    found->fits_scaled(1, days);
    return Value(Date{static_cast<std::int32_t>(days)});
}

// 1 + how many are larger; missing when the row is not one of them.
Outcome Evaluation::rank(const core::Aggregate& aggregate, const Group& group, RowId row) const {
    if (asks_for_one(aggregate))
        return group.holds_asker ? Outcome(Value(Exact(1 + group.above_asker))) : Missing{};
    const bool is_element = history_.rows[row].level == scheme_.definitions[aggregate.of].level &&
                            core::includes_this_period(aggregate.window);
    if (!is_element) return Missing{};
    if (aggregate.where && truth(known_definition(aggregate.where, row)) != true) return Missing{};
    const auto& own = *amount(known_definition(aggregate.of, row));
    const auto above = group.rising.end() - std::ranges::upper_bound(group.rising, own);
    return Value(Exact(1 + above));
}

// ---------------------------------------------------------------- shares

void Evaluation::add_division_needs(core::ShareId id, RowId row, std::vector<Place>& places) const {
    const auto& share = scheme_.shares[id];
    places.push_back({Work::definition, share.pool.value, row});
    std::vector<DefinitionId> facts{share.weight, share.remainder_to};
    for (const auto& claim : share.claims) facts.insert(facts.end(), {claim.fits, claim.amount});
    std::erase_if(facts, [](DefinitionId fact) { return !fact; });
    for (const auto member : history_.inside(row, scheme_.definitions[share.result].level)) {
        for (const auto fact : facts) places.push_back({Work::definition, fact.value, member});
    }
}

void Evaluation::work_out_division(core::ShareId share, RowId row) {
    divisions_.emplace(joined(share.value, row.value), divided(scheme_.shares[share], row));
}

Evaluation::Division Evaluation::divided(const core::Share& share, RowId row) const {
    const auto pool = fact(share.pool, row);
    if (const auto* failure = std::get_if<Failure>(&pool)) return *failure;
    std::vector<Member> members;
    for (const auto each : history_.inside(row, scheme_.definitions[share.result].level)) {
        auto member = this->member(share, each);
        if (const auto* failure = std::get_if<Failure>(&member)) return *failure;
        members.push_back(std::get<Member>(std::move(member)));
    }
    return apportioned(share, std::get<Exact>(std::get<Value>(pool)), std::move(members));
}

std::variant<Member, Failure> Evaluation::member(const core::Share& share, RowId row) const {
    Member member{.row = row, .claims = {}};
    for (std::size_t i = 0; i < share.claims.size(); ++i) {
        const auto& claim = share.claims[i];
        const auto fits = claim.fits ? fact(claim.fits, row) : Value(true);
        if (const auto* failure = std::get_if<Failure>(&fits)) return *failure;
        if (!std::get<bool>(std::get<Value>(fits))) continue;
        const auto amount = fact(claim.amount, row);
        if (const auto* failure = std::get_if<Failure>(&amount)) return *failure;
        member.claims.emplace_back(i, std::get<Exact>(std::get<Value>(amount)));
    }
    if (share.weight) {
        const auto weight = fact(share.weight, row);
        if (const auto* failure = std::get_if<Failure>(&weight)) return *failure;
        member.weight = std::get<Exact>(std::get<Value>(weight));
    }
    if (share.remainder_to) {
        const auto takes = fact(share.remainder_to, row);
        if (const auto* failure = std::get_if<Failure>(&takes)) return *failure;
        member.takes_remainder = std::get<bool>(std::get<Value>(takes));
    }
    return member;
}

// What a group operation reads must have a value.
std::variant<Value, Failure> Evaluation::fact(DefinitionId definition, RowId row) const {
    const auto& outcome = known_definition(definition, row);
    if (const auto* value = present(outcome)) return *value;
    if (const auto* failure = std::get_if<Failure>(&outcome)) return *failure;
    const auto value = scheme_.definitions[definition].value;
    return Failure{FailureKind::missing_used, value, value, row};
}

Outcome Evaluation::shared(ExprId at, const core::Shared& shared, RowId row) const {
    const auto& share = scheme_.shares[shared.share];
    const auto pool_row = history_.above(row, share.of);
    if (!pool_row) return Failure{FailureKind::no_outer_row, at, {}, row};
    const auto& division = divisions_.at(joined(shared.share.value, pool_row.value));
    if (const auto* failure = std::get_if<Failure>(&division)) return *failure;
    const auto& [pool, claims, rest, weights, members, refusal] = std::get<Apportionment>(division);
    if (refusal) {
        const auto kind = failure_kind(refusal->why);
        return Failure{kind, at, {}, is_of_a_member(kind) ? members[refusal->member].row : pool_row};
    }
    const auto member = std::ranges::lower_bound(members, row, {}, &Member::row);
    return limited(member->share, at, row);
}

// ---------------------------------------------------------------- systems of equations

const Evaluation::Plan& Evaluation::plan(core::SystemId system) {
    const auto [found, is_new] = system_plans_.try_emplace(system.value);
    if (!is_new) return found->second;
    std::vector<ExprId> expressions;
    for (const auto& equation : scheme_.systems[system].equations) {
        auto roots = equation.coefficients;
        roots.push_back(equation.constant);
        for (const auto root : roots) {
            if (!root) continue;
            const auto inside = computed_for(root);
            expressions.insert(expressions.end(), inside.begin(), inside.end());
        }
    }
    std::ranges::sort(expressions);
    expressions.erase(std::unique(expressions.begin(), expressions.end()), expressions.end());
    auto needs = core::needs(scheme_, expressions);
    found->second = {std::move(expressions), std::move(needs)};
    return found->second;
}

void Evaluation::work_out_system(core::SystemId id, RowId row) {
    const auto& todo = plan(id);
    for (const auto param : todo.needs.params) compute_param(param, row);
    compute_all(todo, {row, row});
    solutions_.emplace(joined(id.value, row.value), solution_of(scheme_.systems[id], row));
}

// An unknown that an example sets by hand is no unknown.
std::variant<std::vector<Exact>, Failure> Evaluation::solution_of(const core::System& system,
                                                                  RowId row) const {
    LinearSystem linear;
    for (const auto& [unknown, written, coefficients, constant] : system.equations) {
        const auto at = scheme_.definitions[unknown].value;
        std::vector<Exact> numbers(system.equations.size(), Exact(0));
        const auto set = overrides_.find({unknown, row});
        if (set != overrides_.end()) {
            linear.coefficients.push_back(std::move(numbers));
            linear.constants.push_back(std::get<Exact>(set->second));
            continue;
        }
        for (std::size_t i = 0; i < coefficients.size(); ++i) {
            if (!coefficients[i]) continue;
            if (const auto failure = unusable(scratch_[coefficients[i]], coefficients[i], at, row))
                return *failure;
            numbers[i] = *amount(scratch_[coefficients[i]]);
        }
        if (const auto failure = unusable(scratch_[constant], constant, at, row)) return *failure;
        linear.coefficients.push_back(std::move(numbers));
        linear.constants.push_back(*amount(scratch_[constant]));
    }
    if (auto found = solution(linear)) return *std::move(found);
    const auto first = scheme_.definitions[system.equations.front().unknown].value;
    return Failure{FailureKind::no_single_solution, first, {}, row};
}

Outcome Evaluation::solved(ExprId at, const core::Solved& solved, RowId row) const {
    const auto& solution = solutions_.at(joined(solved.system.value, row.value));
    if (const auto* failure = std::get_if<Failure>(&solution)) return *failure;
    return limited(std::get<std::vector<Exact>>(solution)[solved.unknown], at, row);
}

// ---------------------------------------------------------------- lots

void Evaluation::add_lots_needs(core::LotsId id, RowId row, std::vector<Place>& places) const {
    const auto& lots = scheme_.lots[id];
    if (const auto before = history_.rows[row].previous) places.push_back({Work::lots, id.value, before});
    for (const auto fact : {lots.add, lots.take}) places.push_back({Work::definition, fact.value, row});
}

// What is left can be set by hand: then it is one lot of this period.
void Evaluation::work_out_lots(core::LotsId id, RowId row) {
    const auto& lots = scheme_.lots[id];
    const auto before = history_.rows[row].previous;
    auto state = lots_of(lots, row, before ? &lots_.at(joined(id.value, before.value)) : nullptr);
    if (const auto set = overrides_.find({lots.left, row}); set != overrides_.end())
        state.lots.left = {{history_.rows[row].period, std::get<Exact>(set->second)}};
    lots_.emplace(joined(id.value, row.value), std::move(state));
}

Evaluation::LotsState Evaluation::lots_of(const core::Lots& lots, RowId row, const LotsState* before) const {
    if (before != nullptr && before->failure) return {{}, before->failure};
    std::vector<Exact> amounts;
    for (const auto definition : {lots.add, lots.take}) {
        const auto amount = fact(definition, row);
        if (const auto* failure = std::get_if<Failure>(&amount)) return {{}, *failure};
        amounts.push_back(std::get<Exact>(std::get<Value>(amount)));
        if (amounts.back().sign() >= 0) continue;
        const auto at = scheme_.definitions[lots.left].value;
        return {{}, Failure{FailureKind::lots_below_0, at, scheme_.definitions[definition].value, row}};
    }
    const std::vector<Lot> none;
    return {lots_after(lots, before != nullptr ? before->lots.left : none, history_.rows[row].period,
                       amounts[0], amounts[1]),
            std::nullopt};
}

Outcome Evaluation::from_lots(ExprId at, const core::FromLots& from, RowId row) const {
    const auto& [lots, failure] = lots_.at(joined(from.lots.value, row.value));
    if (failure) return *failure;
    switch (from.part) {
        case core::LotsPart::left:
            return limited(total(lots.left), at, row);
        case core::LotsPart::taken:
            return limited(total(lots.taken), at, row);
        case core::LotsPart::expired:
            return limited(total(lots.expired), at, row);
    }
    return Missing{};
}

}  // namespace accrue::explain
