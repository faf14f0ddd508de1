// Bounds, defaults, values of other periods and of references.
#include <fmt/format.h>

#include "base/messages/phrases.hpp"
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
            return Phrase::blank;
        case AbsenceKind::no_earlier_month:
            return level == core::LevelKind::records ? Phrase::no_earlier_record : Phrase::no_earlier_month;
        case AbsenceKind::param_not_in_force:
            return Phrase::not_in_force_yet;
        case AbsenceKind::divisor_zero:
            return Phrase::division_by_zero;
        case AbsenceKind::window_empty:
            return Phrase::no_rows_to_take;
        case AbsenceKind::not_ranked:
            return Phrase::not_one_of_the_ranked;
        case AbsenceKind::no_reference_row:
            return Phrase::no_row_fits;
    }
    return Phrase::blank;
}

// `"A"`, `any`, `up to 10`, `since 2026-03-01`
std::string key_words(const core::ReferenceKey& key, const std::optional<core::Value>& value) {
    if (!value) return phrase(Phrase::any_key);
    const auto text = shown(*value, key.type, false);
    switch (key.match) {
        case core::KeyMatch::exact:
            return text;
        case core::KeyMatch::up_to:
            return phrase(Phrase::up_to, text);
        case core::KeyMatch::below:
            return phrase(Phrase::below, text);
        case core::KeyMatch::from:
            return phrase(key.type.kind == core::TypeKind::date ? Phrase::since : Phrase::from_edge, text);
    }
    return text;
}

}  // namespace

// ---------------------------------------------------------------- bounds

void Tracer::gather_clamp(ExprId id, const core::Clamp& clamp, Gathered& into) {
    const auto written_as = scheme_.expressions[id].origin.written_as;
    if (written_as == WrittenAs::days_employed) return into.children.push_back(days_node(id));
    const auto *left = amount(evaluation_.value(clamp.left, row_)),
               *right = amount(evaluation_.value(clamp.right, row_));
    const bool known = left != nullptr && right != nullptr;
    gather(clamp.left, into);
    gather(clamp.right, into);
    if (!known || *left == *right) return;
    const bool took_right = clamp.op == core::ClampOp::smaller ? *right < *left : *left < *right;
    if (!took_right) return;
    if (written_as == WrittenAs::above) {
        const auto excess = shown(-*left, scheme_.expressions[id].type, as_percent(scheme_, id));
        into.notes.push_back(phrase(Phrase::below_it_so_zero, excess));
        into.status = Status::floored;
    } else if (written_as == WrittenAs::capped || written_as == WrittenAs::floored) {
        const bool capped = written_as == WrittenAs::capped;
        into.notes.push_back(phrase(capped ? Phrase::capped_from_to : Phrase::raised_from_to,
                                    value_of(clamp.left), value_of(clamp.right)));
        into.status = capped ? Status::capped : Status::floored;
    }
}

// The days of the period between the row's `from` and `to`, which stand below.
NodeId Tracer::days_node(ExprId id) {
    auto node = expression_node(NodeKind::built_in, id);
    const auto& calendar = scheme_.calendar;
    const auto& row = history().rows[row_];
    const auto& level = scheme_.levels[row.level];
    Date first = calendar.first_day(row.period), last = calendar.last_day(row.period);
    for (const auto input : {level.from, level.to}) {
        const auto value = input ? history().value(input, row_) : std::nullopt;
        if (!value) continue;
        const auto date = std::get<Date>(*value);
        if (input == level.from) first = std::max(first, date);
        if (input == level.to) last = std::min(last, date);
        node.children.push_back(input_node(input, row_));
    }
    if (first <= last) node.note = phrase(Phrase::from_day_to_day, to_text(first), to_text(last));
    return add(std::move(node));
}

// ---------------------------------------------------------------- defaults

