#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "base/text.hpp"
#include "number/decimal.hpp"
#include "report/text_table.hpp"
#include "report/write_results.hpp"

namespace accrue::report {
namespace {

// The one key of all rows, when there is but one: it stands in the heading and needs no column.
std::optional<std::string> single_key(const Results& results) {
    if (results.rows.empty()) return std::nullopt;
    const auto& history = results.history;
    const auto first = history.rows[results.rows.front()].key;
    const auto same = [&](data::RowId row) { return history.rows[row].key == first; };
    if (!std::ranges::all_of(results.rows, same)) return std::nullopt;
    return history.key(results.rows.front());
}

std::string heading(const Results& results) {
    const auto& scheme = results.scheme;
    std::vector<std::string> parts;
    if (!scheme.name.empty()) {
        parts.push_back(scheme.title.empty() ? scheme.name
                                             : fmt::format("{} «{}»", scheme.name, scheme.title));
    }
    if (const auto key = single_key(results); key && !key->empty()) parts.push_back(*key);
    if (!scheme.currency.empty()) parts.push_back("amounts in " + scheme.currency);
    return fmt::format("{}", fmt::join(parts, " · "));
}

// The pay lines, and their total when there are several.
std::vector<core::DefinitionId> amount_columns(const core::Scheme& scheme) {
    std::vector<core::DefinitionId> columns;
    for (const auto& pay : scheme.pays) columns.push_back(pay.amount);
    if (columns.size() != 1) columns.push_back(scheme.pay_total);
    return columns;
}

std::vector<std::string> amount_names(const core::Scheme& scheme) {
    std::vector<std::string> names;
    for (const auto& pay : scheme.pays) names.push_back(pay.component);
    if (names.size() != 1) names.emplace_back("pay");
    return names;
}

std::vector<std::string> place_names(const Results& results, bool with_key) {
    std::vector<std::string> names;
    if (with_key) names.push_back(results.key_name);
    names.emplace_back("month");
    return names;
}

std::vector<std::string> place_cells(const Results& results, bool with_key, data::RowId row) {
    std::vector<std::string> cells;
    if (with_key) cells.push_back(results.history.key(row));
    cells.push_back(to_text(results.history.rows[row].month));
    return cells;
}

std::vector<Align> alignment(std::size_t places, std::size_t amounts) {
    std::vector<Align> columns(places, Align::left);
    columns.resize(places + amounts, Align::right);
    return columns;
}

// A row a key and month, a column a pay line.
TextTable across(const Results& results, bool with_key) {
    const auto columns = amount_columns(results.scheme);
    auto cells = place_names(results, with_key);
    TextTable table(alignment(cells.size(), columns.size()));
    const auto places = cells.size();
    std::ranges::copy(amount_names(results.scheme), std::back_inserter(cells));
    table.row(std::move(cells));
    table.line();
    for (const auto row : results.rows) {
        cells = place_cells(results, with_key, row);
        for (const auto column : columns) cells.push_back(money_text(amount(results, column, row)));
        table.row(std::move(cells));
    }
    if (results.rows.size() < 2) return table;
    table.line();
    cells = std::vector<std::string>(places);
    cells.front() = "total";
    for (const auto column : columns) cells.push_back(money_text(total(results, column)));
    table.row(std::move(cells));
    return table;
}

void add_downwards(TextTable& table, std::vector<std::string> places, const std::vector<std::string>& names,
                   const std::vector<Exact>& amounts) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto cells = i == 0 ? places : std::vector<std::string>(places.size());
        cells.push_back(names[i]);
        cells.push_back(money_text(amounts[i]));
        table.row(std::move(cells));
    }
}

// For more pay lines than a terminal is wide: a line a pay line.
TextTable downwards(const Results& results, bool with_key) {
    const auto columns = amount_columns(results.scheme);
    const auto names = amount_names(results.scheme);
    auto heads = place_names(results, with_key);
    const auto places = heads.size();
    TextTable table(alignment(places + 1, 1));
    heads.emplace_back("component");
    heads.emplace_back("amount");
    table.row(std::move(heads));
    std::vector<Exact> amounts(columns.size());
    for (const auto row : results.rows) {
        table.line();
        std::ranges::transform(columns, amounts.begin(),
                               [&](core::DefinitionId column) { return amount(results, column, row); });
        add_downwards(table, place_cells(results, with_key, row), names, amounts);
    }
    if (results.rows.size() < 2) return table;
    table.line();
    std::ranges::transform(columns, amounts.begin(),
                           [&](core::DefinitionId column) { return total(results, column); });
    std::vector<std::string> cells(places);
    cells.front() = "total";
    add_downwards(table, std::move(cells), names, amounts);
    return table;
}

}  // namespace

void write_table(std::ostream& out, const Results& results, std::size_t width) {
    const bool with_key = !single_key(results).has_value();
    const auto first_line = heading(results);
    if (!first_line.empty()) out << printable(first_line) << "\n\n";
    const auto table = across(results, with_key);
    out << (table.width() <= width ? table : downwards(results, with_key)).text();
}

}  // namespace accrue::report
