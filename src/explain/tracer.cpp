#include "explain/tracer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/messages/phrases.hpp"
#include "explain/failure.hpp"
#include "explain/formula.hpp"
#include "explain/rows.hpp"
#include "explain/shown.hpp"
#include "number/decimal.hpp"

namespace accrue::explain {
namespace {

// What `each month`, `each quarter` and `each year` ask of a period; null for any other expression.
const Phrase* end_of(const core::Expr& expr) {
    static constexpr Phrase month = Phrase::last_of_month, quarter = Phrase::last_of_quarter,
                            year = Phrase::last_of_year;
    const auto* read = std::get_if<core::Read>(&expr.node);
    const auto* builtin = read != nullptr ? std::get_if<core::Builtin>(&read->what) : nullptr;
    if (builtin == nullptr) return nullptr;
    if (*builtin == core::Builtin::ends_month) return &month;
    if (*builtin == core::Builtin::ends_quarter) return &quarter;
    return *builtin == core::Builtin::ends_year ? &year : nullptr;
}

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
        case core::DefinitionKind::share:
        case core::DefinitionKind::hidden:
        case core::DefinitionKind::promise:
            return NodeKind::definition;
    }
    return NodeKind::definition;
}

std::string since(const core::DatedValue& dated) {
    if (!dated.from) return "";
    const auto first = dated.from->day() == 1;
    return phrase(Phrase::since, first ? to_text(dated.from->month()) : to_text(*dated.from));
}

std::string joined(const std::vector<std::string>& notes) {
    std::string text;
    for (const auto& note : notes) {
        if (!text.empty()) text += "; ";
        text += note;
    }
    return text;
}

// Tables without their rows: `marginal sales`, `(step a {…}) * b`.
std::string head_of(const std::string& text) {
    std::string head;
    int depth = 0;
    for (const char c : text) {
        if (c == '{' && depth++ == 0) head += "{…";
        if (c == '}' && depth > 0) --depth;
        if (depth == 0) head += c;
    }
    if (head.ends_with("{…}")) head.erase(head.size() - std::string_view("{…}").size());
    if (depth > 0) head.erase(head.rfind('{'));
    while (head.ends_with(' ')) head.pop_back();
    return head;
}

std::uint64_t place(std::uint32_t what, std::uint32_t where) {
    return std::uint64_t{what} << 32 | where;
}

// Two digits more than the step keeps.
std::string unrounded_text(const core::Scheme& scheme, const core::Round& round, const Exact& exact) {
    const auto* step = std::get_if<core::Constant>(&scheme.expressions[round.step].node);
    const auto kept = step != nullptr ? std::get<Exact>(step->value).decimal_digits().value_or(2) : 2;
    if (as_percent(scheme, round.of)) return percent_text(exact);
    return to_people(exact, {.least = kept, .most = kept + 2});
}

// Was a failure found in this expression, not in a name that it reads? What a share, equations or lots need
// may stand in no node of its own.
bool is_found_in(const core::Scheme& scheme, ExprId expression, const Failure& failure, RowId row) {
    const auto& node = scheme.expressions[expression].node;
    if (std::holds_alternative<core::Shared>(node)) return true;
    const bool together =
        std::holds_alternative<core::Solved>(node) || std::holds_alternative<core::FromLots>(node);
    if (failure.row == row && together) return true;
    const auto own = core::within(scheme, expression);
    if (failure.row == row && std::ranges::binary_search(own, failure.at)) return true;
    return std::ranges::any_of(own, [&](ExprId id) {
        const auto* aggregate = std::get_if<core::Aggregate>(&scheme.expressions[id].node);
        if (aggregate == nullptr || !aggregate->paired) return false;
        return std::ranges::binary_search(core::within(scheme, aggregate->paired), failure.at);
    });
}

// Who set a value by hand, and why.
std::string signature(const core::Input& input, const data::History& history, RowId row) {
    if (!input.is_signed || !input.who) return "";
    const auto words = [&](core::InputId id) {
        const auto value = id ? history.value(id, row) : std::nullopt;
        return value ? std::get<std::string>(*value) : std::string();
    };
    const auto who = words(input.who), why = words(input.why);
    if (who.empty()) return phrase(Phrase::set_by_nobody_named);
    return why.empty() ? phrase(Phrase::set_by, who) : phrase(Phrase::set_by_and_why, who, why);
}

bool is_constant(const core::Scheme& scheme, ExprId id) {
    return std::holds_alternative<core::Constant>(scheme.expressions[id].node);
}

}  // namespace

// ---------------------------------------------------------------- names

