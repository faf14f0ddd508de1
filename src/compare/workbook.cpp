#include "compare/workbook.hpp"

#include <algorithm>

#include "base/messages/phrases/comparing.hpp"
#include "base/text.hpp"
#include "compare/broken_lines.hpp"
#include "compare/shown_cell.hpp"
#include "number/rounding.hpp"

namespace accrue::compare {
namespace {

using report::CellAt;
using report::Look;
using report::Sheet;
using report::SheetCell;
using report::SheetChart;
using report::Wording;

constexpr std::size_t prose_width = 100;  // of a line that is nobody's cell, in characters
constexpr double least_width = 12, most_width = 60;

void put(Sheet& sheet, CellAt at, const std::string& text, Wording wording = Wording::plain) {
    if (!text.empty()) sheet.cells[at] = {.text = printable(text), .wording = wording};
}

// ---------------------------------------------------------------- cells

core::Type type_of(Holds holds) {
    return {.kind = holds == Holds::amount ? core::TypeKind::money : core::TypeKind::number, .currency = ""};
}

// How many digits behind the point such a column shows; amounts show all that they have.
std::optional<int> digits_of(Holds holds) {
    switch (holds) {
        case Holds::percent:
            return 2;
        case Holds::measure:
            return 3;
        case Holds::count:
            return 0;
        case Holds::amount:
        case Holds::rate:
        case Holds::text:
            break;
    }
    return std::nullopt;
}

bool is_percent(Holds holds) {
    return holds == Holds::percent || holds == Holds::rate;
}

// A number that a sheet would change is a text; a fraction that does not end is rounded, as no text holds it
// either.
SheetCell number_cell(const Exact& value, Holds holds) {
    const bool ends = value.decimal_digits().has_value();
    const Exact kept = ends ? value : rounded(value, Rounding::half_up, Exact::scaled(1, 6));
    if (!report::is_exact_in_sheet(kept)) return {.text = shown(value, holds), .is_right = true};
    auto digits = digits_of(holds);
    if (holds == Holds::amount && !ends) digits = 2;
    if (holds == Holds::count && value.decimal_digits() != 0) digits = std::nullopt;
    return {.value = kept,
            .look = {.type = type_of(holds), .as_percent = is_percent(holds), .digits = digits}};
}

SheetCell cell_of(const Cell& cell, Holds holds) {
    if (const auto* value = std::get_if<Exact>(&cell)) return number_cell(*value, holds);
    constexpr std::size_t long_text = 60;
    auto text = printable(shown(cell, holds));
    const bool is_long = display_width(text) > long_text;
    return {.text = std::move(text), .is_wrapped = is_long};
}

// A paragraph in as many rows as it takes; the row behind it.
std::size_t put_prose(Sheet& sheet, std::size_t row, const std::string& text,
                      Wording wording = Wording::plain) {
    if (text.empty()) return row;
    for (const auto& line : broken_lines(printable(text), prose_width)) put(sheet, {row++, 0}, line, wording);
    return row;
}

// Its headings stand in row `head`.
void put_table(Sheet& sheet, const Finding& finding, std::size_t head) {
    for (std::size_t i = 0; i < finding.columns.size(); ++i) {
        auto widest = static_cast<double>(display_width(finding.columns[i].title));
        sheet.cells[{head, i}] = {.text = printable(finding.columns[i].title),
                                  .wording = Wording::heading,
                                  .indent = i > 0 && !is_number(finding.columns[i].holds) ? 1 : 0,
                                  .is_right = is_number(finding.columns[i].holds)};
        for (std::size_t row = 0; row < finding.rows.size(); ++row) {
            const auto& cell = finding.rows[row][i];
            const auto holds = finding.columns[i].holds;
            widest = std::max(widest, static_cast<double>(display_width(shown(cell, holds))));
            sheet.cells[{head + 1 + row, i}] = cell_of(cell, holds);
            if (i > 0 && !is_number(holds)) sheet.cells[{head + 1 + row, i}].indent = 1;
        }
        sheet.widths.push_back(std::clamp(widest + 2, least_width, most_width));
    }
}

// ---------------------------------------------------------------- charts

std::string number_format(const Finding& finding, const std::vector<std::size_t>& drawn) {
    return is_percent(finding.columns[drawn.front()].holds) ? "0.0%" : "#,##0";
}

SheetChart chart_of(const Finding& finding, const std::string& currency, std::size_t head) {
    const auto drawn = drawn_columns(finding);
    SheetChart chart{.title = printable(finding.title),
                     .x_title = printable(finding.columns[0].title),
                     .y_title = finding.columns[drawn.front()].holds == Holds::amount ? currency : "",
                     .description = printable(finding.title + ". " + finding.sentence),
                     .number_format = number_format(finding, drawn),
                     .head = head,
                     .first = head + 1,
                     .last = head + finding.rows.size(),
                     .series = {},
                     .at = {head + finding.rows.size() + 2, 0}};
    const bool has_numbers = finding.columns[0].holds != Holds::text;
    if (finding.picture == Picture::lines)
        chart.kind = has_numbers ? SheetChart::Kind::points : SheetChart::Kind::lines;
    if (finding.picture == Picture::waterfall) chart.kind = SheetChart::Kind::stacked;
    for (const auto column : drawn) chart.series.push_back({.column = column});
    return chart;
}

// A waterfall is a stack whose lowest part is not seen: its parts stand in columns beside the table.
struct Part {
    Exact below, total, less, more;
};
std::vector<Part> parts_of(const Finding& finding) {
    std::vector<Part> parts;
    Exact level = 0;
    for (std::size_t i = 0; i < finding.rows.size(); ++i) {
        const auto& value = std::get<Exact>(finding.rows[i][1]);
        if (i == 0 || i + 1 == finding.rows.size()) {
            parts.push_back({.below = 0, .total = value, .less = 0, .more = 0});
            level = value;
            continue;
        }
        const Exact next = level + value;
        parts.push_back({.below = smaller(level, next),
                         .total = 0,
                         .less = value.sign() < 0 ? -value : Exact(0),
                         .more = value.sign() > 0 ? value : Exact(0)});
        level = next;
    }
    return parts;
}

void put_waterfall(Sheet& sheet, const Finding& finding, SheetChart& chart) {
    constexpr std::size_t beside = 3;  // an empty column between the table and its parts
    const Phrase heads[] = {say::compare_drawn_base, say::compare_drawn_total, say::compare_drawn_less,
                            say::compare_drawn_more};
    put(sheet, {chart.head - 1, beside}, phrase(say::compare_book_drawn), Wording::soft);
    for (std::size_t i = 0; i < std::size(heads); ++i)
        put(sheet, {chart.head, beside + i}, phrase(heads[i]), Wording::soft);
    const auto parts = parts_of(finding);
    for (std::size_t row = 0; row < parts.size(); ++row) {
        const Exact* const values[] = {&parts[row].below, &parts[row].total, &parts[row].less,
                                       &parts[row].more};
        for (std::size_t i = 0; i < std::size(values); ++i)
            sheet.cells[{chart.first + row, beside + i}] = number_cell(*values[i], Holds::amount);
    }
    sheet.widths.resize(beside + std::size(heads), least_width);
    chart.series = {{.column = beside, .is_hidden = true},
                    {.column = beside + 1},
                    {.column = beside + 2},
                    {.column = beside + 3}};
}

// ---------------------------------------------------------------- sheets

Sheet sheet_of(const Finding& finding, const std::string& name, const std::string& front,
               const std::string& currency) {
    Sheet sheet{.name = name, .cells = {}, .outline = {}, .widths = {}};
    auto row = put_prose(sheet, 0, finding.title, Wording::heading);
    row = put_prose(sheet, row, finding.sentence);
    row = put_prose(sheet, row, finding.note, Wording::soft);
    sheet.cells[{row++, 0}] = {.text = phrase(say::compare_book_back), .link = front};
    const auto head = row + 1;
    sheet.frozen_rows = head + 1;
    put_table(sheet, finding, head);
    if (drawn_columns(finding).empty()) return sheet;
    auto chart = chart_of(finding, currency, head);
    if (finding.picture == Picture::waterfall) put_waterfall(sheet, finding, chart);
    sheet.charts.push_back(std::move(chart));
    return sheet;
}

// The answer, what it does not say, and where each table is.
class Front {
  public:
    Front(const Report& report, std::string name) : report_(report) {
        sheet_ = {.name = std::move(name), .cells = {}, .outline = {}, .widths = {80, 20}};
        line(phrase(say::compare_title), Wording::heading);
        prose(report_.opening);
        ++row_;
        line(phrase(say::compare_cautions), Wording::heading);
        for (const auto& caution : report_.cautions) prose(caution);
        prose(phrase(say::compare_book_exact));
        ++row_;
        line(phrase(say::compare_book_tables), Wording::heading);
    }
    // In the order of the report's findings.
    Sheet made(const std::vector<std::string>& names) {
        std::size_t at = 0;
        for (std::size_t i = 0; i < report_.chapters.size(); ++i) {
            line(report_.chapters[i].title, Wording::soft);
            for (const auto& finding : report_.findings_of(i)) {
                const auto& name = names[at++];
                sheet_.cells[{row_, 0}] = {.text = printable(finding.title), .indent = 1, .link = name};
                put(sheet_, {row_++, 1}, name, Wording::soft);
            }
        }
        ++row_;
        if (!report_.command.empty()) prose(phrase(say::compare_command) + " " + report_.command);
        return std::move(sheet_);
    }

  private:
    void line(const std::string& text, Wording wording) { row_ = put_prose(sheet_, row_, text, wording); }
    void prose(const std::string& text) { row_ = put_prose(sheet_, row_, text); }

    const Report& report_;
    Sheet sheet_;
    std::size_t row_ = 0;
};

}  // namespace

std::vector<Sheet> sheets_of(const Report& report) {
    std::set<std::string> taken;
    const auto front = report::sheet_name(phrase(say::compare_book_front), taken);
    std::vector<std::string> names;
    for (const auto& finding : report.findings) names.push_back(report::sheet_name(finding.name, taken));
    std::vector<Sheet> sheets{Front(report, front).made(names)};
    for (std::size_t i = 0; i < names.size(); ++i)
        sheets.push_back(sheet_of(report.findings[i], names[i], front, report.currency));
    return sheets;
}

std::string to_workbook(const Report& report) {
    return report::workbook_of(sheets_of(report));
}

}  // namespace accrue::compare
