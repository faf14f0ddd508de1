// Bounds, defaults, and values of other months.
#include <fmt/format.h>

#include "explain/failure.hpp"
#include "explain/shown.hpp"
#include "explain/tracer.hpp"

namespace accrue::explain {
namespace {

using core::ExprId;
using core::WrittenAs;
using data::RowId;

std::string absence_words(AbsenceKind kind) {
    switch (kind) {
        case AbsenceKind::blank_cell:
            return "blank";
        case AbsenceKind::no_earlier_month:
            return "no earlier month";
        case AbsenceKind::param_not_in_force:
            return "not in force yet";
        case AbsenceKind::divisor_zero:
            return "division by zero";
        case AbsenceKind::window_empty:
            return "no month to take it from";
    }
    return "";
}

std::string window_words(const core::Aggregate& aggregate) {
    switch (aggregate.window) {
        case core::Window::quarter:
            return "over quarter";
        case core::Window::year:
            return "over year";
        case core::Window::last_months:
            return fmt::format("over last {} months", aggregate.months);
        case core::Window::all_months:
            return "over all months";
        case core::Window::earlier_of_quarter:
            return "over earlier months of quarter";
        case core::Window::earlier_of_year:
            return "over earlier months of year";
    }
    return "";
}

}  // namespace

// ---------------------------------------------------------------- bounds

void Tracer::gather_clamp(ExprId id, const core::Clamp& clamp, Gathered& into) {
    const auto written_as = scheme_.expressions[id].origin.written_as;
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
        into.notes.push_back(fmt::format("{} below it, so 0", excess));
        into.status = Status::floored;
    } else if (written_as == WrittenAs::capped || written_as == WrittenAs::floored) {
        const bool capped = written_as == WrittenAs::capped;
        into.notes.push_back(fmt::format("{} from {} to {}", capped ? "capped" : "raised",
                                         value_of(clamp.left), value_of(clamp.right)));
        into.status = capped ? Status::capped : Status::floored;
    }
}

// ---------------------------------------------------------------- defaults

void Tracer::gather_default(const core::Default& with_default, Gathered& into) {
    gather(with_default.of, into);
    if (!is_missing(with_default.of)) return;
    const auto found = absence(evaluation_, with_default.of, row_);
    const auto note =
        fmt::format("{} → default {}", absence_words(found.kind), value_of(with_default.instead));
    const auto* read = std::get_if<core::Read>(&scheme_.expressions[with_default.of].node);
    const auto* input = read != nullptr ? std::get_if<core::InputId>(&read->what) : nullptr;
    if (input != nullptr) {
        auto& node = nodes_[input_node(*input)];
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

// ---------------------------------------------------------------- other months

std::optional<data::CellPlace> Tracer::cell_of(core::DefinitionId definition, RowId row) const {
    const auto& expr = scheme_.expressions[scheme_.definitions[definition].value];
    const auto* read = std::get_if<core::Read>(&expr.node);
    const auto* input = read != nullptr ? std::get_if<core::InputId>(&read->what) : nullptr;
    if (input == nullptr || evaluation_.overridden(definition, row)) return std::nullopt;
    return data::cell_place(evaluation_.history(), evaluation_.sources(), *input, row);
}

// A gap is named: what is previous may be months old.
void Tracer::gather_previous(ExprId id, const core::Previous& previous, Gathered& into) {
    const auto& rows = evaluation_.history().rows;
    auto node = expression_node(NodeKind::previous, id);
    if (node.name.empty()) node.name = "previous " + core::shown_name(scheme_.definitions[previous.of]);
    const auto before = rows[row_].previous;
    if (!before) {
        node.note = "no earlier month";
    } else {
        const auto gap = rows[row_].month.index - rows[before].month.index - 1;
        const auto between = gap == 1 ? ", no row in " + to_text(Month{rows[before].month.index + 1})
                                      : fmt::format(", no row in {} months between", gap);
        const auto note = "of " + month_text(before) + (gap > 0 ? between : "");
        node.note = node.note.empty() ? note : note + "; " + node.note;
        node.cell = cell_of(previous.of, before);
    }
    into.children.push_back(add(std::move(node)));
}

std::string Tracer::window_name(ExprId id, const core::Aggregate& aggregate) const {
    const auto of = core::shown_name(scheme_.definitions[aggregate.of]);
    const auto& origin = scheme_.expressions[id].origin;
    if (origin.written_as == WrittenAs::hidden)
        return fmt::format("`{}` paid {}", of, window_words(aggregate));
    auto text = written(id);
    return text.empty() ? fmt::format("{} {}", of, window_words(aggregate)) : text;
}

// A window that is its owner's whole formula is shown as the owner's months.
void Tracer::gather_window(ExprId id, const core::Aggregate& aggregate, Gathered& into) {
    const auto months = evaluation_.rows_of(aggregate, row_);
    if (id == top_) {
        if (months.empty()) into.notes.push_back("no months");
        for (const auto row : months) into.children.push_back(month_node(aggregate, row));
        return;
    }
    auto node = expression_node(NodeKind::window, id);
    node.name = window_name(id, aggregate);
    if (months.empty()) node.note = "no months";
    for (const auto row : months) node.children.push_back(month_node(aggregate, row));
    into.children.push_back(add(std::move(node)));
}

NodeId Tracer::month_node(const core::Aggregate& aggregate, RowId row) {
    const auto& definition = scheme_.definitions[aggregate.of];
    Node node{.kind = NodeKind::month,
              .name = month_text(row),
              .type = definition.type,
              .shown_as_percent = definition.shown_as_percent,
              .cell = cell_of(aggregate.of, row),
              .expression = definition.value};
    const auto* counts = aggregate.where ? present(evaluation_.value(aggregate.where, row)) : nullptr;
    if (aggregate.where && (counts == nullptr || !std::get<bool>(*counts))) {
        node.status = Status::not_taken;
        node.note = "does not count: not " + scheme_.definitions[aggregate.where].name;
        return add(std::move(node));
    }
    const auto& outcome = evaluation_.value(aggregate.of, row);
    if (present(outcome) != nullptr) node.value = *present(outcome);
    if (std::holds_alternative<Missing>(outcome)) node.note = "blank";
    if (present(outcome) == nullptr) node.status = Status::failed;
    if (row == row_ && !cell_of(aggregate.of, row)) {
        Gathered gathered;
        gather_definition(aggregate.of, gathered);
        finish(node, std::move(gathered));
    }
    return add(std::move(node));
}

}  // namespace accrue::explain
