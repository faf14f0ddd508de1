#include "explain/tracer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/messages/phrases/tracing.hpp"
#include "explain/failure.hpp"
#include "explain/formula.hpp"
#include "explain/rows.hpp"
#include "explain/shown.hpp"
#include "number/decimal.hpp"

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
        case core::DefinitionKind::share:
        case core::DefinitionKind::hidden:
        case core::DefinitionKind::promise:
            return NodeKind::definition;
    }
    return NodeKind::definition;
}

// `since 2026-03`, `since 2026-03, until 2026-06`: months where whole months are meant.
std::string force_words(const std::optional<Date>& from, const std::optional<Date>& until) {
    const auto day = [](Date date, bool whole_month) {
        return whole_month ? to_text(date.month()) : to_text(date);
    };
    std::string words;
    if (from) words = phrase(say::since, day(*from, from->day() == 1));
    if (until) {
        const auto last = phrase(say::until, day(*until, Date{until->days + 1}.day() == 1));
        words += words.empty() ? last : ", " + last;
    }
    return words;
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
    if (who.empty()) return phrase(say::set_by_nobody_named);
    return why.empty() ? phrase(say::set_by, who) : phrase(say::set_by_and_why, who, why);
}

bool is_constant(const core::Scheme& scheme, ExprId id) {
    return std::holds_alternative<core::Constant>(scheme.expressions[id].node);
}

}  // namespace

// ---------------------------------------------------------------- names

Trace Tracer::trace(DefinitionId definition) {
    const auto root = definition_node(definition, root_row_);
    open_pending();
    link_cells();
    const auto period = history().rows[root_row_].period;
    Trace trace{.scheme = scheme_.name,
                .key = history().key(root_row_),
                .title = scheme_.title,
                .period = time_text(root_row_),
                .heading = scheme_.calendar.unit == PeriodUnit::month
                               ? to_people(scheme_.calendar.month(period))
                               : scheme_.calendar.to_text(period),
                .above = {},
                .currency = scheme_.currency,
                .root = root,
                .nodes = std::move(nodes_)};
    set_heading(trace);
    return trace;
}

// A cell that a window, a sum or a rank shows as one of its rows is the same as where the row reads it: every
// value is there once, and the others follow from it.
void Tracer::link_cells() {
    auto first = inputs_;
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
        auto& node = nodes_[NodeId(i)];
        if (!node.input || !node.cell || !node.value || node.term.op != TermOp::unread) continue;
        const auto known =
            first.try_emplace(place(node.input->value, node.row.value), NodeId(i)).first->second;
        if (known.value != i && nodes_[known].value == node.value) node.term = node_term(known);
    }
}

// Definitions are opened one after another and not inside each other, so that long chains need no deep stack;
// the nearest first, so that what is reached by several ways is opened as far as the shortest allows.
void Tracer::open_pending() {
    while (!pending_.empty()) {
        const auto nearest = pending_.begin();
        const auto steps = nearest->first;
        const auto todo = std::move(nearest->second);
        pending_.erase(nearest);
        for (const auto& each : todo) {
            if (!filled_.insert(each.node.value).second) continue;
            at_ = {each.row, steps};
            fill_definition(each);
        }
    }
    at_ = {root_row_};
}

// Of the rows that the trace shows.
std::set<SourceId> Tracer::sources_read(const Trace& trace) const {
    std::set<SourceId> sources;
    for (const auto& node : trace.nodes) {
        if (node.row) sources.insert(history().rows[node.row].source);
    }
    return sources;
}

