// Conditions, gates, alternatives and tables as nodes.
#include <fmt/format.h>

#include <algorithm>

#include "base/messages/phrases/general.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "explain/condition.hpp"
#include "explain/shown.hpp"
#include "explain/tracer.hpp"

namespace accrue::explain {

using core::ExprId;
using core::WrittenAs;

// ---------------------------------------------------------------- conditions

NodeId Tracer::condition_node(ExprId condition, Status when_true, Status when_false) {
    auto node = expression_node(NodeKind::condition, condition);
    if (node.name.empty()) node.name = with_names(evaluation_, condition, at_.row);
    node.condition = condition_of(evaluation_, condition, at_.row);
    if (node.condition) node.status = node.condition->holds ? when_true : when_false;
    open_condition(node, condition);
    return add(std::move(node));
}

// A comparison opens into the names it reads, `and` and `or` into their sides, `not` into what it denies.
void Tracer::open_condition(Node& node, ExprId condition) {
    const auto& expr = scheme_.expressions[condition];
    const auto* logic = std::get_if<core::Logic>(&expr.node);
    if (logic != nullptr && logic->op != core::LogicOp::negation)
        return open_sides(node, condition, logic->op);
    Gathered gathered;
    if (const auto compared = comparison(scheme_, condition)) {
        gather_compared(node, condition, *compared, gathered);
    } else if (logic != nullptr) {
        node.term = term(TermOp::negation, {gather(logic->left, gathered)});
    } else {
        node.term = gather(condition, gathered);
    }
    gathered.status = Status::applied;
    finish(node, std::move(gathered));
}

// In the order of the text; `a >= b` was turned into `b <= a`, `a != b` into `not a = b`.
void Tracer::gather_compared(Node& node, ExprId condition, const Comparison& compared, Gathered& into) {
    const auto left = gather(compared.left, into), right = gather(compared.right, into);
    const auto& expr = scheme_.expressions[condition];
    const auto* logic = std::get_if<core::Logic>(&expr.node);
    const auto& compare_expr = logic != nullptr ? scheme_.expressions[logic->left] : expr;
    const bool swapped = std::get<core::Compare>(compare_expr.node).left != compared.left;
    node.term = term(operation(compare_expr), swapped ? std::vector{right, left} : std::vector{left, right});
    if (logic != nullptr) node.term = term(TermOp::negation, {std::move(node.term)});
}

// Of what does not hold the sides that are missing stand first, the cheapest before the others.
void Tracer::open_sides(Node& node, ExprId condition, core::LogicOp op) {
    if (node.condition)
        node.condition->text = phrase(op == core::LogicOp::both ? say::all_must_hold : say::one_must_hold);
    add_sides(node, condition, op);
    std::vector<Term> sides;
    for (const auto side : node.children) sides.push_back(node_term(side));
    node.term = term(op == core::LogicOp::both ? TermOp::both : TermOp::either, std::move(sides));
    if (!node.condition || node.condition->holds) return;
    if (op == core::LogicOp::both) node.note = missed_note(node.children);
    put_cheapest_first(node.children);
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
        child.note = phrase(say::missing_not_needed);
    }
    node.children.push_back(id);
}

namespace {

bool is_missed(const Node& node) {
    return node.condition && !node.condition->holds;
}

bool are_comparable(const Condition& one, const Condition& other) {
    return one.margin && other.margin && one.type == other.type && one.as_percent == other.as_percent;
}

}  // namespace

// Conditions that are missed, before those that hold: by what they are short of where all of that is of one
// unit, else in the order of the text.
void Tracer::put_cheapest_first(std::vector<NodeId>& conditions) const {
    const auto missed = [&](NodeId id) { return is_missed(nodes_[id]); };
    const auto held = std::ranges::stable_partition(conditions, missed);
    const auto end = held.begin();
    const auto condition = [&](NodeId id) -> const Condition& { return *nodes_[id].condition; };
    const bool comparable = std::all_of(conditions.begin(), end, [&](NodeId id) {
        return are_comparable(condition(conditions.front()), condition(id));
    });
    if (!comparable) return;
    std::stable_sort(conditions.begin(), end, [&](NodeId one, NodeId other) {
        return *condition(one).margin < *condition(other).margin;
    });
}

// `1 of 3 does not hold`
std::string Tracer::missed_note(const std::vector<NodeId>& conditions) const {
    const auto missed = std::ranges::count_if(conditions, [&](NodeId id) { return is_missed(nodes_[id]); });
    return phrase(say::some_do_not_hold, missed, static_cast<std::int64_t>(conditions.size()));
}

NodeId Tracer::unreached_node(ExprId condition) {
    return add({.kind = NodeKind::condition,
                .status = Status::not_taken,
                .name = written(condition),
                .source = scheme_.expressions[condition].origin.span,
                .note = phrase(say::not_reached),
                .row = at_.row,
                .expression = condition});
}