// Definitions are opened one after another and not inside each other, so that long chains need no deep stack.
Trace Tracer::trace(DefinitionId definition) {
    const auto root = definition_node(definition, root_row_);
    for (std::size_t next = 0; next < pending_.size(); ++next) fill_definition(Pending(pending_[next]));
    const auto period = history().rows[root_row_].period;
    Trace trace{.scheme = scheme_.name,
                .key = history().key(root_row_),
                .period = time_text(root_row_),
                .heading = scheme_.calendar.unit == PeriodUnit::month
                               ? to_people(scheme_.calendar.month(period))
                               : scheme_.calendar.to_text(period),
                .above = {},
                .currency = scheme_.currency,
                .root = root,
                .nodes = std::move(nodes_)};
    for (auto row = history().rows[root_row_].parent; row; row = history().rows[row].parent) {
        const auto& level = scheme_.levels[history().rows[row].level];
        if (level.kind == core::LevelKind::rows) trace.above.push_back({level.name, history().key(row)});
    }
    return trace;
}

// A name of another row's level stands with it: `team.bonus`.
void Tracer::set_place(Node& node, RowId row) const {
    node.row = row;
    if (row == root_row_) return;
    const auto& level = scheme_.levels[history().rows[row].level];
    node.level = level.name;
    node.row_name = row_name(scheme_, history(), row);
    const bool is_own = history().rows[row].level == history().rows[root_row_].level;
    if (!is_own && level.kind == core::LevelKind::rows) node.name = level.name + "." + node.name;
}

NodeId Tracer::definition_node(DefinitionId id, RowId row) {
    const auto key = place(id.value, row.value);
    if (const auto known = definitions_.find(key); known != definitions_.end()) return known->second;
    const auto& definition = scheme_.definitions[id];
    Node node{.kind = node_kind(definition.kind),
              .name = core::shown_name(definition),
              .label = definition.label,
              .type = definition.type,
              .shown_as_percent = definition.shown_as_percent,
              .source = definition.span,
              .expression = definition.value};
    set_place(node, row);
    set_outcome(node, evaluation_.value(id, row));
    const auto added = add(std::move(node));
    definitions_.emplace(key, added);
    pending_.push_back({id, row, added});
    return added;
}

void Tracer::fill_definition(const Pending& pending) {
    auto node = nodes_[pending.node];
    row_ = pending.row;
    const auto& definition = scheme_.definitions[pending.definition];
    if (evaluation_.overridden(pending.definition, row_)) {
        node.status = Status::overridden;
        node.note = phrase(Phrase::set_by_example);
    } else {
        fill_formula(node, definition.value, definition.kind);
        top_ = definition.value;
        Gathered gathered;
        if (auto note = clamped_day_note(definition.day, row_); !note.empty())
            gathered.notes.push_back(std::move(note));
        gather(definition.value, gathered);
        finish(node, std::move(gathered));
    }
    nodes_[pending.node] = std::move(node);
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
    fill_group_formula(node, value);
}

// Day 31 of February is its last.
std::string Tracer::clamped_day_note(int day, RowId row) const {
    const auto days = days_in(scheme_.calendar.month(history().rows[row].period));
    return day > days ? phrase(Phrase::day_is_the_last, days, days) : "";
}

NodeId Tracer::input_node(core::InputId id, RowId row) {
    const auto key = place(id.value, row.value);
    if (const auto known = inputs_.find(key); known != inputs_.end()) return known->second;
    const auto& input = scheme_.inputs[id];
    Node node{.kind = NodeKind::input,
              .name = core::column_name(input),
              .label = input.label,
              .type = input.type,
              .shown_as_percent = input.percent,
              .cell = data::cell_place(history(), evaluation_.sources(), id, row)};
    set_place(node, row);
    if (auto value = history().value(id, row)) {
        node.value = *std::move(value);
        std::vector<std::string> notes{clamped_day_note(input.day, row), signature(input, history(), row)};
        std::erase(notes, "");
        node.note = joined(notes);
    } else {
        node.status = Status::missing;
        node.note = phrase(Phrase::blank);
    }
    return inputs_.emplace(key, add(std::move(node))).first->second;
}

NodeId Tracer::param_node(core::ParamId id) {
    const auto date = history().rows[row_].date;
    const auto key = place(id.value, static_cast<std::uint32_t>(date.days));
    if (const auto known = params_.find(key); known != params_.end()) return known->second;
    const auto& param = scheme_.params[id];
    Node node{.kind = NodeKind::param,
              .name = param.name,
              .label = param.label,
              .type = param.type,
              .shown_as_percent = param.shown_as_percent,
              .source = param.span,
              .row = row_};
    const auto* dated = core::in_force(param, date);
    if (dated == nullptr) {
        node.status = Status::missing;
        node.note = phrase(Phrase::not_in_force_yet);
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
    return params_.emplace(key, add(std::move(node))).first->second;
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
        [&](const core::Aggregate& e) { gather_aggregate(id, e, into); },
        [&](const core::Default& e) { gather_default(e, into); },
        [&](const core::Lookup& e) { gather_lookup(id, e, into); },
        [&](const core::Shared& e) { gather_shared(e, into); },
        [&](const core::Solved& e) { gather_solved(e, into); },
        [&](const core::FromLots& e) { gather_lots(e, into); },
        [&](const core::MonthsBetween&) { gather_operands(id, into); },
    };
    std::visit(open, scheme_.expressions[id].node);
}

