// What many rows come to: windows over the row's own periods, and aggregates over other rows.
#include <fmt/format.h>

#include <algorithm>

#include "base/messages/phrases/general.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "core/walk.hpp"
#include "explain/operate.hpp"
#include "explain/rows.hpp"
#include "explain/shown.hpp"
#include "explain/tracer.hpp"
#include "number/decimal.hpp"
#include "number/exact_sum.hpp"

namespace accrue::explain {
namespace {

using core::ExprId;
using data::RowId;

TermOp operation_of(core::AggregateOp op) {
    switch (op) {
        case core::AggregateOp::sum:
            return TermOp::sum;
        case core::AggregateOp::count:
            return TermOp::count;
        case core::AggregateOp::smallest:
            return TermOp::smallest;
        case core::AggregateOp::largest:
            return TermOp::largest;
        case core::AggregateOp::rank:
            return TermOp::rank;
    }
    return TermOp::sum;
}

bool is_yes(const Outcome& outcome) {
    const auto* value = present(outcome);
    return value != nullptr && std::get<bool>(*value);
}

}  // namespace

// Those that count, and those that do not by the first reason in the order of the text.
Tracer::Elements Tracer::elements(const core::Aggregate& aggregate) {
    Elements found;
    for (const auto row : evaluation_.rows_of(aggregate, at_.row)) {
        if (is_yes(evaluation_.counts(aggregate, row, at_.row))) {
            found.counting.push_back(row);
            continue;
        }
        const auto reason = reason_of(aggregate, row);
        const auto same = [&](const auto& each) { return each.first == reason; };
        const auto known = std::ranges::find_if(found.left_out, same);
        if (known != found.left_out.end()) {
            known->second.push_back(row);
        } else {
            found.left_out.push_back({reason, {row}});
        }
    }
    return found;
}

std::string Tracer::reason_of(const core::Aggregate& aggregate, RowId element) {
    if (aggregate.where) {
        const auto& where = scheme_.definitions[aggregate.where];
        const bool is_named = where.kind != core::DefinitionKind::hidden;
        if (!is_yes(evaluation_.value(aggregate.where, element)))
            return is_named ? where.name : first_missed(where.value, element);
    }
    return aggregate.paired ? first_missed(aggregate.paired, element) : "";
}

std::string Tracer::first_missed(ExprId condition, RowId element) {
    const auto* logic = std::get_if<core::Logic>(&scheme_.expressions[condition].node);
    if (logic == nullptr || logic->op != core::LogicOp::both) return condition_text(condition);
    const bool left_holds = is_yes(evaluation_.value_between(logic->left, element, at_.row));
    return first_missed(left_holds ? logic->right : logic->left, element);
}

// An aggregate that is its owner's whole formula is shown as the owner's.
Term Tracer::gather_aggregate(ExprId id, const core::Aggregate& aggregate, Gathered& into) {
    if (id == top_) return gather_elements(id, aggregate, into);
    const auto key = std::uint64_t{id.value} << 32 | at_.row.value;
    const auto known = expressions_.find(key);
    if (known == expressions_.end()) {
        const auto kind = is_window(scheme_, aggregate) ? NodeKind::window : NodeKind::rows;
        auto node = expression_node(kind, id);
        node.name = aggregate_name(id, aggregate);
        Gathered gathered;
        node.term = gather_elements(id, aggregate, gathered);
        finish(node, std::move(gathered));
        expressions_[key] = add(std::move(node));
    }
    into.children.push_back(expressions_[key]);
    return node_term(into.children.back());
}

// Periods of the row's own key stand in their order, those that do not count among them.
Term Tracer::gather_elements(ExprId id, const core::Aggregate& aggregate, Gathered& into) {
    const auto found = elements(aggregate);
    const bool window = is_window(scheme_, aggregate);
    std::vector<Term> operands;
    const auto list = [&](RowId row, bool counts) {
        const auto [node, operand] = element_node(aggregate, row, counts);
        into.children.push_back(node);
        operands.push_back(operand);
    };
    if (window) {
        for (const auto row : evaluation_.rows_of(aggregate, at_.row))
            list(row, std::ranges::binary_search(found.counting, row));
        if (operands.empty()) into.notes.push_back(phrase(say::no_months));
    } else {
        into.notes = notes_of_rows(found.counting);
        const auto listed = std::min(found.counting.size(), reach_.listed);
        for (std::size_t i = 0; i < listed; ++i) list(found.counting[i], true);
        if (listed < found.counting.size()) {
            into.children.push_back(others_node(
                aggregate,
                {found.counting.begin() + static_cast<std::ptrdiff_t>(listed), found.counting.end()}));
            operands.push_back(node_term(into.children.back()));
        }
        for (const auto& [reason, rows] : found.left_out) {
            const auto node = left_out_node(aggregate, reason, rows, operands);
            into.children.push_back(node);
        }
    }
    return aggregate_term(id, aggregate, std::move(operands));
}

Term Tracer::aggregate_term(ExprId id, const core::Aggregate& aggregate, std::vector<Term> operands) {
    const bool is_average = scheme_.expressions[id].origin.written_as == core::WrittenAs::average;
    if (is_average) return term(TermOp::divide, {term(TermOp::sum, operands), term(TermOp::count, operands)});
    if (aggregate.op != core::AggregateOp::rank) return term(operation_of(aggregate.op), std::move(operands));
    return indexed(TermOp::rank, std::move(operands), place_among(aggregate));
}

// Where the row that asks stands among those that are ranked; -1 when it is none of them.
std::int64_t Tracer::place_among(const core::Aggregate& aggregate) {
    const auto found = elements(aggregate);
    std::vector<RowId> all = found.counting;
    for (const auto& [reason, rows] : found.left_out) all.insert(all.end(), rows.begin(), rows.end());
    if (is_window(scheme_, aggregate)) all = evaluation_.rows_of(aggregate, at_.row);
    const auto own = std::ranges::find(all, at_.row);
    return own == all.end() ? -1 : own - all.begin();
}

// One row, and what the aggregate takes of it.
std::pair<NodeId, Term> Tracer::element_node(const core::Aggregate& aggregate, RowId row, bool counts) {
    const auto& definition = scheme_.definitions[aggregate.of];
    Node node{.kind = is_window(scheme_, aggregate) ? NodeKind::month : NodeKind::row,
              .name = element_name(aggregate, row),
              .type = definition.type,
              .shown_as_percent = definition.shown_as_percent,
              .row = row,
              .level = scheme_.levels[definition.level].name,
              .row_name = row_name(scheme_, history(), row),
              .expression = definition.value};
    if (node.kind == NodeKind::month) node.level.clear();
    const bool is_needed = aggregate.op != core::AggregateOp::count;
    if (is_needed) {
        const auto& outcome = evaluation_.value(aggregate.of, row);
        if (present(outcome) != nullptr) node.value = *present(outcome);
        if (std::holds_alternative<Missing>(outcome)) node.note = phrase(say::blank);
        if (present(outcome) == nullptr && counts) node.status = Status::failed;
    } else if (counts) {
        node.value = Exact(1);
        node.type = {};
        node.term = constant_term(Exact(1));
    }
    if (!counts) {
        node.status = Status::not_taken;
        if (node.kind == NodeKind::month)
            node.note = phrase(say::does_not_count, missed_words(reason_of(aggregate, row)));
    }
    auto condition = conditions_of(node, aggregate, row);
    if (is_needed) open_element(node, aggregate, row, counts);
    const bool is_cell = node.cell.has_value();
    if (!is_cell && node.note.empty() && is_record(row) && history().rows[row].source)
        node.note = line_of(row);
    const auto added = add(std::move(node));
    auto value = node_term(added);
    if (!aggregate.where && !aggregate.paired) return {added, std::move(value)};
    return {added, term(TermOp::counted, {std::move(condition), std::move(value)})};
}

// What decides whether the row counts stands below it.
Term Tracer::conditions_of(Node& node, const core::Aggregate& aggregate, RowId row) {
    std::vector<Term> all;
    Gathered below;
    const bool is_far = at_.steps + steps_to(row) > reach_.depth;
    if (is_far) return constant_term(node.status != Status::not_taken);
    if (aggregate.where) {
        const auto& where = scheme_.definitions[aggregate.where];
        all.push_back(in_row(row, steps_to(row), [&] {
            const bool made =
                where.kind == core::DefinitionKind::hidden && !evaluation_.overridden(aggregate.where, row);
            return made ? row_condition(where.value, below) : gather_definition(aggregate.where, below);
        }));
    }
    if (aggregate.paired) {
        const auto own = at_;
        at_ = {row, own.steps, own.row};
        all.push_back(row_condition(aggregate.paired, below));
        at_ = own;
    }
    node.children = std::move(below.children);
    return term(TermOp::both, std::move(all));
}

// A condition of a row in one piece, with what it reads.
Term Tracer::row_condition(ExprId condition, Gathered& into) {
    const bool in_words = scheme_.expressions[condition].origin.written_as == core::WrittenAs::hidden;
    if (!at_.asker && !in_words) {
        into.children.push_back(condition_node(condition, Status::applied, Status::not_taken));
        return node_term(into.children.back());
    }
    Node node{.kind = NodeKind::condition,
              .name = condition_text(condition),
              .type = scheme_.expressions[condition].type,
              .source = scheme_.expressions[condition].origin.span,
              .row = at_.row,
              .expression = condition};
    set_outcome(node, outcome_of(condition));
    if (node.value) {
        const bool holds = std::get<bool>(*node.value);
        node.status = holds ? Status::applied : Status::not_taken;
        node.condition = Condition{.text = phrase(holds ? say::yes : say::no), .holds = holds};
    }
    Gathered below;
    node.term = plain(condition, below);
    finish(node, {.children = std::move(below.children), .status = Status::applied, .notes = {}});
    into.children.push_back(add(std::move(node)));
    return node_term(into.children.back());
}

int Tracer::steps_to(RowId row) const {
    if (row == at_.row) return 0;
    const bool stands_in_it =
        is_record(row) && history().above(row, history().rows[at_.row].level) == at_.row;
    return stands_in_it ? 0 : 1;
}

// Its cell, or the trace of its value, as far as the reach goes.
void Tracer::open_element(Node& node, const core::Aggregate& aggregate, RowId row, bool counts) {
    if (const auto* input = cell_read(aggregate.of, row)) return set_cell(node, *input, row);
    const auto steps = steps_to(row);
    if (row != root_row_) node.more = options_for(aggregate.of, row);
    if (!counts || at_.steps + steps > reach_.depth) return;
    Gathered gathered;
    node.term = in_row(row, steps, [&] { return gather_definition(aggregate.of, gathered); });
    finish(node, {.children = std::move(gathered.children), .status = Status::applied, .notes = {}});
}

// What rows come to together, where they are amounts.
std::optional<core::Value> Tracer::together(const core::Aggregate& aggregate,
                                            const std::vector<RowId>& rows) {
    if (aggregate.op == core::AggregateOp::count) return Exact(static_cast<std::int64_t>(rows.size()));
    if (aggregate.op == core::AggregateOp::rank) return std::nullopt;
    if (aggregate.op == core::AggregateOp::sum) return sum_of(aggregate.of, rows);
    std::optional<core::Value> best;
    for (const auto row : rows) {
        const auto* value = present(evaluation_.value(aggregate.of, row));
        if (value == nullptr) continue;
        const bool better = !best || (aggregate.op == core::AggregateOp::smallest ? less(*value, *best)
                                                                                  : less(*best, *value));
        if (better) best = *value;
    }
    return best;
}
std::optional<core::Value> Tracer::sum_of(core::DefinitionId of, const std::vector<RowId>& rows) {
    ExactSum sum;
    for (const auto row : rows) {
        if (const auto* number = amount(evaluation_.value(of, row))) sum.add(*number);
    }
    return sum.is_too_long() ? std::nullopt : std::optional<core::Value>(sum.value());
}

// Those that are too many to be listed.
NodeId Tracer::others_node(const core::Aggregate& aggregate, const std::vector<RowId>& rows) {
    const auto& definition = scheme_.definitions[aggregate.of];
    Node node{.kind = NodeKind::others,
              .name = phrase(say::more_table_rows, static_cast<std::int64_t>(rows.size())),
              .value = together(aggregate, rows),
              .type = definition.type,
              .shown_as_percent = definition.shown_as_percent,
              .row = at_.row};
    node.note = notes_of_rows(rows).front();
    return add(std::move(node));
}

// Those that do not count for one reason, with what they would have added.
NodeId Tracer::left_out_node(const core::Aggregate& aggregate, const std::string& reason,
                             const std::vector<RowId>& rows, std::vector<Term>& operands) {
    const auto& definition = scheme_.definitions[aggregate.of];
    const auto count = static_cast<std::int64_t>(rows.size());
    Node node{.kind = NodeKind::left_out,
              .status = Status::not_taken,
              .name = phrase(say::rows_left_out, count),
              .type = definition.type,
              .shown_as_percent = definition.shown_as_percent,
              .note = missed_words(reason),
              .row = at_.row};
    if (aggregate.op != core::AggregateOp::rank && aggregate.op != core::AggregateOp::count)
        node.value = together(aggregate, rows);
    for (std::size_t i = 0; i < rows.size() && i < reach_.listed; ++i) {
        const auto [child, operand] = element_node(aggregate, rows[i], false);
        node.children.push_back(child);
        operands.push_back(operand);
    }
    return add(std::move(node));
}

}  // namespace accrue::explain
