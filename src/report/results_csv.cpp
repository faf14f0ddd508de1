#include <algorithm>
#include <ostream>

#include "report/write_results.hpp"

namespace accrue::report {
namespace {

constexpr std::size_t block = 1 << 16;  // bytes written at once

std::string field(std::string_view text) {
    const bool plain = text.find_first_of(",\"\r\n") == std::string_view::npos;
    if (plain) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

struct ComponentColumn {
    std::string name;  // `,salary,`
    AmountWriter amounts;
};

std::vector<ComponentColumn> component_columns(const Results& results, const LevelResults& level) {
    const auto digits = money_digits(results.scheme);
    std::vector<ComponentColumn> columns;
    for (const auto& pay : level.pays) {
        columns.push_back({"," + field(pay.component) + ",",
                           AmountWriter(results.run.definitions[pay.amount.value], digits)});
    }
    return columns;
}

// The levels whose keys have a column: those that name the rows of any level that is paid.
std::vector<core::LevelId> key_columns(const Results& results) {
    std::vector<core::LevelId> columns;
    for (auto i = results.scheme.levels.size(); i > 0; --i) {
        const core::LevelId level(i - 1);
        const auto names_rows = [&](const LevelResults& each) {
            return std::ranges::find(each.keyed, level) != each.keyed.end();
        };
        if (std::ranges::any_of(results.levels, names_rows)) columns.push_back(level);
    }
    return columns;
}

std::string header(const Results& results, const std::vector<core::LevelId>& keys) {
    std::string text = results.levels.size() > 1 ? "level," : "";
    for (const auto level : keys) text += field(key_name(results, level)) + ",";
    return text + std::string(unit_name(results.scheme)) + ",component,amount,currency\n";
}

std::string place(const Results& results, const std::vector<core::LevelId>& keys, data::RowId row) {
    const auto& scheme = results.scheme;
    const auto& at = results.history.rows[row];
    std::string text = results.levels.size() > 1 ? field(scheme.levels[at.level].name) + "," : "";
    for (const auto level : keys) text += field(key_above(results, row, level)) + ",";
    return text + scheme.calendar.to_text(at.period);
}

}  // namespace

void write_csv(std::ostream& out, const Results& results) {
    const auto keys = key_columns(results);
    const auto line_end = "," + field(results.scheme.currency) + "\n";
    auto text = header(results, keys);
    for (const auto& level : results.levels) {
        const auto columns = component_columns(results, level);
        for (const auto row : level.rows) {
            const auto here = place(results, keys, row);
            for (const auto& column : columns) {
                text += here;
                text += column.name;
                column.amounts.append(text, row);
                text += line_end;
            }
            if (text.size() < block) continue;
            out << text;
            text.clear();
        }
    }
    out << text;
}

}  // namespace accrue::report
