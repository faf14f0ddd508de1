#include "data/unread_values.hpp"

#include <algorithm>

#include "base/messages/data.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

std::vector<std::uint32_t> nameless(const Opening& opening) {
    auto columns = opening.roles.unused;
    std::erase_if(columns, [&](std::uint32_t column) { return !opening.file.headers[column].empty(); });
    return columns;
}

void report(const Cell& cell, std::uint32_t column, std::uint32_t line, const File& file,
            Troubles& troubles) {
    auto& warning = troubles.alone(kind::values_without_a_name);
    warning.spans = {file.span(cell.text)};
    warning.arguments = {std::int64_t{column} + 1, unquoted(cell), std::int64_t{line}};
}

}  // namespace

void report_unread_values(const Opening& opening, const File& file, Troubles& troubles) {
    const auto columns = nameless(opening);
    if (columns.empty()) return;
    Records rows(file.text, file.delimiter, opening.begin, opening.line);
    while (rows.next()) {
        const auto& cells = rows.cells();
        if (cells.size() != file.headers.size()) continue;
        const auto is_filled = [&](std::uint32_t column) { return !bare(cells[column].text).empty(); };
        const auto found = std::ranges::find_if(columns, is_filled);
        if (found != columns.end()) return report(cells[*found], *found, rows.line(), file, troubles);
    }
}

}  // namespace accrue::data