// ---------------------------------------------------------------- choices

Term Tracer::gather_choose(ExprId id, const core::Choose& choose, Gathered& into) {
    if (const auto* gate = scheme_.gate_note(id)) return gather_gate(choose, *gate, into);
    if (scheme_.expressions[id].origin.written_as == WrittenAs::edge_order && choose.cases.size() == 1) {
        const auto& [rise, table] = choose.cases.front();
        if (id == top_) top_ = table;
        auto value = gather(table, into);
        Gathered edges;  // which stand under the table's rows
        return term(TermOp::choose, {plain(rise, edges), std::move(value)});
    }
    const bool is_hidden = scheme_.expressions[id].origin.written_as == WrittenAs::hidden;
    return is_hidden && choose.cases.size() == 1 ? gather_hidden(choose, into)
                                                 : gather_cases(id, choose, into);
}

// A choice that nobody wrote, as of `increase of x so far` at the first record: only what it takes is shown.
Term Tracer::gather_hidden(const core::Choose& choose, Gathered& into) {
    const auto& [condition, value] = choose.cases.front();
    Gathered unseen;
    auto decides = plain(condition, unseen);
    if (is_true(condition)) return term(TermOp::choose, {std::move(decides), gather(value, into)});
    auto otherwise = choose.otherwise ? gather(choose.otherwise, into) : Term{};
    return term(TermOp::choose, {std::move(decides), Term{}, std::move(otherwise)});
}

// Of several conditions the ones that are missed come first.
Term Tracer::gather_gate(const core::Choose& choose, const core::GateNote& gate, Gathered& into) {
    std::vector<NodeId> conditions;
    std::vector<Term> all;
    for (const auto condition : gate.conditions) {
        conditions.push_back(condition_node(condition, Status::gate_open, Status::gate_closed));
        all.push_back(node_term(conditions.back()));
    }
    const bool open = std::ranges::none_of(
        conditions, [&](NodeId id) { return !nodes_[id].condition || is_missed(nodes_[id]); });
    put_cheapest_first(conditions);
    into.children.insert(into.children.end(), conditions.begin(), conditions.end());
    into.status = open ? Status::gate_open : Status::gate_closed;
    if (!open && gate.open_value) into.notes.push_back(phrase(say::gate_closed, value_of(gate.open_value)));
    std::vector<Term> of{term(TermOp::both, std::move(all))};
    of.push_back(gate.open_value ? gather(gate.open_value, into) : Term{});
    if (choose.otherwise) of.push_back(plain(choose.otherwise, into));
    return term(TermOp::choose, std::move(of));
}

Term Tracer::gather_cases(ExprId id, const core::Choose& choose, Gathered& into) {
    if (id == top_) top_ = {};
    const bool is_guard = scheme_.expressions[id].origin.written_as == WrittenAs::guard;
    std::vector<Term> of;
    ExprId taken;
    for (const auto& [condition, value] : choose.cases) {
        if (taken) {
            into.children.push_back(unreached_node(condition));
            continue;
        }
        const auto node = condition_node(condition, Status::applied, Status::not_taken);
        into.children.push_back(node);
        of.insert(of.end(), {node_term(node), Term{}});
        if (!nodes_[node].condition) return term(TermOp::choose, std::move(of));
        if (nodes_[node].condition->holds) {
            taken = value;
        } else if (const auto missed = outcome_of(value); present(missed) != nullptr) {
            nodes_[node].would_give = *present(missed);
        }
    }
    if (!taken && choose.otherwise && !is_guard) {
        Node otherwise{.kind = NodeKind::condition};
        otherwise.name = phrase(say::otherwise);
        otherwise.note = phrase(say::none_of_these_held);
        into.children.push_back(add(std::move(otherwise)));
    }
    if (!taken && choose.otherwise && is_guard) {
        into.notes.push_back(phrase(say::condition_does_not_hold));
    }
    if (taken) of.back() = gather(taken, into);
    if (!taken && choose.otherwise) of.push_back(gather(choose.otherwise, into));
    return term(TermOp::choose, std::move(of));
}

// ---------------------------------------------------------------- tables

// A table that is its owner's whole formula is shown as the owner's; another is a node of its own.
Term Tracer::gather_table(ExprId id, const core::TableNote& table, Gathered& into) {
    if (id == top_) return gather_bands(id, table, into);
    auto node = expression_node(NodeKind::table, id);
    node.name = node.name.substr(0, node.name.find(" {"));
    Gathered inside;
    node.term = gather_bands(id, table, inside);
    finish(node, std::move(inside));
    const auto added = add(std::move(node));
    into.children.push_back(added);
    return node_term(added);
}

