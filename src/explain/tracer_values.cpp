// Bounds, defaults, values of other periods and of references.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/general.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "core/walk.hpp"
#include "explain/failure.hpp"
#include "explain/shown.hpp"
#include "explain/tracer.hpp"

namespace accrue::explain {
namespace {

using core::ExprId;
using core::WrittenAs;
using data::RowId;

Phrase absence_words(AbsenceKind kind, core::LevelKind level) {
    switch (kind) {
        case AbsenceKind::blank_cell:
        case AbsenceKind::blank_reference_cell:
            return say::blank;
        case AbsenceKind::no_earlier_month:
            return level == core::LevelKind::records ? say::no_earlier_record : say::no_earlier_month;
        case AbsenceKind::no_row_then:
            return say::no_row_then;
        case AbsenceKind::param_not_in_force:
            return say::not_in_force_yet;
        case AbsenceKind::divisor_zero:
            return say::division_by_zero;
        case AbsenceKind::window_empty:
            return say::no_rows_to_take;
        case AbsenceKind::not_ranked:
            return say::not_one_of_the_ranked;
        case AbsenceKind::no_reference_row:
            return say::no_row_fits;
    }
    return say::blank;
}

// `"A"`, `any`, `up to 10`, `since 2026-03-01`
std::string key_words(const core::ReferenceKey& key, const std::optional<core::Value>& value) {
    if (!value) return phrase(say::any_key);
    const auto text = shown(*value, key.type, false);
    switch (key.match) {
        case core::KeyMatch::exact:
            return text;
        case core::KeyMatch::up_to:
            return phrase(say::up_to, text);
        case core::KeyMatch::below:
            return phrase(say::below, text);
        case core::KeyMatch::from:
            return phrase(key.type.kind == core::TypeKind::date ? say::since : say::from_edge, text);
    }
    return text;
}

// The same in every row, as long as the params are.
bool is_fixed(const core::Scheme& scheme, ExprId expression) {
    return std::ranges::all_of(core::within(scheme, expression), [&](ExprId id) {
        const auto& node = scheme.expressions[id].node;
        const auto* read = std::get_if<core::Read>(&node);
        if (read != nullptr) return std::holds_alternative<core::ParamId>(read->what);
        return std::holds_alternative<core::Constant>(node) || std::holds_alternative<core::Arithmetic>(node);
    });
}

// What a bound holds, and where. `min(3% of sales, room)` says `capped at` as spreadsheets do: the limit is
// what stands fixed, else what stands last, and then each may be that of the other.
struct Bounded {
    ExprId amount, bound;
    bool is_mutual = false;
};
std::optional<Bounded> bounded_by(const core::Scheme& scheme, ExprId id, const core::Clamp& clamp) {
    const auto written_as = scheme.expressions[id].origin.written_as;
    if (written_as == WrittenAs::capped || written_as == WrittenAs::floored)
        return Bounded{clamp.left, clamp.right};
    if (written_as != WrittenAs::plain) return std::nullopt;
    const bool is_left = is_fixed(scheme, clamp.left), is_right = is_fixed(scheme, clamp.right);
    if (is_left != is_right)
        return is_left ? Bounded{clamp.right, clamp.left} : Bounded{clamp.left, clamp.right};
    // The larger of two amounts is a choice between them, and `abs(x)` is one.
    if (is_left || clamp.op == core::ClampOp::larger) return std::nullopt;
    return Bounded{clamp.left, clamp.right, true};
}

}  // namespace

// ---------------------------------------------------------------- bounds

Term Tracer::gather_clamp(ExprId id, const core::Clamp& clamp, Gathered& into) {
    if (scheme_.expressions[id].origin.written_as == WrittenAs::days_employed) {
        into.children.push_back(days_node(id));
        return node_term(into.children.back());
    }
    auto left = gather(clamp.left, into), right = gather(clamp.right, into);
    tell_bound(id, clamp, into);
    return term(operation(scheme_.expressions[id]), {std::move(left), std::move(right)});
}

// What the value would have been without the bound.
void Tracer::tell_bound(ExprId id, const core::Clamp& clamp, Gathered& into) {
    const auto *left = amount(evaluation_.value(clamp.left, at_.row)),
               *right = amount(evaluation_.value(clamp.right, at_.row));
    if (left == nullptr || right == nullptr) return;
    const auto written_as = scheme_.expressions[id].origin.written_as;
    if (written_as == WrittenAs::above) return tell_excess(id, *left, into);
    const auto bounded = bounded_by(scheme_, id, clamp);
    if (!bounded || *left == *right) return;
    const bool is_smaller = clamp.op == core::ClampOp::smaller;
    const bool took_left = is_smaller ? *left < *right : *right < *left;
    const bool took_bound = took_left == (bounded->bound == clamp.left);
    if (!took_bound && !bounded->is_mutual) return;
    into.status = is_smaller ? Status::capped : Status::floored;
    if (took_bound)
        into.notes.push_back(phrase(is_smaller ? say::capped_from_to : say::raised_from_to,
                                    value_of(bounded->amount), value_of(bounded->bound)));
}

// Of `a above b`: what is left of a.
void Tracer::tell_excess(ExprId id, const Exact& excess, Gathered& into) {
    if (excess.sign() > 0) return;
    into.status = Status::not_above;
    if (excess.sign() == 0) return;
    const auto lacking = shown(-excess, scheme_.expressions[id].type, as_percent(scheme_, id));
    into.notes.push_back(phrase(say::below_it_so_zero, lacking));
}

// The days of the period between the row's `from` and `to`, which stand below.
NodeId Tracer::days_node(ExprId id) {
    auto node = expression_node(NodeKind::built_in, id);
    const auto& calendar = scheme_.calendar;
    const auto& row = history().rows[at_.row];
    const auto& level = scheme_.levels[row.level];
    Date first = calendar.first_day(row.period), last = calendar.last_day(row.period);
    for (const auto input : {level.from, level.to}) {
        if (!input) continue;
        node.children.push_back(input_node(input, at_.row));
        const auto value = history().value(input, at_.row);
        if (!value) continue;
        const auto date = std::get<Date>(*value);
        if (input == level.from) first = std::max(first, date);
        if (input == level.to) last = std::min(last, date);
    }
    if (first <= last) node.note = phrase(say::from_day_to_day, to_text(first), to_text(last));
    Gathered days;  // which stand below already
    node.term = term(operation(scheme_.expressions[id]), plain_operands(id, days));
    return add(std::move(node));
}

// ---------------------------------------------------------------- defaults

Term Tracer::gather_default(const core::Default& with_default, Gathered& into) {
    if (!is_missing(with_default.of)) return gather(with_default.of, into);
    const auto found = absence(evaluation_, with_default.of, at_.row);
    const auto level = scheme_.levels[history().rows[found.row].level].kind;
    auto note = phrase(say::absent_so_default, phrase(absence_words(found.kind, level)),
                       value_of(with_default.instead));
    const auto* read = std::get_if<core::Read>(&scheme_.expressions[with_default.of].node);
    const auto* input = read != nullptr ? std::get_if<core::InputId>(&read->what) : nullptr;
    if (input != nullptr) {
        into.children.push_back(defaulted_node(*input, found.row, with_default, std::move(note)));
        return node_term(into.children.back());
    }
    auto missing = gather(with_default.of, into);
    into.status = Status::defaulted;
    into.notes.push_back(std::move(note));
    return term(TermOp::defaulted, {std::move(missing), gather(with_default.instead, into)});
}

// A blank cell with what stands for it; where the same cell has two defaults, it is two nodes.
NodeId Tracer::defaulted_node(core::InputId id, RowId row, const core::Default& with_default,
                              std::string note) {
    const auto outcome = outcome_of(with_default.instead);
    const auto* value = present(outcome);
    const auto words = value != nullptr ? exact_text(*value) : "";
    const auto [known, is_new] = defaulted_.try_emplace({id.value, row.value, words});
    if (!is_new) return known->second;
    const auto& input = scheme_.inputs[id];
    Node node{.kind = NodeKind::input,
              .status = Status::defaulted,
              .name = core::column_name(input),
              .label = input.label,
              .type = input.type,
              .shown_as_percent = input.percent,
              .cell = data::cell_place(history(), evaluation_.sources(), id, row),
              .note = std::move(note),
              .input = id};
    set_place(node, row);
    if (value != nullptr) node.value = *value;
    Gathered instead;
    auto stands_for_it = gather(with_default.instead, instead);
    node.term = term(TermOp::defaulted, {Term{}, std::move(stands_for_it)});
    instead.status = Status::applied;
    finish(node, std::move(instead));
    return defaulted_[{id.value, row.value, words}] = add(std::move(node));
}

// ---------------------------------------------------------------- other periods

// The input of the row's own whose cell a definition is, where it is nothing else.
const core::InputId* Tracer::cell_read(core::DefinitionId definition, RowId row) const {
    const auto& expr = scheme_.expressions[scheme_.definitions[definition].value];
    const auto* read = std::get_if<core::Read>(&expr.node);
    if (read == nullptr || evaluation_.overridden(definition, row)) return nullptr;
    const auto* input = std::get_if<core::InputId>(&read->what);
    if (input == nullptr || scheme_.inputs[*input].level != history().rows[row].level) return nullptr;
    return input;
}

void Tracer::set_cell(Node& node, core::InputId input, RowId row) const {
    node.input = input;
    node.cell = data::cell_place(evaluation_.history(), evaluation_.sources(), input, row);
}

Term Tracer::gather_previous(ExprId id, const core::Previous& previous, Gathered& into) {
    const auto key = std::uint64_t{id.value} << 32 | at_.row.value;
    if (const auto known = expressions_.find(key); known != expressions_.end()) {
        into.children.push_back(known->second);
        return node_term(known->second);
    }
    const bool is_record = this->is_record(at_.row);
    auto node = expression_node(NodeKind::previous, id);
    if (node.name.empty())
        node.name = phrase(say::previous, core::shown_name(scheme_.definitions[previous.of]));
    if (const auto before = history().before(at_.row, previous.back)) {
        const auto note = time_note(previous, before);
        node.note = node.note.empty() ? note : note + "; " + node.note;
        open_previous(node, previous, before);
    } else {
        node.note = phrase(previous.back > 0 ? say::no_row_then
                           : is_record       ? say::no_earlier_record
                                             : say::no_earlier_month);
    }
    into.children.push_back(add(std::move(node)));
    return node_term(expressions_[key] = into.children.back());
}

// A gap is named: what is previous may be months old.
std::string Tracer::time_note(const core::Previous& previous, RowId before) const {
    const auto& rows = history().rows;
    const bool may_have_gap = !is_record(at_.row) && previous.back == 0;
    const auto gap = may_have_gap ? rows[before].period.index - rows[at_.row].period.index + 1 : 0;
    const auto first = scheme_.calendar.to_text(Calendar::next(rows[before].period));
    if (gap < -1) return phrase(say::of_month_gap, time_text(before), -gap);
    if (gap == -1) return phrase(say::of_month_gap_of_one, time_text(before), first);
    return phrase(say::of_month, time_text(before));
}

// The value opens into the trace of its own row.
void Tracer::open_previous(Node& node, const core::Previous& previous, RowId before) {
    node.row = before;
    if (const auto* input = cell_read(previous.of, before)) return set_cell(node, *input, before);
    node.more = options_for(previous.of, before);
    if (at_.steps >= reach_.depth) return;
    Gathered gathered;
    node.term = in_row(before, 1, [&] { return gather_definition(previous.of, gathered); });
    finish(node, {.children = std::move(gathered.children), .status = Status::applied, .notes = {}});
}

// ---------------------------------------------------------------- references

// The cell that was found, and what names its row: its keys, and since when it holds.
Term Tracer::gather_lookup(ExprId id, const core::Lookup& lookup, Gathered& into) {
    const auto key = std::uint64_t{id.value} << 32 | at_.row.value;
    const auto known = at_.asker ? expressions_.end() : expressions_.find(key);
    if (known != expressions_.end()) {
        into.children.push_back(known->second);
        return node_term(known->second);
    }
    auto node = expression_node(NodeKind::lookup, id);
    const auto& reference = scheme_.references[lookup.reference];
    if (node.name.empty())
        node.name = fmt::format("{}.{}", reference.name, reference.fields[lookup.field].name);
    const auto found = found_row(lookup);
    if (found.row != nullptr && found.other == nullptr) {
        const auto note = reference_note(lookup, *found.row);
        node.note = node.note.empty() ? note : node.note + "; " + note;
        node.cell = data::cell_place(history().references[lookup.reference], evaluation_.sources(),
                                     *found.row, lookup.field);
    } else if (found.row == nullptr && node.note.empty()) {
        node.note = phrase(say::no_row_fits);
    }
    Gathered keys;
    for (const auto each : lookup.keys) at_.asker ? plain(each, keys) : gather(each, keys);
    finish(node, {.children = std::move(keys.children), .status = Status::applied, .notes = {}});
    into.children.push_back(add(std::move(node)));
    if (!at_.asker) expressions_[key] = into.children.back();
    return node_term(into.children.back());
}

data::FoundRow Tracer::found_row(const core::Lookup& lookup) {
    std::vector<core::Value> keys;
    for (const auto key : lookup.keys) {
        const auto outcome = outcome_of(key);
        if (present(outcome) == nullptr) return {};
        keys.push_back(*present(outcome));
    }
    return data::find_row(history().references[lookup.reference], keys, history().rows[at_.row].date);
}

std::string Tracer::reference_note(const core::Lookup& lookup, const data::ReferenceRow& row) const {
    const auto& reference = scheme_.references[lookup.reference];
    std::string keys;
    for (std::size_t i = 0; i < row.keys.size(); ++i)
        keys += (i == 0 ? "" : ", ") + key_words(reference.keys[i], row.keys[i]);
    auto note = phrase(say::reference_row_of, keys);
    return row.from ? note + ", " + phrase(say::since, to_text(*row.from)) : note;
}

}  // namespace accrue::explain
