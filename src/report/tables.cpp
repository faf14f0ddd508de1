#include "report/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/messages/computing.hpp"
#include "report/escapes.hpp"

namespace accrue::report {
namespace {

LinePlan copy_plan(const ResultTable& table) {
    LinePlan plan;
    for (const auto& column : table.columns) plan.cells.push_back({column.content, "\t"});
    plan.cells.back().behind = "\n";
    return plan;
}

std::string column_names(const ResultTable& table) {
    std::vector<std::string> names;
    for (const auto& column : table.columns) names.push_back(column.name);
    return fmt::format("{}", fmt::join(names, ", "));
}

using Length = std::uint64_t;

}  // namespace

std::vector<ResultTable> result_tables(const Outline& outline, const std::string& name) {
    std::vector<ResultTable> tables;
    for (const auto& level : outline.levels) {
        const auto own = outline.levels.size() == 1 ? "" : "_" + outline.scheme.levels[level.level].name;
        tables.push_back({name + own, result_columns(outline, level)});
    }
    return tables;
}

// Before the lines of each table stands how many bytes they are.
std::string table_lines(const std::vector<ResultTable>& tables, const Results& part, Fractions fractions) {
    const LineStyle style{.key = copy_field, .fractions = fractions};
    std::string text;
    for (std::size_t i = 0; i < tables.size(); ++i) {
        const auto begin = text.size();
        text.append(sizeof(Length), '\0');
        append_lines(text, part, part.levels[i], copy_plan(tables[i]), style);
        const Length length = text.size() - begin - sizeof(Length);
        std::memcpy(text.data() + begin, &length, sizeof length);
    }
    return text;
}

std::vector<std::string_view> lines_by_table(std::string_view formed) {
    std::vector<std::string_view> tables;
    while (!formed.empty()) {
        Length length = 0;
        std::memcpy(&length, formed.data(), sizeof length);
        tables.push_back(formed.substr(sizeof length, length));
        formed.remove_prefix(sizeof length + length);
    }
    return tables;
}

void each_row(std::string_view lines, const std::function<void(const std::vector<std::string>&)>& take) {
    std::vector<std::string> row;
    while (!lines.empty()) {
        const auto end = lines.find_first_of("\t\n");
        row.push_back(from_copy_field(lines.substr(0, end)));
        const bool is_last = lines[end] == '\n';
        lines.remove_prefix(end + 1);
        if (!is_last) continue;
        take(row);
        row.clear();
    }
}

TableWriter::TableWriter(std::vector<ResultTable> tables)
    : tables_(std::move(tables)), counts_(tables_.size()) {}

std::string TableWriter::formed(const Results& part) const {
    return table_lines(tables_, part, Fractions::refused);
}

void TableWriter::take(std::string formed) {
    const auto lines = lines_by_table(formed);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        counts_[i].rows += static_cast<std::uint64_t>(std::ranges::count(lines[i], '\n'));
        counts_[i].hash.add(lines[i]);
        if (!lines[i].empty()) insert(tables_[i], lines[i]);
    }
}

void TableWriter::finish() {
    for (std::size_t i = 0; i < tables_.size(); ++i)
        need_rows(tables_[i], rows_in(tables_[i]), counts_[i].rows);
}

std::vector<TableWriter::Written> TableWriter::written() const {
    std::vector<Written> written;
    for (std::size_t i = 0; i < tables_.size(); ++i)
        written.push_back({tables_[i].name, counts_[i].rows, counts_[i].hash.hex()});
    return written;
}

std::string quoted_name(std::string_view name) {
    std::string quoted = "\"";
    for (const char c : name) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string listed_names(const ResultTable& table) {
    std::vector<std::string> names;
    for (const auto& column : table.columns) names.push_back(quoted_name(column.name));
    return fmt::format("{}", fmt::join(names, ", "));
}

void need_same_columns(const ResultTable& table, const std::vector<ColumnThere>& there, Keeps keeps) {
    if (!std::ranges::equal(there, table.columns, {}, &ColumnThere::name, &ResultColumn::name)) {
        std::vector<std::string> names;
        for (const auto& column : there) names.push_back(column.name);
        throw Refused{{kind::table_has_other_columns,
                       {},
                       {table.name, fmt::format("{}", fmt::join(names, ", ")), column_names(table)},
                       {}}};
    }
    for (std::size_t i = 0; i < there.size(); ++i) {
        if (!keeps(table.columns[i].content, there[i].type)) refuse_type(table, there[i]);
    }
}

void refuse_type(const ResultTable& table, const ColumnThere& column) {
    throw Refused{{kind::column_changes_cells, {}, {table.name, column.name, column.type}, {}}};
}

void need_rows(const ResultTable& table, std::uint64_t there, std::uint64_t written) {
    if (there == written) return;
    throw Refused{{kind::table_has_other_rows,
                   {},
                   {table.name, static_cast<std::int64_t>(there), static_cast<std::int64_t>(written)},
                   {}}};
}

}  // namespace accrue::report
