#include "report/html.hpp"

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/language.hpp"
#include "base/text.hpp"

namespace accrue::report::html {
namespace {

// Colours in pairs for light and dark, with a contrast of 4.5 : 1 and more for every text on its ground.
// `--series-…` are for lines and bars and differ also in lightness, for those who do not see colours.
constexpr std::string_view style = R"(:root{color-scheme:light dark;
--ink:#1b1f24;--soft:#57606a;--ground:#fff;--panel:#f5f7f9;--line:#d3d9df;--good:#116329;--bad:#a40e26;--link:#0550ae;
--series-1:#0550ae;--series-2:#bc4c00;--series-3:#1a7f37;--series-4:#8250df;--series-5:#9a6700;--series-6:#57606a}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ed;--soft:#9da7b1;--ground:#14171b;--panel:#1d2228;--line:#3a424b;
--good:#56d364;--bad:#ff8f87;--link:#79b8ff;
--series-1:#79b8ff;--series-2:#f0a05a;--series-3:#56d364;--series-4:#c9a5ff;--series-5:#e3c04d;--series-6:#9da7b1}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:70rem;padding:1.5rem 1rem 3rem;color:var(--ink);background:var(--ground);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",Arial,sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .5rem}
h2{font-size:1.2rem;margin:2rem 0 .5rem}
h3{font-size:1rem;margin:1.25rem 0 .25rem}
p{margin:.5rem 0}
a{color:var(--link)}
code{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;font-size:.9em}
.amount{white-space:nowrap;text-align:right}
.soft,footer,figcaption,caption,dt{color:var(--soft)}
.good{color:var(--good)}
.bad{color:var(--bad)}
footer{margin-top:2.5rem;border-top:1px solid var(--line);padding-top:.75rem;font-size:.875rem}
dl{display:grid;grid-template-columns:minmax(6rem,max-content) 1fr;gap:.25rem 1rem;margin:.5rem 0}
dd{margin:0}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.95rem}
caption{text-align:left;padding:.25rem 0}
th,td{padding:.3rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;font-weight:normal;overflow-wrap:break-word}
thead th{color:var(--soft);border-bottom:2px solid var(--line);vertical-align:bottom}
th:first-child,td:first-child{padding-left:0}
th:last-child,td:last-child{padding-right:0}
th.amount,td.amount{text-align:right}
tfoot th,tfoot td{border-top:2px solid var(--line);border-bottom:0;font-weight:bold}
summary{cursor:pointer}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
figure{margin:1rem 0;overflow-x:auto}
svg{display:block;max-width:100%;height:auto}
@media screen{td.wordy{min-width:22rem}}
@media(max-width:30rem){body{padding:1rem .75rem 2rem}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}
th,td{padding:.3rem}td.wordy{min-width:16rem}}
@media print{:root{--ink:#000;--soft:#444;--ground:#fff;--panel:#fff;--line:#999;--good:#000;--bad:#000;--link:#000;
color-scheme:light}html{font-size:9pt}body{max-width:none;padding:0;line-height:1.35}h2,h3,h3+p{break-after:avoid}tr,figure{break-inside:avoid}
.wide{overflow:visible}summary{list-style:none}summary::-webkit-details-marker{display:none}a{text-decoration:none}
@page{margin:15mm}}
)";

// No script runs and nothing is fetched, even if markup came into the page that should not be there.
constexpr std::string_view policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

std::string_view class_of(Align align) {
    switch (align) {
        case Align::amount:
            return " class=\"amount\"";
        case Align::unbroken:
            return " class=\"unbroken\"";
        case Align::wordy:
            return " class=\"wordy\"";
        case Align::text:
            break;
    }
    return "";
}

std::string row(const std::vector<Column>& columns, const std::vector<Markup>& cells) {
    std::string text = "<tr>";
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto align = class_of(columns[i].align);
        text += i == 0 ? fmt::format("<th scope=\"row\"{}>{}</th>", align, cells[i].text)
                       : fmt::format("<td{}>{}</td>", align, cells[i].text);
    }
    return text + "</tr>\n";
}

