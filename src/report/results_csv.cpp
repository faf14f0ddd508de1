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

std::vector<ComponentColumn> component_columns(const Results& results) {
    const auto digits = money_digits(results.scheme);
    std::vector<ComponentColumn> columns;
    for (const auto& pay : results.scheme.pays) {
        columns.push_back({"," + field(pay.component) + ",",
                           AmountWriter(results.run.definitions[pay.amount.value], digits)});
    }
    return columns;
}

}  // namespace

void write_csv(std::ostream& out, const Results& results) {
    const auto columns = component_columns(results);
    const auto line_end = "," + field(results.scheme.currency) + "\n";
    std::string text = field(results.key_name) + ",month,component,amount,currency\n";
    for (const auto row : results.rows) {
        const auto place = field(results.history.key(row)) + "," + to_text(results.history.rows[row].month);
        for (const auto& column : columns) {
            text += place;
            text += column.name;
            column.amounts.append(text, row);
            text += line_end;
        }
        if (text.size() < block) continue;
        out << text;
        text.clear();
    }
    out << text;
}

}  // namespace accrue::report
