#include "sources/table.hpp"

#include <algorithm>

#include "base/messages/data.hpp"
#include "base/text.hpp"
#include "data/records.hpp"

namespace accrue::sources {
namespace {

// As the reader names its columns.
std::vector<std::string> headers_of(std::string_view text, std::size_t line) {
    std::vector<std::string> headers;
    data::Records rows(text, ',');
    while (rows.next() && rows.line() < line) continue;
    for (const auto& cell : rows.cells()) headers.push_back(nfc(trimmed(data::unquoted(cell))));
    return headers;
}

bool is_read(const std::vector<std::string>& headers, std::uint32_t column,
             const data::Understood& understood) {
    return column < headers.size() && !headers[column].empty() &&
           std::ranges::find(understood.unused_columns, headers[column]) == understood.unused_columns.end();
}

}  // namespace

Diagnostics reports(const Table& table, const Source& source, const data::Understood& understood) {
    auto found = table.of_whole;
    const auto headers = headers_of(source.text(), understood.header_line);
    for (const auto& [kind, column, row, count, word] : table.remarks) {
        if (!is_read(headers, column, understood) || row < understood.header_line) continue;
        auto& report = found.emplace_back(
            Diagnostic{kind, {}, {source.name(), headers[column], std::int64_t{row}, count}, {}});
        if (!word.empty()) report.arguments.emplace_back(word);
    }
    return found;
}

}  // namespace accrue::sources
