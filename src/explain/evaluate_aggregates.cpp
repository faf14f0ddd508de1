// Aggregates: which rows one gathers for a row, and their value. Rows that gather the same are worked out
// once.
#include <algorithm>
#include <ranges>

#include "core/walk.hpp"
#include "explain/evaluate.hpp"
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

void Evaluation::Group::add(core::AggregateOp op, const Exact& number) {
    if (op == core::AggregateOp::sum) {
        sum.add(number);
    } else if (!amount) {
        amount = number;
    } else {
        amount = op == core::AggregateOp::smallest ? smaller(*amount, number) : larger(*amount, number);
    }
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
    if (aggregate.op != core::AggregateOp::rank) return into.add(aggregate.op, number);
    if (!asks_for_one(aggregate)) return into.rising.push_back(number);
    const auto asking = definitions_.find(joined(aggregate.of.value, rows.asker.value));
    const auto* own = asking != definitions_.end() ? amount(asking->second) : nullptr;
    if (own != nullptr && number > *own) ++into.above_asker;
}

void Evaluation::work_out_group(ExprId at, RowId row) {
    const auto& aggregate = aggregate_at(at);
    Group group;
    if (is_window(scheme_, aggregate)) group.sum = ExactSum::of_any_length();
    if (const auto before = record_before(aggregate, row))
        group = groups_.at(group_key(at, aggregate, before));
    for (const auto each : new_rows_of(aggregate, row)) {
        if (group.failure || group.blank) break;
        gather(at, {each, row}, group);
    }
    std::ranges::sort(group.rising);
    if (aggregate.op == core::AggregateOp::sum)
        group.amount = group.sum.is_too_long() ? std::nullopt : std::optional(group.sum.value());
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
            return sum(group, at, row);
        case core::AggregateOp::count:
            return Value(Exact(group.count));
        case core::AggregateOp::smallest:
        case core::AggregateOp::largest:
            return extreme(group.amount, at);
        case core::AggregateOp::rank:
            return rank(aggregate, group, row);
    }
    return Missing{};
}

Outcome Evaluation::sum(const Group& group, ExprId at, RowId row) const {
    if (!group.amount) return Failure{FailureKind::number_too_long, at, {}, row};
    return limited(*group.amount, at, row);
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

}  // namespace accrue::explain
