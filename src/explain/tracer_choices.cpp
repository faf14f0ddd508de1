// Conditions, gates, alternatives and tables as nodes.
#include <fmt/format.h>

#include <algorithm>

#include "base/messages/phrases.hpp"
#include "explain/condition.hpp"
#include "explain/shown.hpp"
#include "explain/tracer.hpp"

namespace accrue::explain {

using core::ExprId;
using core::WrittenAs;

// ---------------------------------------------------------------- conditions

NodeId Tracer::condition_node(ExprId condition, Status when_true, Status when_false) {
    auto node = expression_node(NodeKind::condition, condition);
    if (node.name.empty()) node.name = with_names(evaluation_, condition, row_);
    node.condition = condition_of(evaluation_, condition, row_);
    if (node.condition) node.status = node.condition->holds ? when_true : when_false;
    open_condition(node, condition);
    return add(std::move(node));
}

// A comparison opens into the names it reads, `and` and `or` into their sides, `not` into what it denies.
void Tracer::open_condition(Node& node, ExprId condition) {
    const auto& expr = scheme_.expressions[condition];
    const auto* logic = std::get_if<core::Logic>(&expr.node);
    Gathered gathered;
    if (const auto compared = comparison(scheme_, condition)) {
        gather(compared->left, gathered);
        gather(compared->right, gathered);
    } else if (logic == nullptr) {
        gather(condition, gathered);
    } else if (logic->op == core::LogicOp::negation) {
        gather(logic->left, gathered);
    } else {
        if (node.condition)
            node.condition->text =
                phrase(logic->op == core::LogicOp::both ? Phrase::all_must_hold : Phrase::one_must_hold);
        add_sides(node, logic->left, logic->op);
        add_sides(node, logic->right, logic->op);
    }
    gathered.status = Status::applied;
    finish(node, std::move(gathered));
}

void Tracer::add_sides(Node& node, ExprId side, core::LogicOp op) {
    const auto* logic = std::get_if<core::Logic>(&scheme_.expressions[side].node);
    if (logic != nullptr && logic->op == op) {
        add_sides(node, logic->left, op);
        add_sides(node, logic->right, op);
        return;
    }
    const auto id = condition_node(side, Status::applied, Status::not_taken);
    auto& child = nodes_[id];
    if (!child.condition && node.condition) {
        child.status = Status::missing;
        child.note = phrase(Phrase::missing_not_needed);
    }
    node.children.push_back(id);
}

NodeId Tracer::unreached_node(ExprId condition) {
    return add({.kind = NodeKind::condition,
                .status = Status::not_taken,
                .name = written(condition),
                .source = scheme_.expressions[condition].origin.span,
                .note = phrase(Phrase::not_reached),
                .row = row_,
                .expression = condition});
}

// ---------------------------------------------------------------- choices

void Tracer::gather_choose(ExprId id, const core::Choose& choose, Gathered& into) {
    if (const auto* gate = scheme_.gate_note(id)) return gather_gate(*gate, into);
    if (scheme_.expressions[id].origin.written_as == WrittenAs::edge_order && choose.cases.size() == 1) {
        if (id == top_) top_ = choose.cases.front().value;
        return gather(choose.cases.front().value, into);
    }
    gather_cases(id, choose, into);
}

void Tracer::gather_gate(const core::GateNote& gate, Gathered& into) {
    const auto all = [&](ExprId condition) { return is_true(condition); };
    const bool open = std::ranges::all_of(gate.conditions, all);
    for (const auto condition : gate.conditions) {
        into.children.push_back(condition_node(condition, Status::gate_open, Status::gate_closed));
    }
    into.status = open ? Status::gate_open : Status::gate_closed;
    if (!open && gate.open_value)
        into.notes.push_back(phrase(Phrase::gate_closed, value_of(gate.open_value)));
    if (gate.open_value) gather(gate.open_value, into);
}

void Tracer::gather_cases(ExprId id, const core::Choose& choose, Gathered& into) {
    if (id == top_) top_ = {};
    ExprId taken;
    for (const auto& [condition, value] : choose.cases) {
        if (taken) {
            into.children.push_back(unreached_node(condition));
            continue;
        }
        const auto node = condition_node(condition, Status::applied, Status::not_taken);
        into.children.push_back(node);
        if (!nodes_[node].condition) return;
        if (nodes_[node].condition->holds) taken = value;
    }
    if (!taken && choose.otherwise && scheme_.expressions[id].origin.written_as != WrittenAs::guard) {
        Node otherwise{.kind = NodeKind::condition};
        otherwise.name = phrase(Phrase::otherwise);
        otherwise.note = phrase(Phrase::none_of_these_held);
        into.children.push_back(add(std::move(otherwise)));
    }
    if (!taken && choose.otherwise && scheme_.expressions[id].origin.written_as == WrittenAs::guard) {
        into.notes.push_back(phrase(Phrase::condition_does_not_hold));
    }
    if (const auto value = taken ? taken : choose.otherwise) gather(value, into);
}

// ---------------------------------------------------------------- tables

// A table that is its owner's whole formula is shown as the owner's; another is a node of its own.
void Tracer::gather_table(ExprId id, const core::TableNote& table, Gathered& into) {
    if (id == top_) return gather_rows(table, into);
    auto node = expression_node(NodeKind::table, id);
    node.name = node.name.substr(0, node.name.find(" {"));
    Gathered inside;
    gather_rows(table, inside);
    finish(node, std::move(inside));
    into.children.push_back(add(std::move(node)));
}

void Tracer::gather_rows(const core::TableNote& table, Gathered& into) {
    top_ = {};
    gather(table.key, into);
    const auto reached = reached_band(table);
    if (present(evaluation_.value(table.key, row_)) != nullptr)
        into.notes.push_back(phrase(Phrase::key_is, value_of(table.key)));
    for (std::size_t i = 0; i < table.bands.size(); ++i)
        into.children.push_back(band_node(table, i, reached == i));
}

std::optional<std::size_t> Tracer::reached_band(const core::TableNote& table) {
    for (std::size_t i = 0; i < table.bands.size(); ++i) {
        const auto condition = table.bands[i].condition;
        if (!condition || is_true(condition)) return i;
        if (present(evaluation_.value(condition, row_)) == nullptr) return std::nullopt;
    }
    return std::nullopt;
}

NodeId Tracer::band_node(const core::TableNote& table, std::size_t index, bool reached) {
    const auto& band = table.bands[index];
    const auto* slice = band.slice ? amount(evaluation_.value(band.slice, row_)) : nullptr;
    const bool counts = band.slice ? slice != nullptr && slice->sign() != 0 : reached;
    Node node{.kind = NodeKind::band,
              .status = counts ? Status::applied : Status::not_taken,
              .name = band_name(table, index),
              .reached = reached,
              .source = band.span};
    if (band.part) {
        node.type = scheme_.expressions[band.part].type;
        node.expression = band.part;
        node.with_numbers = fmt::format("{} × {}", value_of(band.slice),
                                        band.value ? value_of(band.value) : phrase(Phrase::error_cell));
        set_outcome(node, evaluation_.value(band.part, row_));
    } else if (band.value) {
        const bool linear = scheme_.expressions[table.table].origin.written_as == WrittenAs::linear_table;
        node.type = scheme_.expressions[band.value].type;
        node.shown_as_percent = as_percent(scheme_, band.value) || as_percent(scheme_, table.table);
        node.expression = band.value;
        const auto& value = evaluation_.value(band.value, row_);
        if (reached) set_outcome(node, value);
        if (!reached && !linear && present(value) != nullptr) node.value = *present(value);
        if (!reached && present(value) == nullptr) node.note = phrase(Phrase::error_cell);
        if (reached && linear) node.with_numbers = with_numbers(evaluation_, band.value, row_);
    }
    open_band(node, band, counts);
    return add(std::move(node));
}

// Edges and cells may be expressions; names under a band that does not count say nothing.
void Tracer::open_band(Node& node, const core::Band& band, bool counts) {
    if (!counts) return;
    Gathered gathered;
    if (band.edge) gather(band.edge, gathered);
    if (band.value && node.status != Status::failed) {
        const auto* nested = scheme_.table_note(band.value);
        nested != nullptr ? gather_rows(*nested, gathered) : gather(band.value, gathered);
    }
    gathered.status = Status::applied;
    finish(node, std::move(gathered));
}

std::string Tracer::band_name(const core::TableNote& table, std::size_t index) {
    const auto& band = table.bands[index];
    const bool linear = scheme_.expressions[table.table].origin.written_as == WrittenAs::linear_table;
    const auto written = text_at(evaluation_.sources(), band.span);
    const auto lower = index > 0 ? table.bands[index - 1].edge : ExprId();
    if (!linear && !written.empty()) return written;
    if (linear && band.edge)
        return lower ? phrase(Phrase::between_points, value_of(lower), value_of(band.edge))
                     : phrase(Phrase::below_points, value_of(band.edge));
    if (linear && lower) return phrase(Phrase::above_points, value_of(lower));
    if (band.edge) return phrase(band.edge_included ? Phrase::up_to : Phrase::below, value_of(band.edge));
    return phrase(Phrase::otherwise);
}

}  // namespace accrue::explain