// The slices of a marginal table add up to it; the value of another follows from its key.
Term Tracer::gather_bands(ExprId id, const core::TableNote& table, Gathered& into) {
    top_ = {};
    gather(table.key, into);
    const auto reached = reached_band(table);
    if (present(evaluation_.value(table.key, at_.row)) != nullptr)
        into.notes.push_back(phrase(say::key_is, value_of(table.key)));
    std::vector<Term> slices;
    for (std::size_t i = 0; i < table.bands.size(); ++i) {
        const auto node = band_node(table, i, reached == i);
        into.children.push_back(node);
        if (table.bands[i].part) slices.push_back(node_term(node));
    }
    if (slices.size() == table.bands.size()) return term(TermOp::add, std::move(slices));
    Gathered under_the_bands;
    return term_of_table(id, under_the_bands);
}

Term Tracer::term_of_table(ExprId id, Gathered& into) {
    const auto* choose = std::get_if<core::Choose>(&scheme_.expressions[id].node);
    return choose != nullptr ? plain_choice(*choose, into)
                             : term(operation(scheme_.expressions[id]), plain_operands(id, into));
}

std::optional<std::size_t> Tracer::reached_band(const core::TableNote& table) {
    for (std::size_t i = 0; i < table.bands.size(); ++i) {
        const auto condition = table.bands[i].condition;
        if (!condition || is_true(condition)) return i;
        if (present(evaluation_.value(condition, at_.row)) == nullptr) return std::nullopt;
    }
    return std::nullopt;
}

NodeId Tracer::band_node(const core::TableNote& table, std::size_t index, bool reached) {
    const auto& band = table.bands[index];
    const auto* slice = band.slice ? amount(evaluation_.value(band.slice, at_.row)) : nullptr;
    const bool counts = band.slice ? slice != nullptr && slice->sign() != 0 : reached;
    Node node{.kind = NodeKind::band,
              .status = counts ? Status::applied : Status::not_taken,
              .name = band_name(table, index),
              .reached = reached,
              .source = band.span,
              .row = at_.row};
    if (band.part) {
        node.type = scheme_.expressions[band.part].type;
        node.expression = band.part;
        node.with_numbers = fmt::format("{} × {}", value_of(band.slice),
                                        band.value ? value_of(band.value) : phrase(say::error_cell));
        set_outcome(node, evaluation_.value(band.part, at_.row));
    } else if (band.value) {
        set_band_value(node, table, band);
    }
    open_band(node, band);
    return add(std::move(node));
}

// On a line between points only the stretch that the key reaches has a value.
void Tracer::set_band_value(Node& node, const core::TableNote& table, const core::Band& band) {
    const bool linear = scheme_.expressions[table.table].origin.written_as == WrittenAs::linear_table;
    node.type = scheme_.expressions[band.value].type;
    node.shown_as_percent = as_percent(scheme_, band.value) || as_percent(scheme_, table.table);
    node.expression = band.value;
    const auto& value = evaluation_.value(band.value, at_.row);
    if (node.reached) set_outcome(node, value);
    if (!node.reached && !linear && present(value) != nullptr) node.value = *present(value);
    if (!node.reached && present(value) == nullptr) node.note = phrase(say::error_cell);
    if (node.reached && linear) node.with_numbers = with_numbers(evaluation_, band.value, at_.row);
}

// Edges and cells may be expressions.
void Tracer::open_band(Node& node, const core::Band& band) {
    Gathered gathered;
    if (const auto edge = band.edge ? band.edge : band.condition) plain(edge, gathered);
    const auto* nested = band.value ? scheme_.table_note(band.value) : nullptr;
    if (band.part) {
        node.term = plain(band.part, gathered);
    } else if (nested != nullptr && node.reached) {
        node.term = gather_bands(band.value, *nested, gathered);
    } else if (band.value && node.reached) {
        node.term = gather(band.value, gathered);
    }
    gathered.status = Status::applied;
    if (!node.reached) gathered.notes.clear();
    finish(node, std::move(gathered));
}

std::string Tracer::band_name(const core::TableNote& table, std::size_t index) {
    const auto& band = table.bands[index];
    const bool linear = scheme_.expressions[table.table].origin.written_as == WrittenAs::linear_table;
    const auto written = text_at(evaluation_.sources(), band.span);
    const auto lower = index > 0 ? table.bands[index - 1].edge : ExprId();
    if (!linear && !written.empty()) return written;
    if (linear && band.edge)
        return lower ? phrase(say::between_points, value_of(lower), value_of(band.edge))
                     : phrase(say::below_points, value_of(band.edge));
    if (linear && lower) return phrase(say::above_points, value_of(lower));
    if (band.edge) return phrase(band.edge_included ? say::up_to : say::below, value_of(band.edge));
    return phrase(say::otherwise);
}

}  // namespace accrue::explain
