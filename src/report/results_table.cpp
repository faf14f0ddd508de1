#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <utility>

#include "base/messages/phrases/results.hpp"
#include "base/text.hpp"
#include "number/decimal.hpp"
#include "report/period_head.hpp"
#include "report/text_table.hpp"
#include "report/write_results.hpp"

namespace accrue::report {
namespace {

// The one key of a level that all rows have: it stands in the heading and needs no column.
std::optional<std::string> single_key(const Results& results, const LevelResults& level, core::LevelId keys) {
    if (level.rows.empty()) return std::nullopt;
    const auto first = key_above(results, level.rows.front(), keys);
    const auto same = [&](data::RowId row) { return key_above(results, row, keys) == first; };
    return std::ranges::all_of(level.rows, same) ? std::optional(first) : std::nullopt;
}

std::vector<core::LevelId> key_columns(const Results& results, const LevelResults& level) {
    auto keys = level.keyed;
    std::erase_if(keys, [&](core::LevelId each) { return single_key(results, level, each).has_value(); });
    return keys;
}

// The scheme, the keys without a column, the currency.
std::vector<std::string> heading(const Results& results, const LevelResults& level) {
    const auto& scheme = results.scheme;
    std::vector<std::string> parts;
    if (!scheme.name.empty()) {
        parts.push_back(scheme.title.empty() ? scheme.name
                                             : fmt::format("{} «{}»", scheme.name, scheme.title));
    }
    if (results.levels.size() > 1) parts.push_back(scheme.levels[level.level].name);
    for (const auto each : level.keyed) {
        const auto key = single_key(results, level, each);
        if (!key || key->empty()) continue;
        parts.push_back(each == level.level ? *key : fmt::format("{} {}", scheme.levels[each].name, *key));
    }
    if (!scheme.currency.empty()) parts.push_back(phrase(say::amounts_in, scheme.currency));
    return parts;
}

// Broken between parts where they are wider together.
std::string heading_lines(const std::vector<std::string>& parts, std::size_t width) {
    std::string text, line;
    for (const auto& each : parts) {
        const auto part = printable(each);
        const auto longer = line.empty() ? part : line + " · " + part;
        const bool fits = line.empty() || display_width(longer) <= width;
        if (!fits) text += line + " ·\n";
        line = fits ? longer : "  " + part;
    }
    return line.empty() ? text : text + line + "\n\n";
}

// The pay lines, and their total when there are several.
std::vector<core::DefinitionId> amount_columns(const LevelResults& level) {
    std::vector<core::DefinitionId> columns;
    for (const auto& pay : level.pays) columns.push_back(pay.amount);
    if (columns.size() != 1) columns.push_back(level.pay_total);
    return columns;
}

std::vector<std::string> amount_names(const LevelResults& level) {
    std::vector<std::string> names;
    for (const auto& pay : level.pays) names.push_back(pay.component);
    if (names.size() != 1) names.push_back(phrase(say::head_pay));
    return names;
}

Phrase head_of_period(PeriodUnit unit) {
    switch (unit) {
        case PeriodUnit::day:
            return say::head_day;
        case PeriodUnit::week:
            return say::head_week;
        case PeriodUnit::month:
            return say::head_month;
        case PeriodUnit::quarter:
            return say::head_quarter;
        case PeriodUnit::year:
            return say::head_year;
    }
    return say::head_month;
}

std::vector<std::string> place_names(const Results& results, const std::vector<core::LevelId>& keys) {
    std::vector<std::string> names;
    for (const auto level : keys) names.push_back(key_name(results, level));
    names.push_back(phrase(head_of_period(results.scheme.calendar.unit)));
    return names;
}

std::vector<std::string> place_cells(const Results& results, const std::vector<core::LevelId>& keys,
                                     data::RowId row) {
    std::vector<std::string> cells;
    for (const auto level : keys) cells.push_back(key_above(results, row, level));
    cells.push_back(results.scheme.calendar.to_text(results.history.rows[row].period));
    return cells;
}

std::vector<Align> alignment(std::size_t places, std::size_t amounts) {
    std::vector<Align> columns(places, Align::left);
    columns.resize(places + amounts, Align::right);
    return columns;
}

// One below the other, with as many digits behind the point as the one that has most.
std::vector<std::string> amount_cells(const std::vector<Exact>& amounts) {
    int digits = 2;
    for (const auto& each : amounts) digits = std::max(digits, money_digits(each));
    std::vector<std::string> cells;
    for (const auto& each : amounts) cells.push_back(money_text(each, digits));
    return cells;
}

// Of all rows, and the total where there are several.
std::vector<Exact> column_amounts(const Results& results, const LevelResults& level,
                                  core::DefinitionId column) {
    std::vector<Exact> amounts;
    for (const auto row : level.rows) amounts.push_back(amount(results, column, row));
    if (level.rows.size() > 1) amounts.push_back(total(results, level, column));
    return amounts;
}

// A row a key and period, a column a pay line.
TextTable across(const Results& results, const LevelResults& level) {
    const auto keys = key_columns(results, level);
    const auto columns = amount_columns(level);
    auto cells = place_names(results, keys);
    TextTable table(alignment(cells.size(), columns.size()));
    const auto places = cells.size();
    std::ranges::copy(amount_names(level), std::back_inserter(cells));
    table.row(std::move(cells));
    table.line();
    std::vector<std::vector<std::string>> amounts;
    for (const auto column : columns) amounts.push_back(amount_cells(column_amounts(results, level, column)));
    const auto add = [&](std::vector<std::string> line, std::size_t place) {
        for (const auto& column : amounts) line.push_back(column[place]);
        table.row(std::move(line));
    };
    for (std::size_t i = 0; i < level.rows.size(); ++i) add(place_cells(results, keys, level.rows[i]), i);
    if (level.rows.size() < 2) return table;
    table.line();
    cells = std::vector<std::string>(places);
    cells.front() = phrase(say::total);
    add(std::move(cells), level.rows.size());
    return table;
}

// For more pay lines than a terminal is wide: a line a pay line.
TextTable downwards(const Results& results, const LevelResults& level) {
    const auto keys = key_columns(results, level);
    const auto names = amount_names(level);
    auto heads = place_names(results, keys);
    const auto places = heads.size();
    TextTable table(alignment(places + 1, 1));
    heads.push_back(phrase(say::head_component));
    heads.push_back(phrase(say::head_amount));
    table.row(std::move(heads));
    std::vector<Exact> all;
    for (const auto column : amount_columns(level))
        std::ranges::copy(column_amounts(results, level, column), std::back_inserter(all));
    const auto amounts = amount_cells(all);
    const auto lines = amounts.size() / names.size();
    for (std::size_t line = 0; line < lines; ++line) {
        table.line();
        const bool is_total = line == level.rows.size();
        auto cells =
            is_total ? std::vector<std::string>(places) : place_cells(results, keys, level.rows[line]);
        if (is_total) cells.front() = phrase(say::total);
        for (std::size_t i = 0; i < names.size(); ++i) {
            cells.push_back(names[i]);
            cells.push_back(amounts[i * lines + line]);
            table.row(std::exchange(cells, std::vector<std::string>(places)));
        }
    }
    return table;
}

}  // namespace

std::string period_head(PeriodUnit unit) {
    return phrase(head_of_period(unit));
}

void write_table(std::ostream& out, const Results& results, std::size_t width) {
    const char* between = "";
    for (const auto& level : results.levels) {
        out << std::exchange(between, "\n");
        out << heading_lines(heading(results, level), width);
        const auto table = across(results, level);
        out << (table.width() <= width ? table : downwards(results, level)).text();
    }
}

}  // namespace accrue::report
