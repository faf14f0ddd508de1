// What rows, windows and the conditions of rows are called, and how the trace of another row is had.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/messages/phrases/general.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "core/walk.hpp"
#include "explain/rows.hpp"
#include "explain/tracer.hpp"
#include "number/decimal.hpp"

namespace accrue::explain {
namespace {

using core::ExprId;
using data::RowId;

// `over last 13 weeks`: a window counts periods of the scheme.
Phrase last_periods(PeriodUnit unit) {
    switch (unit) {
        case PeriodUnit::day:
            return say::over_last_days;
        case PeriodUnit::week:
            return say::over_last_weeks;
        case PeriodUnit::month:
            return say::over_last_months;
        case PeriodUnit::quarter:
            return say::over_last_quarters;
        case PeriodUnit::year:
            return say::over_last_years;
    }
    return say::over_last_months;
}

// For a shell: `'Анна Б.'`
std::string quoted(const std::string& word) {
    const auto is_plain = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x80 || std::isalnum(byte) != 0 || c == '_' || c == '-' || c == '.' || c == '@';
    };
    if (!word.empty() && std::ranges::all_of(word, is_plain)) return word;
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

}  // namespace

std::string Tracer::window_words(const core::Aggregate& aggregate) const {
    switch (aggregate.window) {
        case core::Window::this_period:
            return "";
        case core::Window::month:
            return phrase(say::over_month);
        case core::Window::quarter:
            return phrase(say::over_quarter);
        case core::Window::year:
            return phrase(say::over_year);
        case core::Window::last_months:
            return phrase(last_periods(scheme_.calendar.unit), aggregate.months);
        case core::Window::all_months:
            return phrase(say::over_all_months);
        case core::Window::earlier_of_month:
            return phrase(say::over_earlier_of_month);
        case core::Window::earlier_of_quarter:
            return phrase(say::over_earlier_of_quarter);
        case core::Window::earlier_of_year:
            return phrase(say::over_earlier_of_year);
    }
    return "";
}

std::string Tracer::aggregate_name(ExprId id, const core::Aggregate& aggregate) const {
    const auto of = core::shown_name(scheme_.definitions[aggregate.of]);
    const auto& origin = scheme_.expressions[id].origin;
    if (origin.written_as == core::WrittenAs::hidden) {
        const bool of_a_clause = aggregate.op == core::AggregateOp::count;  // `together`: among how many
        return of_a_clause ? phrase(say::rows_that_fit, of)
                           : phrase(say::paid_over_window, of, window_words(aggregate));
    }
    auto text = written(id);
    if (!text.empty()) return text;
    const auto window = window_words(aggregate);
    return window.empty() ? of : phrase(say::over_window, of, window);
}

// As written; what check puts before it for `@15` in its own words.
std::string Tracer::condition_text(ExprId condition) const {
    const auto& expr = scheme_.expressions[condition];
    if (expr.origin.written_as != core::WrittenAs::hidden) return written(condition);
    const auto* both = std::get_if<core::Logic>(&expr.node);
    if (both != nullptr && both->op == core::LogicOp::both) {
        return fmt::format("{} {} {}", condition_text(both->left), phrase(say::both),
                           condition_text(both->right));
    }
    for (const auto id : core::within(scheme_, condition)) {
        const auto* clamp = std::get_if<core::Clamp>(&scheme_.expressions[id].node);
        const auto* day =
            clamp != nullptr ? std::get_if<core::Constant>(&scheme_.expressions[clamp->left].node) : nullptr;
        if (day != nullptr) return phrase(say::by_day, to_machine(std::get<Exact>(day->value)));
    }
    return written(condition);
}

// Why a row does not count: `not hours > 100`; where `not head` was asked for, `head`.
std::string Tracer::missed_words(std::string_view condition) const {
    for (const std::string_view negation : {"not ", "не "}) {
        if (condition.starts_with(negation))
            return phrase(say::left_out_because_holds, std::string(condition.substr(negation.size())));
    }
    return phrase(say::not_counted_since, std::string(condition));
}

// `212 rows, payment.csv:12 … 871`
std::vector<std::string> Tracer::notes_of_rows(const std::vector<RowId>& counting) const {
    const auto line = [&](RowId row) { return history().rows[row].line; };
    const auto count = static_cast<std::int64_t>(counting.size());
    const auto source = counting.empty() ? SourceId() : history().rows[counting.front()].source;
    const bool in_one_file = source && std::ranges::all_of(counting, [&](RowId row) {
                                 return history().rows[row].source == source;
                             });
    if (counting.empty()) return {phrase(say::no_rows)};
    if (!in_one_file) return {phrase(say::count_of_rows, count)};
    const auto& file = evaluation_.sources()[source].name();
    const auto [first, last] = std::ranges::minmax(counting, {}, line);
    return {first == last ? phrase(say::rows_at_one_line, count, file, std::to_string(line(first)))
                          : phrase(say::rows_at_lines, count, file, std::to_string(line(first)),
                                   std::to_string(line(last)))};
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

bool Tracer::is_record(RowId row) const {
    return scheme_.levels[history().rows[row].level].kind == core::LevelKind::records;
}

// `payment.csv:12`
std::string Tracer::line_of(RowId row) const {
    const auto& place = history().rows[row];
    return fmt::format("{}:{}", evaluation_.sources()[place.source].name(), place.line);
}

// What `accrue explain` is told to trace a value of another row: `--path 2026-02.balance`, `--for Оля`.
std::string Tracer::options_for(core::DefinitionId id, RowId row) const {
    const auto& rows = history().rows;
    const auto& definition = scheme_.definitions[id];
    if (is_record(row) || scheme_.levels[rows[row].level].kind == core::LevelKind::everything) return "";
    const auto pay = std::ranges::find(scheme_.pays, id, &core::Pay::amount);
    std::string name = core::shown_name(definition);
    if (pay != scheme_.pays.end()) name = pay->component;
    if (definition.kind == core::DefinitionKind::hidden) name.clear();
    const auto when = rows[row].period == rows[root_row_].period ? "" : time_text(row);
    const auto own = history().find(rows[root_row_].level, history().key(root_row_), rows[row].period);
    if (own && history().above(*own, rows[row].level) == row) {
        if (name.empty()) return "";
        const auto level = *own == row ? "" : scheme_.levels[rows[row].level].name + ".";
        return "--path " + quoted((when.empty() ? "" : when + ".") + level + name);
    }
    auto options = "--for " + quoted(history().key(row));
    if (!when.empty())
        options += (scheme_.calendar.unit == PeriodUnit::month ? " --month " : " --period ") + when;
    return name.empty() ? options : options + " --path " + quoted(name);
}

}  // namespace accrue::explain
