#include "explain/tracer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "explain/failure.hpp"
#include "explain/formula.hpp"
#include "explain/shown.hpp"

namespace accrue::explain {
namespace {

using core::DefinitionId;
using core::ExprId;
using core::WrittenAs;
using data::RowId;

NodeKind node_kind(core::DefinitionKind kind) {
    switch (kind) {
        case core::DefinitionKind::part:
            return NodeKind::part;
        case core::DefinitionKind::pay_line:
            return NodeKind::pay_line;
        case core::DefinitionKind::pay_total:
            return NodeKind::total;
        case core::DefinitionKind::written:
        case core::DefinitionKind::hidden:
        case core::DefinitionKind::promise:
            return NodeKind::definition;
    }
    return NodeKind::definition;
}

std::string since(const core::DatedValue& dated) {
    if (!dated.from) return "";
    const auto first = dated.from->day() == 1;
    return "since " + (first ? to_text(dated.from->month()) : to_text(*dated.from));
}

std::string joined(const std::vector<std::string>& notes) {
    std::string text;
    for (const auto& note : notes) {
        if (!text.empty()) text += "; ";
        text += note;
    }
    return text;
}

// What stands before the rows of a table: `marginal sales`.
std::string head_of(std::string text) {
    const auto brace = text.find('{');
    if (brace != std::string::npos) text.erase(brace);
    while (text.ends_with(' ')) text.pop_back();
    return text;
}

bool is_constant(const core::Scheme& scheme, ExprId id) {
    return std::holds_alternative<core::Constant>(scheme.expressions[id].node);
}

}  // namespace

// ---------------------------------------------------------------- names

// Definitions are opened one after another and not inside each other, so that long chains need no deep stack.
Trace Tracer::trace(DefinitionId definition) {
    const auto root = definition_node(definition);
    for (std::size_t next = 0; next < pending_.size(); ++next) {
        const auto [each, id] = pending_[next];
        fill_definition(each, id);
    }
    const auto& history = evaluation_.history();
    return {scheme_.name, history.key(row_), history.rows[row_].month, root, std::move(nodes_)};
}

NodeId Tracer::definition_node(DefinitionId id) {
    if (const auto known = definitions_.find(id.value); known != definitions_.end()) return known->second;
    const auto& definition = scheme_.definitions[id];
    Node node{.kind = node_kind(definition.kind),
              .name = core::shown_name(definition),
              .label = definition.label,
              .type = definition.type,
              .shown_as_percent = definition.shown_as_percent,
              .source = definition.span,
              .expression = definition.value};
    set_outcome(node, evaluation_.value(id, row_));
    const auto added = add(std::move(node));
    definitions_.emplace(id.value, added);
    pending_.emplace_back(id, added);
    return added;
}

void Tracer::fill_definition(DefinitionId id, NodeId place) {
    auto node = nodes_[place];
    if (evaluation_.overridden(id, row_)) {
        node.status = Status::overridden;
        node.note = "set by hand in the example; the rule was not run";
    } else {
        const auto& definition = scheme_.definitions[id];
        fill_formula(node, definition.value, definition.kind);
        top_ = definition.value;
        Gathered gathered;
        gather(definition.value, gathered);
        finish(node, std::move(gathered));
    }
    nodes_[place] = std::move(node);
}

// The formula as written and with numbers, where they say more than the name and the value. A part has no
// text of its own; what a closed gate keeps from it is told beside the gate.
void Tracer::fill_formula(Node& node, ExprId value, core::DefinitionKind kind) {
    if (kind == core::DefinitionKind::pay_total) return;
    const auto* gate = scheme_.gate_note(value);
    const auto open = gate != nullptr && gate->open_value ? gate->open_value : value;
    const bool unwritten =
        kind == core::DefinitionKind::part || (kind == core::DefinitionKind::pay_line && scheme_.is_sketch);
    node.formula =
        unwritten ? with_names(evaluation_, open, row_) : head_of(written_formula(evaluation_, value, row_));
    if (node.formula == node.name) node.formula.clear();
    const bool closed =
        gate != nullptr && !std::ranges::all_of(gate->conditions, [&](ExprId id) { return is_true(id); });
    if (!closed) node.with_numbers = with_numbers(evaluation_, value, row_);
    if (node.with_numbers == value_of(value)) node.with_numbers.clear();
    if (node.value && node.with_numbers == shown(*node.value, node.type, node.shown_as_percent))
        node.with_numbers.clear();
}

NodeId Tracer::input_node(core::InputId id) {
    if (const auto known = inputs_.find(id.value); known != inputs_.end()) return known->second;
    const auto& input = scheme_.inputs[id];
    const auto& history = evaluation_.history();
    Node node{.kind = NodeKind::input,
              .name = core::column_name(input),
              .label = input.label,
              .type = input.type,
              .shown_as_percent = input.percent,
              .cell = data::cell_place(history, evaluation_.sources(), id, row_)};
    if (auto value = history.value(id, row_)) {
        node.value = *std::move(value);
    } else {
        node.status = Status::missing;
        node.note = "blank";
    }
    return inputs_.emplace(id.value, add(std::move(node))).first->second;
}

NodeId Tracer::param_node(core::ParamId id) {
    if (const auto known = params_.find(id.value); known != params_.end()) return known->second;
    const auto& param = scheme_.params[id];
    Node node{.kind = NodeKind::param,
              .name = param.name,
              .label = param.label,
              .type = param.type,
              .shown_as_percent = param.shown_as_percent,
              .source = param.span};
    const auto* dated = core::in_force(param, evaluation_.history().rows[row_].month);
    if (dated == nullptr) {
        node.status = Status::missing;
        node.note = "not in force yet";
    } else {
        node.source = dated->span;
        node.note = since(*dated);
        node.expression = dated->value;
        set_outcome(node, evaluation_.value(dated->value, row_));
        if (!is_constant(scheme_, dated->value)) {
            fill_formula(node, dated->value, core::DefinitionKind::written);
            Gathered gathered;
            gather(dated->value, gathered);
            finish(node, std::move(gathered));
        }
    }
    return params_.emplace(id.value, add(std::move(node))).first->second;
}

// ---------------------------------------------------------------- expressions

void Tracer::gather(ExprId id, Gathered& into) {
    if (const auto* table = scheme_.table_note(id)) return gather_table(id, *table, into);
    const overloaded open{
        [](const core::Constant&) {},
        [&](const core::Read& e) { gather_read(id, e, into); },
        [&](const core::Previous& e) { gather_previous(id, e, into); },
        [&](const core::Arithmetic&) { gather_operands(id, into); },
        [&](const core::Compare&) {
            into.children.push_back(condition_node(id, Status::applied, Status::not_taken));
        },
        [&](const core::Logic&) {
            into.children.push_back(condition_node(id, Status::applied, Status::not_taken));
        },
        [&](const core::Choose& e) { gather_choose(id, e, into); },
        [&](const core::Clamp& e) { gather_clamp(id, e, into); },
        [&](const core::Round& e) { gather_round(id, e, into); },
        [&](const core::Aggregate& e) { gather_window(id, e, into); },
        [&](const core::Default& e) { gather_default(e, into); },
    };
    std::visit(open, scheme_.expressions[id].node);
}

void Tracer::gather_operands(ExprId id, Gathered& into) {
    const auto& expr = scheme_.expressions[id];
    if (expr.origin.written_as == WrittenAs::average) {
        const auto sum = std::get<core::Arithmetic>(expr.node).left;
        return gather_window(id, std::get<core::Aggregate>(scheme_.expressions[sum].node), into);
    }
    for (const auto operand : core::operands(expr)) gather(operand, into);
}

void Tracer::gather_read(ExprId id, const core::Read& read, Gathered& into) {
    const overloaded open{
        [&](core::InputId input) { into.children.push_back(input_node(input)); },
        [&](core::ParamId param) { into.children.push_back(param_node(param)); },
        [&](DefinitionId definition) { gather_definition(definition, into); },
        [&](core::Builtin) { into.children.push_back(add(expression_node(NodeKind::built_in, id))); },
    };
    std::visit(open, read.what);
}

void Tracer::gather_definition(DefinitionId definition, Gathered& into) {
    const auto& read = scheme_.definitions[definition];
    const bool hidden =
        read.kind == core::DefinitionKind::hidden && !evaluation_.overridden(definition, row_);
    if (hidden) return gather(read.value, into);
    into.children.push_back(definition_node(definition));
}

// The names under a rounding are children of its node; what happened to them is told by the owner.
void Tracer::gather_round(ExprId id, const core::Round& round, Gathered& into) {
    if (id == top_) top_ = round.of;
    auto node = expression_node(NodeKind::rounding, id);
    node.name = "rounded " + rounding_words(scheme_, round);
    const auto *exact = amount(evaluation_.value(round.of, row_)),
               *result = amount(evaluation_.value(id, row_));
    if (exact != nullptr && result != nullptr && *exact == *result) {
        node.status = Status::not_taken;
        node.note = "nothing to round";
    } else if (exact != nullptr) {
        const auto text = exact_text(*exact);
        node.note = "from " + value_of(round.of);
        if (text.find('/') != std::string::npos) node.note += ", exactly " + text;
    }
    Gathered inside;
    gather(round.of, inside);
    into.status = inside.status;
    into.notes.insert(into.notes.end(), inside.notes.begin(), inside.notes.end());
    finish(node, {.children = std::move(inside.children), .status = Status::applied, .notes = {}});
    into.children.push_back(add(std::move(node)));
}

// ---------------------------------------------------------------- shared

Node Tracer::expression_node(NodeKind kind, ExprId id) {
    const auto& expr = scheme_.expressions[id];
    Node node{.kind = kind,
              .name = written(id),
              .type = expr.type,
              .shown_as_percent = as_percent(scheme_, id),
              .source = expr.origin.span,
              .expression = id};
    set_outcome(node, evaluation_.value(id, row_));
    return node;
}

// A failure is told in full where it was found, and once.
void Tracer::set_outcome(Node& node, const Outcome& outcome) {
    const auto* failure = std::get_if<Failure>(&outcome);
    if (const auto* value = present(outcome)) {
        node.value = *value;
    } else if (failure == nullptr) {
        node.status = Status::missing;
    } else {
        const auto own = core::within(scheme_, node.expression);
        const bool found_here = failure->row == row_ && std::ranges::binary_search(own, failure->at);
        const auto found = diagnostic(evaluation_, *failure);
        node.status = Status::failed;
        node.note = found_here ? worded({found.kind, found.arguments}) : "needs a value that is in error";
    }
}

// A node that has failed or is missing stays so; a name read twice is one child.
void Tracer::finish(Node& node, Gathered gathered) {
    for (const auto child : gathered.children) {
        if (std::ranges::find(node.children, child) == node.children.end()) node.children.push_back(child);
    }
    if (node.status == Status::applied) node.status = gathered.status;
    if (!node.note.empty()) gathered.notes.insert(gathered.notes.begin(), node.note);
    node.note = joined(gathered.notes);
}

std::string Tracer::written(ExprId id) const {
    return as_written(scheme_, evaluation_.sources(), id);
}

bool Tracer::is_true(ExprId condition) {
    const auto* value = present(evaluation_.value(condition, row_));
    return value != nullptr && std::get<bool>(*value);
}

bool Tracer::is_missing(ExprId expression) {
    return std::holds_alternative<Missing>(evaluation_.value(expression, row_));
}

Trace trace(Evaluation& evaluation, DefinitionId definition, RowId row) {
    return Tracer(evaluation, row).trace(definition);
}

}  // namespace accrue::explain
