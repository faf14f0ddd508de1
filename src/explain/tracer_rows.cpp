// What many rows come to: windows over the row's own periods, and aggregates over other rows.
#include <fmt/format.h>

#include <algorithm>

#include "base/messages/phrases.hpp"
#include "explain/rows.hpp"
#include "explain/shown.hpp"
#include "explain/tracer.hpp"
#include "number/decimal.hpp"

namespace accrue::explain {
namespace {

using core::ExprId;
using data::RowId;

constexpr std::size_t few = 5;  // rows that are listed one by one

std::string window_words(const core::Aggregate& aggregate) {
    switch (aggregate.window) {
        case core::Window::this_period:
            return "";
        case core::Window::month:
            return phrase(Phrase::over_month);
        case core::Window::quarter:
            return phrase(Phrase::over_quarter);
        case core::Window::year:
            return phrase(Phrase::over_year);
        case core::Window::last_months:
            return phrase(Phrase::over_last_months, aggregate.months);
        case core::Window::all_months:
            return phrase(Phrase::over_all_months);
        case core::Window::earlier_of_month:
            return phrase(Phrase::over_earlier_of_month);
        case core::Window::earlier_of_quarter:
            return phrase(Phrase::over_earlier_of_quarter);
        case core::Window::earlier_of_year:
            return phrase(Phrase::over_earlier_of_year);
    }
    return "";
}

}  // namespace

// ---------------------------------------------------------------- words

std::string Tracer::aggregate_name(ExprId id, const core::Aggregate& aggregate) const {
    const auto of = core::shown_name(scheme_.definitions[aggregate.of]);
    const auto& origin = scheme_.expressions[id].origin;
    if (origin.written_as == core::WrittenAs::hidden)
        return phrase(Phrase::paid_over_window, of, window_words(aggregate));
    auto text = written(id);
    if (!text.empty()) return text;
    const auto window = window_words(aggregate);
    return window.empty() ? of : phrase(Phrase::over_window, of, window);
}

std::string Tracer::condition_text(const core::Aggregate& aggregate) const {
    std::string text;
    if (aggregate.where) {
        const auto& where = scheme_.definitions[aggregate.where];
        const bool is_named = where.kind != core::DefinitionKind::hidden;
        text = is_named ? where.name : condition_text(where.value);
    }
    const auto paired = aggregate.paired ? condition_text(aggregate.paired) : "";
    if (text.empty() || paired.empty()) return text + paired;
    return fmt::format("{} {} {}", text, phrase(Phrase::both), paired);
}

// As written; what check puts before it for `@15` in its own words.
std::string Tracer::condition_text(ExprId condition) const {
    const auto& expr = scheme_.expressions[condition];
    if (expr.origin.written_as != core::WrittenAs::hidden) return written(condition);
    const auto* both = std::get_if<core::Logic>(&expr.node);
    if (both != nullptr && both->op == core::LogicOp::both) {
        return fmt::format("{} {} {}", condition_text(both->left), phrase(Phrase::both),
                           condition_text(both->right));
    }
    for (const auto id : core::within(scheme_, condition)) {
        const auto* clamp = std::get_if<core::Clamp>(&scheme_.expressions[id].node);
        const auto* day =
            clamp != nullptr ? std::get_if<core::Constant>(&scheme_.expressions[clamp->left].node) : nullptr;
        if (day != nullptr) return phrase(Phrase::by_day, to_machine(std::get<Exact>(day->value)));
    }
    return written(condition);
}

// `212 rows, payment.csv:12 … 871; 9 more do not count: not client = "new"`
std::vector<std::string> Tracer::notes_of_rows(const core::Aggregate& aggregate,
                                               const std::vector<RowId>& counting, std::size_t others) const {
    std::vector<std::string> notes;
    const auto line = [&](RowId row) { return history().rows[row].line; };
    const auto count = static_cast<std::int64_t>(counting.size());
    const auto source = counting.empty() ? SourceId() : history().rows[counting.front()].source;
    const bool in_one_file = source && std::ranges::all_of(counting, [&](RowId row) {
                                 return history().rows[row].source == source;
                             });
    if (counting.empty()) {
        notes.push_back(phrase(Phrase::no_rows));
    } else if (!in_one_file) {
        notes.push_back(phrase(Phrase::count_of_rows, count));
    } else {
        const auto& file = evaluation_.sources()[source].name();
        const auto [first, last] = std::ranges::minmax(counting, {}, line);
        notes.push_back(first == last
                            ? phrase(Phrase::rows_at_one_line, count, file, std::to_string(line(first)))
                            : phrase(Phrase::rows_at_lines, count, file, std::to_string(line(first)),
                                     std::to_string(line(last))));
    }
    if (others > 0) {
        notes.push_back(phrase(Phrase::rows_that_do_not_count, static_cast<std::int64_t>(others),
                               condition_text(aggregate)));
    }
    return notes;
}

// ---------------------------------------------------------------- the rows

// Periods of the row's own key are all listed, other rows when they are few.
Tracer::Gathered Tracer::elements(const core::Aggregate& aggregate) {
    Gathered gathered;
    const bool window = is_window(scheme_, aggregate);
    const auto rows = evaluation_.rows_of(aggregate, row_);
    std::vector<RowId> counting;
    for (const auto row : rows) {
        const auto outcome = evaluation_.counts(aggregate, row, row_);
        const auto* counts = present(outcome);
        const bool does = counts != nullptr && std::get<bool>(*counts);
        if (does) counting.push_back(row);
        if (window || rows.size() <= few) gathered.children.push_back(element_node(aggregate, row, does));
    }
    if (!window) {
        gathered.notes = notes_of_rows(aggregate, counting, rows.size() - counting.size());
    } else if (rows.empty()) {
        gathered.notes.push_back(phrase(Phrase::no_months));
    }
    return gathered;
}

// An aggregate that is its owner's whole formula is shown as the owner's.
void Tracer::gather_aggregate(ExprId id, const core::Aggregate& aggregate, Gathered& into) {
    const bool is_whole = id == top_;
    auto gathered = elements(aggregate);
    if (is_whole) {
        into.children.insert(into.children.end(), gathered.children.begin(), gathered.children.end());
        into.notes.insert(into.notes.end(), gathered.notes.begin(), gathered.notes.end());
        return;
    }
    const auto kind = is_window(scheme_, aggregate) ? NodeKind::window : NodeKind::rows;
    auto node = expression_node(kind, id);
    node.name = aggregate_name(id, aggregate);
    finish(node, std::move(gathered));
    into.children.push_back(add(std::move(node)));
}

std::string Tracer::element_name(const core::Aggregate& aggregate, RowId row) const {
    if (is_window(scheme_, aggregate)) return time_text(row);
    const auto& level = scheme_.levels[history().rows[row].level];
    const bool one_period = aggregate.window == core::Window::this_period;
    if (level.kind == core::LevelKind::records) {
        const bool one_parent = aggregate.base && aggregate.base == level.parent;
        return one_parent ? time_text(row) : time_text(row) + " " + history().key(row);
    }
    return one_period ? row_name(scheme_, history(), row)
                      : row_name(scheme_, history(), row) + " " + time_text(row);
}

NodeId Tracer::element_node(const core::Aggregate& aggregate, RowId row, bool counts) {
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
    node.cell = cell_of(aggregate.of, row);
    if (!counts) {
        node.status = Status::not_taken;
        node.note = phrase(Phrase::does_not_count, condition_text(aggregate));
        return add(std::move(node));
    }
    const auto& outcome = evaluation_.value(aggregate.of, row);
    if (present(outcome) != nullptr) node.value = *present(outcome);
    if (std::holds_alternative<Missing>(outcome)) node.note = phrase(Phrase::blank);
    const bool is_needed = aggregate.op != core::AggregateOp::count;
    if (present(outcome) == nullptr && is_needed) node.status = Status::failed;
    if (!node.cell) open_element(node, aggregate, row);
    if (!node.cell && node.note.empty() && is_record(row) && history().rows[row].source)
        node.note = line_of(row);
    return add(std::move(node));
}

bool Tracer::is_record(RowId row) const {
    return scheme_.levels[history().rows[row].level].kind == core::LevelKind::records;
}

// `payment.csv:12`
std::string Tracer::line_of(RowId row) const {
    const auto& place = history().rows[row];
    return fmt::format("{}:{}", evaluation_.sources()[place.source].name(), place.line);
}

// This period of a window, and a record, which has no trace of its own, are opened.
void Tracer::open_element(Node& node, const core::Aggregate& aggregate, RowId row) {
    if (!(row == row_ && is_window(scheme_, aggregate)) && !is_record(row)) return;
    Gathered gathered;
    const auto own = std::exchange(row_, row);
    gather_definition(aggregate.of, gathered);
    row_ = own;
    finish(node, std::move(gathered));
}

}  // namespace accrue::explain
