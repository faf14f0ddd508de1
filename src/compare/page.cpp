// The report as a page: its answer on top, then the reader's questions, each with its tables and pictures.

#include <fmt/format.h>

#include <algorithm>

#include "base/messages/phrases/comparing.hpp"
#include "base/text.hpp"
#include "compare/pictures.hpp"
#include "compare/report.hpp"
#include "compare/shown_cell.hpp"
#include "report/chart.hpp"
#include "report/html.hpp"

namespace accrue::compare {
namespace {

namespace html = report::html;

constexpr std::size_t long_table = 14;  // rows from which on a table is folded away below its picture
constexpr std::size_t most_beside = 4;  // schemes that stand beside each other in the box on top
constexpr std::size_t short_text = 14;  // texts up to that width are not broken
constexpr std::size_t wordy_text = 60;  // wider ones have room of their own on any screen

// The heading above a table says what its caption says: the caption is for those who are read to.
constexpr std::string_view style = R"(.opening{font-size:1.15rem}
.short{background:var(--panel);border:1px solid var(--line);border-radius:.5rem;padding:.25rem 1rem 1rem;margin:1rem 0}
.short h2,.short h3{margin:.75rem 0 .25rem}
nav>ul{columns:22rem 2}nav>ul>li{break-inside:avoid}
th[scope=row]{position:sticky;left:0;background:var(--ground)}.short th[scope=row]{background:var(--panel)}
nav ul{margin:.25rem 0 .75rem;padding-left:1.25rem}
nav li{margin:.15rem 0}
h2{margin-top:2.5rem;padding-top:.5rem;border-top:2px solid var(--line);font-size:1.3rem}
.short h2,nav h2{border:0;padding:0}
h3{font-size:1.1rem;margin-top:1.75rem}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.wide{position:relative}
td.unbroken{white-space:nowrap}
thead th{min-width:4.5rem}thead th.amount{white-space:normal}
th:first-child{min-width:7rem}
.repeat{font-size:.875rem}
@media screen{td:not([class]){min-width:9rem}}
@media print{details::details-content{content-visibility:visible;block-size:auto}summary{display:none}nav{display:none}th[scope=row]{position:static;background:none}h2{break-before:auto}.short{border-color:#999}}
@media(max-width:30rem){nav ul ul{display:none}table{font-size:.82rem}th:first-child{min-width:5.5rem}
thead th{min-width:3.5rem}.short{padding:.25rem .6rem .75rem}h2{font-size:1.2rem}}
)";

std::size_t widest_text(const Finding& finding, std::size_t column) {
    std::size_t widest = 0;
    for (const auto& cells : finding.rows)
        widest = std::max(widest, display_width(shown(cells[column], finding.columns[column].holds)));
    return widest;
}

html::Align align_of(const Finding& finding, std::size_t column) {
    if (is_number(finding.columns[column].holds)) return html::Align::amount;
    const auto widest = column == 0 ? wordy_text : widest_text(finding, column);
    return widest <= short_text  ? html::Align::unbroken
           : widest > wordy_text ? html::Align::wordy
                                 : html::Align::text;
}

html::Markup table(const Finding& finding) {
    html::Table table{.caption = finding.title, .columns = {}, .rows = {}};
    for (std::size_t i = 0; i < finding.columns.size(); ++i)
        table.columns.push_back({finding.columns[i].title, align_of(finding, i)});
    for (const auto& cells : finding.rows) {
        std::vector<html::Markup> row;
        for (std::size_t i = 0; i < cells.size(); ++i)
            row.push_back(html::words_and_code(shown(cells[i], finding.columns[i].holds)));
        table.rows.push_back(std::move(row));
    }
    return html::table(table);
}

html::Markup soft(const html::Markup& content) {
    return html::element("p", content, "class=\"soft\"");
}

html::Markup repeated(const Finding& finding) {
    return html::element("p",
                         html::plain(phrase(say::compare_repeat) + " ") +
                             html::code("accrue compare … --table " + finding.name),
                         "class=\"soft repeat\"");
}

html::Markup section(const Finding& finding, const std::string& currency) {
    html::Markup content;
    if (!finding.sentence.empty()) content += html::paragraph(html::words_and_code(finding.sentence));
    const auto svg = picture(finding, currency);
    if (!svg.empty()) content += html::element("figure", {svg});
    if (!finding.rows.empty()) {
        const bool is_long = finding.rows.size() >= long_table && !svg.empty();
        content += is_long ? html::foldable(html::Fold::closed, html::plain(phrase(say::compare_as_table)),
                                            table(finding))
                           : table(finding);
    }
    if (!finding.note.empty()) content += soft(html::words_and_code(finding.note));
    if (!finding.rows.empty()) content += repeated(finding);
    return html::section(3, finding.title, content, "f-" + id_of(finding));
}

std::string place_of(std::size_t chapter) {
    return fmt::format("q-{}", chapter + 1);
}

html::Markup cautions(const Report& report) {
    html::Markup list;
    for (const auto& caution : report.cautions) list += html::element("li", html::words_and_code(caution));
    return html::element("ul", list);
}

// A column a scheme, a row a measure: schemes are few, and a phone is narrow.
html::Markup turned(const Finding& finding) {
    html::Table table{
        .caption = finding.title, .columns = {{finding.columns[0].title, html::Align::text}}, .rows = {}};
    for (const auto& cells : finding.rows)
        table.columns.push_back({shown(cells[0], Holds::text), html::Align::amount});
    for (std::size_t i = 1; i < finding.columns.size(); ++i) {
        std::vector<html::Markup> row{html::words(finding.columns[i].title)};
        for (const auto& cells : finding.rows)
            row.push_back(html::words(shown(cells[i], finding.columns[i].holds)));
        table.rows.push_back(std::move(row));
    }
    return html::table(table);
}

// What most readers need, in a box: the first chapter, without a heading of its own for its only table.
html::Markup in_short(const Report& report) {
    html::Markup content;
    for (const auto& finding : report.findings_of(0)) {
        content += finding.rows.size() <= most_beside ? turned(finding) : table(finding);
        if (!finding.note.empty()) content += soft(html::words_and_code(finding.note));
        content += repeated(finding);
    }
    content += html::section(3, phrase(say::compare_cautions), cautions(report));
    return html::element(
        "section", html::element("h2", html::plain(report.chapters.front().title), "id=\"q-1\"") + content,
        "class=\"short\"");
}

html::Markup contents(const Report& report) {
    html::Markup list;
    for (std::size_t i = 1; i < report.chapters.size(); ++i) {
        html::Markup inner;
        for (const auto& finding : report.findings_of(i))
            inner +=
                html::element("li", html::link("#f-" + id_of(finding), html::words_and_code(finding.title)));
        list += html::element("li", html::link("#" + place_of(i), html::plain(report.chapters[i].title)) +
                                        html::element("ul", inner));
    }
    return html::element("nav",
                         html::element("h2", html::plain(phrase(say::compare_contents)), "id=\"contents\"") +
                             html::element("ul", list),
                         "aria-labelledby=\"contents\"");
}

html::Markup chapters(const Report& report) {
    html::Markup all;
    for (std::size_t i = 1; i < report.chapters.size(); ++i) {
        html::Markup content;
        for (const auto& finding : report.findings_of(i)) content += section(finding, report.currency);
        all += html::section(2, report.chapters[i].title, content, place_of(i));
    }
    return all;
}

html::Markup footer(const Report& report) {
    html::Markup text;
    if (!report.command.empty())
        text += html::paragraph(html::plain(phrase(say::compare_command) + " ") + html::code(report.command));
    return text +
           html::paragraph(html::words_and_code(phrase(say::compare_how, "`--json`, `--table`, `--xlsx`")));
}

}  // namespace

std::string to_html(const Report& report) {
    return html::page(
        {.title = phrase(say::compare_title),
         .header = html::element("p", html::words_and_code(report.opening), "class=\"opening\""),
         .content = in_short(report) + contents(report) + chapters(report),
         .footer = footer(report),
         .style = report::chart::style() + std::string(style)});
}

}  // namespace accrue::compare