// The same of an expression of another row.
void Tracer::gather_of(RowId row, ExprId id, Gathered& into) {
    const auto own = std::exchange(row_, row);
    gather(id, into);
    row_ = own;
}

void Tracer::gather_operands(ExprId id, Gathered& into) {
    const auto& expr = scheme_.expressions[id];
    if (expr.origin.written_as == WrittenAs::average) {
        const auto sum = std::get<core::Arithmetic>(expr.node).left;
        return gather_aggregate(id, std::get<core::Aggregate>(scheme_.expressions[sum].node), into);
    }
    for (const auto operand : core::operands(expr)) gather(operand, into);
}

void Tracer::gather_read(ExprId id, const core::Read& read, Gathered& into) {
    const overloaded open{
        [&](core::InputId input) {
            const auto row = history().above(row_, scheme_.inputs[input].level);
            if (row) into.children.push_back(input_node(input, row));
        },
        [&](core::ParamId param) { into.children.push_back(param_node(param)); },
        [&](DefinitionId definition) { gather_definition(definition, into); },
        [&](core::Builtin) {
            // What `each quarter` asks is a condition by itself and has nothing under it.
            if (end_of(scheme_.expressions[id]) == nullptr)
                into.children.push_back(add(expression_node(NodeKind::built_in, id)));
        },
    };
    std::visit(open, read.what);
}

void Tracer::gather_definition(DefinitionId definition, Gathered& into) {
    const auto& read = scheme_.definitions[definition];
    const auto row = history().above(row_, read.level);
    if (!row || is_unknown_here(definition)) return;
    const auto pool = std::ranges::find(scheme_.shares, definition, &core::Share::pool);
    if (pool != scheme_.shares.end()) {
        if (&*pool == share_) return;  // it stands beside the claims
        const core::ShareId share(static_cast<std::size_t>(pool - scheme_.shares.begin()));
        return into.children.push_back(pool_node(share, row));
    }
    const bool hidden = read.kind == core::DefinitionKind::hidden && !evaluation_.overridden(definition, row);
    if (hidden) return gather_of(row, read.value, into);
    into.children.push_back(definition_node(definition, row));
}

// The names under a rounding are children of its node; what happened to them is told by the owner.
void Tracer::gather_round(ExprId id, const core::Round& round, Gathered& into) {
    if (id == top_) top_ = round.of;
    auto node = expression_node(NodeKind::rounding, id);
    node.name = phrase(Phrase::rounded, rounding_words(scheme_, round));
    const auto *exact = amount(evaluation_.value(round.of, row_)),
               *result = amount(evaluation_.value(id, row_));
    if (exact != nullptr && result != nullptr && *exact == *result) {
        node.status = Status::not_taken;
        node.note = phrase(Phrase::nothing_to_round);
    } else if (exact != nullptr) {
        node.before_rounding = *exact;
        node.note = phrase(Phrase::before_rounding, unrounded_text(scheme_, round, *exact));
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
              .row = row_,
              .expression = id};
    set_outcome(node, evaluation_.value(id, row_));
    return node;
}

Node Tracer::amount_node(NodeKind kind, core::Type type, const Exact& amount) const {
    return {.kind = kind, .value = amount, .type = std::move(type), .row = row_};
}

// A failure is told in full where it was found, and once.
void Tracer::set_outcome(Node& node, const Outcome& outcome) {
    const auto* failure = std::get_if<Failure>(&outcome);
    if (const auto* value = present(outcome)) {
        node.value = *value;
    } else if (failure == nullptr) {
        node.status = Status::missing;
    } else {
        const bool found_here = is_found_in(scheme_, node.expression, *failure, node.row ? node.row : row_);
        const auto found = diagnostic(evaluation_, *failure);
        node.status = Status::failed;
        node.note = found_here ? worded({found.kind, found.arguments}) : phrase(Phrase::needs_a_failed_value);
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

std::string Tracer::time_text(RowId row) const {
    return row_time(scheme_, history(), row);
}

std::string Tracer::money(const Exact& amount) const {
    return money_text(amount);
}

std::string Tracer::written(ExprId id) const {
    if (const auto* ends = end_of(scheme_.expressions[id])) return phrase(*ends);
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