void Tracer::gather_default(const core::Default& with_default, Gathered& into) {
    gather(with_default.of, into);
    if (!is_missing(with_default.of)) return;
    const auto found = absence(evaluation_, with_default.of, row_);
    const auto level = scheme_.levels[history().rows[found.row].level].kind;
    const auto note = phrase(Phrase::absent_so_default, phrase(absence_words(found.kind, level)),
                             value_of(with_default.instead));
    const auto* read = std::get_if<core::Read>(&scheme_.expressions[with_default.of].node);
    const auto* input = read != nullptr ? std::get_if<core::InputId>(&read->what) : nullptr;
    if (input != nullptr) {
        auto& node = nodes_[input_node(*input, found.row)];
        node.status = Status::defaulted;
        node.note = note;
        const auto* instead = present(evaluation_.value(with_default.instead, row_));
        if (instead != nullptr) node.value = *instead;
    } else {
        into.status = Status::defaulted;
        into.notes.push_back(note);
    }
    gather(with_default.instead, into);
}

// ---------------------------------------------------------------- other periods

std::optional<data::CellPlace> Tracer::cell_of(core::DefinitionId definition, RowId row) const {
    const auto& expr = scheme_.expressions[scheme_.definitions[definition].value];
    const auto* read = std::get_if<core::Read>(&expr.node);
    const auto* input = read != nullptr ? std::get_if<core::InputId>(&read->what) : nullptr;
    if (input == nullptr || evaluation_.overridden(definition, row)) return std::nullopt;
    return data::cell_place(evaluation_.history(), evaluation_.sources(), *input, row);
}

// A gap is named: what is previous may be months old.
void Tracer::gather_previous(ExprId id, const core::Previous& previous, Gathered& into) {
    const auto& rows = history().rows;
    const bool is_record = scheme_.levels[rows[row_].level].kind == core::LevelKind::records;
    auto node = expression_node(NodeKind::previous, id);
    if (node.name.empty())
        node.name = phrase(Phrase::previous, core::shown_name(scheme_.definitions[previous.of]));
    const auto before = history().before(row_, previous.back);
    if (!before) {
        const bool is_back = previous.back > 0;
        node.note = phrase(is_back     ? Phrase::no_row_then
                           : is_record ? Phrase::no_earlier_record
                                       : Phrase::no_earlier_month);
    } else {
        const auto gap =
            is_record || previous.back > 0 ? 0 : rows[row_].period.index - rows[before].period.index - 1;
        const auto first = scheme_.calendar.to_text(Calendar::next(rows[before].period));
        const auto note = gap > 1    ? phrase(Phrase::of_month_gap, time_text(before), gap)
                          : gap == 1 ? phrase(Phrase::of_month_gap_of_one, time_text(before), first)
                                     : phrase(Phrase::of_month, time_text(before));
        node.note = node.note.empty() ? note : note + "; " + node.note;
        node.cell = cell_of(previous.of, before);
    }
    into.children.push_back(add(std::move(node)));
}

// ---------------------------------------------------------------- references

// The cell that was found, and what names its row: its keys, and since when it holds.
void Tracer::gather_lookup(ExprId id, const core::Lookup& lookup, Gathered& into) {
    auto node = expression_node(NodeKind::lookup, id);
    const auto& reference = scheme_.references[lookup.reference];
    if (node.name.empty())
        node.name = fmt::format("{}.{}", reference.name, reference.fields[lookup.field].name);
    const auto found = evaluation_.found_row(lookup, row_);
    if (found.row != nullptr && found.other == nullptr) {
        const auto note = reference_note(lookup, *found.row);
        node.note = node.note.empty() ? note : node.note + "; " + note;
        node.cell = data::cell_place(history().references[lookup.reference], evaluation_.sources(),
                                     *found.row, lookup.field);
    } else if (found.row == nullptr && node.note.empty()) {
        node.note = phrase(Phrase::no_row_fits);
    }
    Gathered keys;
    for (const auto key : lookup.keys) gather(key, keys);
    keys.status = Status::applied;
    finish(node, std::move(keys));
    into.children.push_back(add(std::move(node)));
}

std::string Tracer::reference_note(const core::Lookup& lookup, const data::ReferenceRow& row) const {
    const auto& reference = scheme_.references[lookup.reference];
    std::string keys;
    for (std::size_t i = 0; i < row.keys.size(); ++i)
        keys += (i == 0 ? "" : ", ") + key_words(reference.keys[i], row.keys[i]);
    auto note = phrase(Phrase::reference_row_of, keys);
    return row.from ? note + ", " + phrase(Phrase::since, to_text(*row.from)) : note;
}

}  // namespace accrue::explain