// The rows in which the row stands, where it stands in the files, and which files there are besides; of the
// several files of a level those from which something was read.
void Tracer::set_heading(Trace& trace) const {
    const auto& sources = evaluation_.sources();
    const auto file_of = [&](SourceId source) { return sources[source].name(); };
    trace.source = scheme_.source;
    if (trace.source && trace.source.value < sources.size()) trace.written = FilePlace{file_of(trace.source)};
    std::vector<SourceId> named;
    for (auto row = root_row_; row; row = history().rows[row].parent) {
        const auto& place = history().rows[row];
        const auto& level = scheme_.levels[place.level];
        if (row != root_row_ && level.kind == core::LevelKind::rows)
            trace.above.push_back({level.name, history().key(row)});
        if (!place.source) continue;
        trace.files.push_back({file_of(place.source), place.line});
        named.push_back(place.source);
    }
    const auto add_file = [&](SourceId source) {
        if (!source || std::ranges::find(named, source) != named.end()) return;
        trace.files.push_back({file_of(source)});
        named.push_back(source);
    };
    auto read = sources_read(trace);
    read.insert(named.begin(), named.end());
    for (const auto& frame : history().frames) {
        const auto is_read = [&](const data::FileOfRows& file) { return read.contains(file.source); };
        const bool is_any_read = std::ranges::any_of(frame.files, is_read);
        for (const auto& file : frame.files) {
            if (frame.files.size() == 1 || !is_any_read || is_read(file)) add_file(file.source);
        }
    }
    for (const auto& reference : history().references) add_file(reference.source);
}

// A name of another row's level stands with it: `team.bonus`.
void Tracer::set_place(Node& node, RowId row) const {
    node.row = row;
    if (row == root_row_) return;
    const auto& level = scheme_.levels[history().rows[row].level];
    node.level = level.name;
    node.row_name = row_name(scheme_, history(), row);
    node.is_elsewhere = history().above(root_row_, history().rows[row].level) != row &&
                        history().above(row, history().rows[root_row_].level) != root_row_;
    if (history().rows[row].period != history().rows[root_row_].period) node.period = time_text(row);
    const bool is_own = history().rows[row].level == history().rows[root_row_].level;
    if (!is_own && level.kind == core::LevelKind::rows) node.name = level.name + "." + node.name;
}

NodeId Tracer::definition_node(DefinitionId id, RowId row) {
    const auto key = place(id.value, row.value);
    if (const auto known = definitions_.find(key); known != definitions_.end()) {
        if (!filled_.contains(known->second.value)) pending_[at_.steps].push_back({id, row, known->second});
        return known->second;
    }
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
    pending_[at_.steps].push_back({id, row, added});
    return added;
}

void Tracer::fill_definition(const Pending& pending) {
    auto node = nodes_[pending.node];
    const auto& definition = scheme_.definitions[pending.definition];
    if (evaluation_.overridden(pending.definition, pending.row)) {
        node.status = Status::overridden;
        node.note = phrase(say::set_by_hand);
    } else {
        fill_formula(node, definition.value, definition.kind);
        top_ = definition.value;
        Gathered gathered;
        if (auto note = clamped_day_note(definition.day, pending.row); !note.empty())
            gathered.notes.push_back(std::move(note));
        node.term = gather(definition.value, gathered);
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
    node.formula = unwritten ? with_names(evaluation_, open, at_.row)
                             : head_of(written_formula(evaluation_, value, at_.row));
    if (node.formula == node.name) node.formula.clear();
    const bool closed =
        gate != nullptr && !std::ranges::all_of(gate->conditions, [&](ExprId id) { return is_true(id); });
    if (!closed) node.with_numbers = with_numbers(evaluation_, value, at_.row);
    if (node.with_numbers == value_of(value)) node.with_numbers.clear();
    if (node.value && node.with_numbers == shown(*node.value, node.type, node.shown_as_percent))
        node.with_numbers.clear();
    fill_group_formula(node, value);
}

// Day 31 of February is its last.
std::string Tracer::clamped_day_note(int day, RowId row) const {
    const auto days = days_in(scheme_.calendar.month(history().rows[row].period));
    return day > days ? phrase(say::day_is_the_last, days, days) : "";
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
              .cell = data::cell_place(history(), evaluation_.sources(), id, row),
              .input = id};
    set_place(node, row);
    if (auto value = history().value(id, row)) {
        node.value = *std::move(value);
        std::vector<std::string> notes{clamped_day_note(input.day, row), signature(input, history(), row)};
        std::erase(notes, "");
        node.note = joined(notes);
    } else {
        node.status = Status::missing;
        node.note = phrase(say::blank);
    }
    return inputs_.emplace(key, add(std::move(node))).first->second;
}