std::string head(const std::vector<Column>& columns) {
    std::string text = "<thead><tr>";
    for (const auto& [title, align] : columns)
        text += fmt::format("<th scope=\"col\"{}>{}</th>", class_of(align), escaped(title));
    return text + "</tr></thead>\n";
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : printable(text)) {
        switch (c) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            case '\'':
                safe += "&#39;";
                break;
            default:
                safe += c;
        }
    }
    return safe;
}

Markup plain(std::string_view text) {
    return {escaped(text)};
}

Markup words(std::string_view text) {
    constexpr std::string_view unbroken_blank = "\u00a0";
    std::string joined;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool stands_in_number = text[i] == ' ' && i > 0 && i + 1 < text.size() &&
                                      is_digit(text[i - 1]) && (is_digit(text[i + 1]) || text[i + 1] == '%');
        if (stands_in_number) {
            joined += unbroken_blank;
        } else {
            joined += text[i];
        }
    }
    return plain(joined);
}

Markup element(std::string_view name, const Markup& content, std::string_view attributes) {
    return {
        fmt::format("<{}{}{}>{}</{}>", name, attributes.empty() ? "" : " ", attributes, content.text, name)};
}

Markup code(std::string_view text) {
    return element("code", plain(text));
}

Markup words_and_code(std::string_view text) {
    Markup all;
    while (!text.empty()) {
        const auto begin = text.find('`');
        const auto end = begin == text.npos ? text.npos : text.find('`', begin + 1);
        if (end == text.npos) return all + words(text);
        all += words(text.substr(0, begin)) + code(text.substr(begin + 1, end - begin - 1));
        text.remove_prefix(end + 1);
    }
    return all;
}

Markup paragraph(const Markup& content) {
    return {"<p>" + content.text + "</p>\n"};
}

Markup amount(std::string_view text) {
    return element("span", plain(text), "class=\"amount\"");
}

Markup link(std::string_view target, const Markup& content) {
    return {fmt::format("<a href=\"{}\">{}</a>", escaped(target), content.text)};
}

Markup section(int level, std::string_view title, const Markup& content, std::string_view id) {
    const auto place = id.empty() ? "" : fmt::format(" id=\"{}\"", id);
    return {fmt::format("<section{}>\n<h{}>{}</h{}>\n{}</section>\n", place, level,
                        words_and_code(title).text, level, content.text)};
}

Markup facts(const std::vector<Fact>& facts) {
    std::string text = "<dl>\n";
    for (const auto& [name, said] : facts)
        text += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(name), said.text);
    return {text + "</dl>\n"};
}

Markup table(const Table& table) {
    std::string text = "<div class=\"wide\"><table>\n";
    if (!table.caption.empty())
        text += fmt::format("<caption>{}</caption>\n", words_and_code(table.caption).text);
    text += head(table.columns) + "<tbody>\n";
    for (const auto& cells : table.rows) text += row(table.columns, cells);
    text += "</tbody>\n";
    if (!table.totals.empty()) text += "<tfoot>\n" + row(table.columns, table.totals) + "</tfoot>\n";
    return {text + "</table></div>\n"};
}

Markup foldable(Fold fold, const Markup& summary, const Markup& content) {
    return {fmt::format("<details{}><summary>{}</summary>\n{}</details>\n", fold == Fold::open ? " open" : "",
                        summary.text, content.text)};
}

Markup figure(const Markup& svg, const Markup& caption) {
    return {fmt::format("<figure>\n{}\n<figcaption>{}</figcaption>\n</figure>\n", svg.text, caption.text)};
}

std::string page(const Page& page) {
    const auto title = escaped(page.title);
    const auto language = spoken() == Language::russian ? "ru" : "en";
    auto text = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
        "<meta name=\"generator\" content=\"{}\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n",
        language, policy, escaped(page.generator), title);
    text += fmt::format("<style>\n{}{}</style>\n</head>\n<body>\n", style, page.style);
    text += fmt::format("<header>\n<h1>{}</h1>\n{}</header>\n<main>\n{}</main>\n", words(page.title).text,
                        page.header.text, page.content.text);
    if (!page.footer.empty()) text += fmt::format("<footer>\n{}</footer>\n", page.footer.text);
    return text + "</body>\n</html>\n";
}

}  // namespace accrue::report::html
