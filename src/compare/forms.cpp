// The report on a terminal, and for machines.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/phrase.hpp"
#include "base/text.hpp"
#include "compare/report.hpp"
#include "compare/shown_cell.hpp"
#include "explain/filled_lines.hpp"
#include "number/decimal.hpp"
#include "number/rounding.hpp"
#include "report/escapes.hpp"
#include "report/text_table.hpp"

namespace accrue::compare {
namespace {

using Json = nlohmann::ordered_json;

std::string shown_number(const Exact& value, Holds holds) {
    switch (holds) {
        case Holds::text:
        case Holds::amount:
            return money_text(value);
        case Holds::percent:
            return to_people(rounded(value * 100, Rounding::half_up, Exact::ratio(1, 100)),
                             {.least = 2, .most = 2}) +
                   " %";
        case Holds::count:
            return to_people(value);
        case Holds::measure:
            return to_people(rounded(value, Rounding::half_up, Exact::ratio(1, 1000)),
                             {.least = 3, .most = 3});
    }
    return "";
}

std::string paragraph(const std::string& text, std::size_t width, const std::string& indent = "") {
    explain::FilledLines lines(indent, indent, width);
    lines.flow(text);
    return std::move(lines).text().erase(indent.size(), 1);  // the blank before the first word
}

report::TextTable table_of(const Finding& finding, const std::vector<std::size_t>& columns) {
    std::vector<report::Align> aligns;
    std::vector<std::string> titles;
    for (const auto i : columns) {
        const auto& column = finding.columns[i];
        aligns.push_back(is_number(column.holds) ? report::Align::right : report::Align::left);
        titles.push_back(printable(column.title));
    }
    report::TextTable table(aligns);
    table.row(titles);
    table.line();
    for (const auto& cells : finding.rows) {
        std::vector<std::string> texts;
        for (const auto i : columns) texts.push_back(printable(shown(cells[i], finding.columns[i].holds)));
        table.row(texts);
    }
    return table;
}

// Row by row, each cell in its own line: for tables whose texts are too wide.
std::string listed(const Finding& finding, std::size_t width) {
    std::string text;
    for (const auto& cells : finding.rows) {
        text += paragraph(printable(shown(cells[0], finding.columns[0].holds)), width, "  ");
        for (std::size_t i = 1; i < cells.size(); ++i) {
            if (std::holds_alternative<std::monostate>(cells[i])) continue;
            text += paragraph(
                printable(finding.columns[i].title + ": " + shown(cells[i], finding.columns[i].holds)), width,
                "    ");
        }
    }
    return text;
}

bool is_wide_text(const Finding& finding, std::size_t column) {
    constexpr std::size_t wide = 28;
    return column > 0 && finding.columns[column].holds == Holds::text &&
           std::ranges::any_of(finding.rows, [&](const auto& cells) {
               return display_width(shown(cells[column], Holds::text)) > wide;
           });
}

// A table where it fits; else a few columns at a time, each with the first; wide texts stand below it.
std::string shown_table(const Finding& finding, std::size_t width) {
    const auto all = finding.columns.size();
    for (std::size_t i = 1; i < all; ++i)
        if (is_wide_text(finding, i)) return listed(finding, width);
    std::string text;
    for (std::size_t begin = 1; begin < all;) {
        std::vector<std::size_t> columns{0, begin};
        auto next = begin + 1;
        for (; next < all; ++next) {
            columns.push_back(next);
            if (table_of(finding, columns).width() <= width) continue;
            columns.pop_back();
            break;
        }
        text += (text.empty() ? "" : "\n") + table_of(finding, columns).text();
        begin = next;
    }
    return text;
}

Json json_of(const Finding& finding) {
    Json columns = Json::array(), rows = Json::array();
    constexpr std::string_view names[] = {"text", "amount", "fraction", "count", "number"};
    for (const auto& column : finding.columns)
        columns.push_back({{"name", column.name},
                           {"title", column.title},
                           {"holds", names[static_cast<std::size_t>(column.holds)]}});
    for (const auto& cells : finding.rows) {
        Json row = Json::array();
        for (const auto& cell : cells)
            row.push_back(std::holds_alternative<std::monostate>(cell) ? Json() : Json(exact(cell)));
        rows.push_back(std::move(row));
    }
    return {{"name", finding.name}, {"title", finding.title}, {"sentence", finding.sentence},
            {"note", finding.note}, {"columns", columns},     {"rows", rows}};
}

}  // namespace

std::string shown(const Cell& cell, Holds holds) {
    const overloaded words{[](std::monostate) { return std::string("—"); },
                           [&](const Exact& value) { return shown_number(value, holds); },
                           [](const std::string& text) { return text; }};
    return std::visit(words, cell);
}

std::string exact(const Cell& cell) {
    const overloaded words{[](std::monostate) { return std::string(); },
                           [](const Exact& value) { return to_machine(value); },
                           [](const std::string& text) { return text; }};
    return std::visit(words, cell);
}

std::string to_text(const Report& report, std::size_t width) {
    std::string text = paragraph(printable(report.opening), width) + "\n";
    for (const auto& caution : report.cautions) text += paragraph(printable(caution), width);
    for (const auto& finding : report.findings) {
        text += "\n" + paragraph(printable(finding.title), width);
        if (!finding.sentence.empty()) text += paragraph(printable(finding.sentence), width);
        if (!finding.rows.empty()) text += "\n" + shown_table(finding, width);
        if (!finding.note.empty()) text += "\n" + paragraph(printable(finding.note), width);
    }
    return text;
}

std::string to_json(const Report& report) {
    Json tables = Json::array();
    for (const auto& finding : report.findings) tables.push_back(json_of(finding));
    const Json all{{"schema", "accrue.comparison/1"},
                   {"opening", report.opening},
                   {"cautions", report.cautions},
                   {"currency", report.currency},
                   {"tables", tables}};
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string to_csv(const Finding& finding) {
    const auto line = [](const std::vector<std::string>& cells) {
        std::string text;
        for (std::size_t i = 0; i < cells.size(); ++i)
            text += (i == 0 ? "" : ",") + report::csv_field(cells[i], ',');
        return text + "\n";
    };
    std::vector<std::string> head;
    for (const auto& column : finding.columns) head.push_back(column.name);
    auto text = line(head);
    for (const auto& cells : finding.rows) {
        std::vector<std::string> texts;
        for (const auto& cell : cells)
            texts.push_back(std::holds_alternative<std::string>(cell) ? report::defused(exact(cell))
                                                                      : exact(cell));
        text += line(texts);
    }
    return text;
}

}  // namespace accrue::compare