NodeId Tracer::param_node(core::ParamId id) {
    const auto date = history().rows[at_.row].date;
    const auto key = place(id.value, static_cast<std::uint32_t>(date.days));
    if (const auto known = params_.find(key); known != params_.end()) return known->second;
    const auto& param = scheme_.params[id];
    Node node{.kind = NodeKind::param,
              .name = param.name,
              .label = param.label,
              .type = param.type,
              .shown_as_percent = param.shown_as_percent,
              .source = param.span,
              .row = at_.row,
              .param = id};
    if (history().rows[at_.row].period != history().rows[root_row_].period) node.period = time_text(at_.row);
    const auto* dated = core::in_force(param, date);
    if (dated == nullptr) {
        node.status = Status::missing;
        node.note = phrase(say::not_in_force_yet);
    } else {
        set_force(node, param, *dated);
        node.source = dated->span;
        node.expression = dated->value;
        set_outcome(node, evaluation_.value(dated->value, at_.row));
        if (!is_constant(scheme_, dated->value)) {
            fill_formula(node, dated->value, core::DefinitionKind::written);
            Gathered gathered;
            node.term = gather(dated->value, gathered);
            finish(node, std::move(gathered));
        }
    }
    return params_.emplace(key, add(std::move(node))).first->second;
}

void Tracer::set_force(Node& node, const core::Param& param, const core::DatedValue& dated) const {
    const auto next = &dated + 1;
    node.since = dated.from;
    if (next != param.values.data() + param.values.size() && next->from)
        node.until = Date{next->from->days - 1};
    node.note = force_words(node.since, node.until);
}

// ---------------------------------------------------------------- shared

Node Tracer::expression_node(NodeKind kind, ExprId id) {
    const auto& expr = scheme_.expressions[id];
    Node node{.kind = kind,
              .name = written(id),
              .type = expr.type,
              .shown_as_percent = as_percent(scheme_, id),
              .source = expr.origin.span,
              .row = at_.row,
              .expression = id};
    set_outcome(node, outcome_of(id));
    return node;
}

Node Tracer::amount_node(NodeKind kind, core::Type type, const Exact& amount) const {
    return {.kind = kind, .value = amount, .type = std::move(type), .row = at_.row};
}

// A failure is told in full where it was found, and once.
void Tracer::set_outcome(Node& node, const Outcome& outcome) {
    const auto* failure = std::get_if<Failure>(&outcome);
    if (const auto* value = present(outcome)) {
        node.value = *value;
    } else if (failure == nullptr) {
        node.status = Status::missing;
    } else {
        const bool found_here =
            is_found_in(scheme_, node.expression, *failure, node.row ? node.row : at_.row);
        const auto found = diagnostic(evaluation_, *failure);
        node.status = Status::failed;
        node.note = found_here ? worded({found.kind, found.arguments}) : phrase(say::needs_a_failed_value);
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

bool Tracer::is_true(ExprId condition) {
    const auto* value = present(evaluation_.value(condition, at_.row));
    return value != nullptr && std::get<bool>(*value);
}

bool Tracer::is_missing(ExprId expression) {
    return std::holds_alternative<Missing>(evaluation_.value(expression, at_.row));
}

Outcome Tracer::outcome_of(ExprId id) {
    return at_.asker ? evaluation_.value_between(id, at_.row, at_.asker) : evaluation_.value(id, at_.row);
}

NodeId above(const Trace& trace, NodeId node) {
    const auto holds = [&](const Node& each) {
        return std::ranges::find(each.children, node) != each.children.end();
    };
    const auto found = std::ranges::find_if(trace.nodes, holds);
    return found == trace.nodes.end() ? NodeId()
                                      : NodeId(static_cast<std::size_t>(found - trace.nodes.begin()));
}

Trace trace(Evaluation& evaluation, DefinitionId definition, RowId row, Reach reach) {
    return Tracer(evaluation, row, reach).trace(definition);
}

}  // namespace accrue::explain
