// The report for machines: JSON of every table, CSV of one.

#include <nlohmann/json.hpp>

#include "base/json_document.hpp"
#include "compare/report.hpp"
#include "compare/shown_cell.hpp"
#include "report/escapes.hpp"

namespace accrue::compare {
namespace {

using Json = nlohmann::ordered_json;

std::string_view name_of(Holds holds) {
    switch (holds) {
        case Holds::text:
            return "text";
        case Holds::amount:
            return "amount";
        case Holds::percent:
        case Holds::rate:
            return "fraction";
        case Holds::count:
            return "count";
        case Holds::measure:
            return "number";
    }
    return "";
}

Json json_of(const Finding& finding) {
    Json columns = Json::array(), rows = Json::array();
    for (const auto& column : finding.columns)
        columns.push_back({{"name", column.name}, {"title", column.title}, {"holds", name_of(column.holds)}});
    for (const auto& cells : finding.rows) {
        Json row = Json::array();
        for (const auto& cell : cells)
            row.push_back(std::holds_alternative<std::monostate>(cell) ? Json() : Json(exact(cell)));
        rows.push_back(std::move(row));
    }
    return {{"name", finding.name}, {"title", finding.title}, {"sentence", finding.sentence},
            {"note", finding.note}, {"columns", columns},     {"rows", rows}};
}

std::string csv_line(const std::vector<std::string>& cells) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i)
        text += (i == 0 ? "" : ",") + report::csv_field(cells[i], ',');
    return text + "\n";
}

}  // namespace

std::string to_json(const Report& report) {
    Json tables = Json::array();
    for (const auto& finding : report.findings) tables.push_back(json_of(finding));
    const Json all{{"schema", "accrue.comparison/1"},
                   {"opening", report.opening},
                   {"cautions", report.cautions},
                   {"currency", report.currency},
                   {"tables", tables}};
    return json_document(all);
}

std::string to_csv(const Finding& finding) {
    std::vector<std::string> head;
    for (const auto& column : finding.columns) head.push_back(report::defused(column.name));
    auto text = csv_line(head);
    for (const auto& cells : finding.rows) {
        std::vector<std::string> texts;
        for (const auto& cell : cells)
            texts.push_back(std::holds_alternative<std::string>(cell) ? report::defused(exact(cell))
                                                                      : exact(cell));
        text += csv_line(texts);
    }
    return text;
}

}  // namespace accrue::compare
