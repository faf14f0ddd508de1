// The report as a page, with its pictures.

#include <fmt/format.h>

#include "base/messages/phrases/comparing.hpp"
#include "compare/report.hpp"
#include "compare/shown_cell.hpp"
#include "report/chart.hpp"
#include "report/html.hpp"

namespace accrue::compare {
namespace {

namespace html = report::html;
namespace chart = report::chart;

constexpr std::size_t long_table = 14;  // rows from which on a table is folded away below its picture

const Exact* number_of(const Cell& cell) {
    return std::get_if<Exact>(&cell);
}

std::vector<std::size_t> drawn_columns(const Finding& finding) {
    std::vector<std::size_t> columns;
    for (std::size_t i = 1; i < finding.columns.size(); ++i)
        if (finding.columns[i].holds == finding.drawn) columns.push_back(i);
    if (finding.name == "costs") columns.resize(1);
    return columns;
}

std::vector<std::string> places(const Finding& finding) {
    std::vector<std::string> names;
    for (const auto& cells : finding.rows) names.push_back(shown(cells[0], finding.columns[0].holds));
    return names;
}

// For those who do not see the picture: its first and last place.
std::string described(const Finding& finding) {
    std::string text;
    for (const auto column : drawn_columns(finding)) {
        const auto& holds = finding.columns[column].holds;
        text += fmt::format("{}{}: {} {} … {} {}", text.empty() ? "" : "; ", finding.columns[column].title,
                            shown(finding.rows.front()[0], finding.columns[0].holds),
                            shown(finding.rows.front()[column], holds),
                            shown(finding.rows.back()[0], finding.columns[0].holds),
                            shown(finding.rows.back()[column], holds));
    }
    return text;
}

std::string id_of(const Finding& finding) {
    std::string id = finding.name;
    for (auto& c : id)
        if (c == '_') c = '-';
    return id;
}

chart::Axis axis_of(const Finding& finding, const std::string& currency) {
    const bool is_money = finding.drawn == Holds::amount;
    return {.caption = is_money ? currency : "", .unit = is_money ? chart::Unit::money : chart::Unit::things};
}

std::string bars(const Finding& finding, const std::string& currency) {
    chart::BarChart picture{.caption = {id_of(finding), finding.title, described(finding)},
                            .y = axis_of(finding, currency),
                            .categories = places(finding),
                            .series = {}};
    for (const auto column : drawn_columns(finding)) {
        chart::Series series{.name = finding.columns[column].title, .values = {}};
        for (const auto& cells : finding.rows) {
            const auto* value = number_of(cells[column]);
            series.values.push_back(value == nullptr ? std::nullopt : std::optional(*value));
        }
        picture.series.push_back(std::move(series));
    }
    return chart::svg(picture);
}

std::string lines(const Finding& finding, const std::string& currency) {
    chart::LineChart picture{.caption = {id_of(finding), finding.title, described(finding)},
                             .x = {.caption = finding.columns[0].title},
                             .y = axis_of(finding, currency)};
    const bool has_numbers = finding.columns[0].holds != Holds::text;
    if (has_numbers) {
        picture.x = {.caption = finding.columns[0].title + ", " + currency,
                     .unit = chart::Unit::money,
                     .zero = chart::Axis::Zero::if_near};
    } else {
        picture.x_names = places(finding);
    }
    for (const auto column : drawn_columns(finding)) {
        std::vector<chart::Point> points;
        for (std::size_t i = 0; i < finding.rows.size(); ++i) {
            const auto* value = number_of(finding.rows[i][column]);
            if (value == nullptr) continue;
            const auto x = has_numbers ? *number_of(finding.rows[i][0]) : Exact(static_cast<std::int64_t>(i));
            points.push_back({x, *value});
        }
        picture.lines.push_back(chart::joined(finding.columns[column].title, points));
    }
    return chart::svg(picture);
}

html::Markup picture(const Finding& finding, const std::string& currency) {
    if (finding.rows.empty() || finding.picture == Picture::none) return {};
    const auto svg = finding.picture == Picture::lines ? lines(finding, currency) : bars(finding, currency);
    return html::element("div", html::element("figure", {svg}), "class=\"wide\"");
}

html::Markup table(const Finding& finding) {
    html::Table table{.caption = finding.title, .columns = {}, .rows = {}};
    for (const auto& column : finding.columns)
        table.columns.push_back(
            {column.title, is_number(column.holds) ? html::Align::amount : html::Align::text});
    for (const auto& cells : finding.rows) {
        std::vector<html::Markup> row;
        for (std::size_t i = 0; i < cells.size(); ++i)
            row.push_back(html::words(shown(cells[i], finding.columns[i].holds)));
        table.rows.push_back(std::move(row));
    }
    return html::table(table);
}

html::Markup section(const Finding& finding, const std::string& currency) {
    html::Markup content;
    if (!finding.sentence.empty()) content += html::paragraph(html::words(finding.sentence));
    content += picture(finding, currency);
    if (!finding.rows.empty()) {
        const bool is_long = finding.rows.size() >= long_table && finding.picture != Picture::none;
        content += is_long ? html::foldable(html::Fold::closed, html::plain(finding.title), table(finding))
                           : table(finding);
    }
    if (!finding.note.empty()) content += html::element("p", html::words(finding.note), "class=\"soft\"");
    return html::section(2, finding.title, content, "f-" + id_of(finding));
}

}  // namespace

std::string to_html(const Report& report) {
    html::Markup content, cautions;
    for (const auto& finding : report.findings) content += section(finding, report.currency);
    for (const auto& caution : report.cautions) cautions += html::paragraph(html::words(caution));
    return html::page(
        {.title = phrase(say::compare_title),
         .header = html::element("p", html::words(report.opening), "class=\"opening\"") + cautions,
         .content = content,
         .footer = html::paragraph(html::words(phrase(say::compare_how, "`--json`, `--table`"))),
         .style = chart::style() + ".opening{font-size:1.15rem}\n"});
}

}  // namespace accrue::compare
