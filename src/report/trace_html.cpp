#include "report/trace_html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "base/messages/phrases/results.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "base/text.hpp"
#include "explain/condition.hpp"
#include "explain/node_words.hpp"
#include "explain/shown.hpp"

namespace accrue::report {
namespace {

using explain::Node;
using explain::NodeId;
using explain::NodeKind;
using explain::Status;
using explain::Trace;
using explain::TreeRow;
using html::Markup;

// ---------------------------------------------------------------- the tree

Markup why_of(const TreeRow& row) {
    Markup why;
    for (const auto& reason : row.reasons) {
        auto said = html::words(reason);
        const bool leads = row.is_again && reason == phrase(say::see_above);
        if (leads) said = html::link(fmt::format("#n{}", row.node.value), said);
        why += html::element("span", said) + Markup{" "};
    }
    return why.empty() ? why : html::element("span", why, "class=\"why\"");
}

// Of a mark with its blank only what stands behind it.
std::string_view name_of(const TreeRow& row) {
    return std::string_view(row.left).substr(row.mark.size());
}

std::string place_of(const TreeRow& row) {
    return row.node && !row.is_again ? fmt::format(" id=\"n{}\"", row.node.value) : "";
}

Markup line_of(const TreeRow& row) {
    auto line = html::element("span", mark_of(row) + html::words(name_of(row)), "class=\"what\"");
    if (!row.amount.empty()) line += html::amount(row.amount);
    return line + why_of(row);
}

class TreeMarkup {
  public:
    explicit TreeMarkup(const Trace& trace) : trace_(trace) {}

    // Rows that stand side by side, each with what stands under it.
    Markup siblings(std::span<const TreeRow> rows) const {
        Markup all;
        bool is_list = false;
        const auto let_list_be = [&](bool wanted) {
            if (wanted != is_list) all += {wanted ? "<ul class=\"tree\">\n" : "</ul>\n"};
            is_list = wanted;
        };
        for (std::size_t i = 0; i < rows.size();) {
            const auto end = is_band(rows[i]) ? end_of_bands(rows, i) : end_of(rows, i);
            const auto here = rows.subspan(i, end - i);
            let_list_be(!is_band(rows[i]));
            all += is_band(rows[i]) ? bands(here) : item(here);
            i = end;
        }
        let_list_be(false);
        return all;
    }

  private:
    static std::size_t end_of(std::span<const TreeRow> rows, std::size_t begin) {
        auto end = begin + 1;
        while (end < rows.size() && rows[end].depth > rows[begin].depth) ++end;
        return end;
    }
    bool is_band(const TreeRow& row) const {
        return row.node && trace_.nodes[row.node].kind == NodeKind::band;
    }
    // Bands that are left out between others belong to the table.
    std::size_t end_of_bands(std::span<const TreeRow> rows, std::size_t begin) const {
        auto end = begin;
        for (auto next = begin; next < rows.size(); next = end_of(rows, next)) {
            if (is_band(rows[next])) end = end_of(rows, next);
            if (!is_band(rows[next]) && rows[next].node) break;
        }
        return end;
    }

    // The first row with those under it, or with what is folded there.
    Markup item(std::span<const TreeRow> rows) const {
        const auto& row = rows.front();
        const auto opening = fmt::format("<li{}>", place_of(row));
        const auto line = line_of(row);
        Markup content;
        if (rows.size() > 1) {
            content = html::foldable(html::Fold::open, line, siblings(rows.subspan(1)));
        } else if (!row.hidden.empty()) {
            content = html::foldable(html::Fold::closed, line, siblings(row.hidden));
        } else {
            content = html::element("div", line, "class=\"leaf\"");
        }
        return Markup{opening} + content + Markup{"</li>\n"};
    }

    Markup bands(std::span<const TreeRow> rows) const {
        Markup lines;
        for (std::size_t i = 0; i < rows.size();) {
            const auto end = end_of(rows, i);
            lines += band(rows.subspan(i, end - i));
            i = end;
        }
        const auto head = fmt::format(
            "<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
            "<th scope=\"col\" class=\"amount\">{}</th></tr></thead>\n",
            html::escaped(phrase(say::page_band)), html::escaped(phrase(say::page_why)),
            html::escaped(phrase(say::page_value)));
        return {"<table class=\"bands\">\n" + head + "<tbody>\n" + lines.text + "</tbody></table>\n"};
    }
    // One row of the table, and what stands under it in a row of its own.
    Markup band(std::span<const TreeRow> rows) const {
        const auto& row = rows.front();
        if (!row.node)
            return under_bands(
                html::foldable(html::Fold::closed, html::words(row.left), siblings(row.hidden)));
        const bool reached = trace_.nodes[row.node].reached;
        const auto cell = [](std::string_view kind, const Markup& content) {
            return html::element(kind, content, kind == "th" ? "scope=\"row\"" : "");
        };
        auto line = cell("th", mark_of(row) + html::words(name_of(row))) + cell("td", why_of(row)) +
                    html::element("td", html::plain(row.amount), "class=\"amount\"");
        auto all = Markup{fmt::format("<tr{}{}>", place_of(row), reached ? " class=\"reached\"" : "")} +
                   line + Markup{"</tr>\n"};
        if (rows.size() > 1) all += under_bands(siblings(rows.subspan(1)));
        return all;
    }
    static Markup under_bands(const Markup& content) {
        return {"<tr><td colspan=\"3\">" + content.text + "</td></tr>\n"};
    }

    const Trace& trace_;
};

// ---------------------------------------------------------------- what the amount rests on

std::string place_words(const explain::FilePlace& place) {
    return place.line == 0 ? place.file : fmt::format("{}:{}", place.file, place.line);
}

Markup lines_of(const std::vector<Markup>& lines) {
    Markup all;
    for (const auto& line : lines) all += html::element("div", line);
    return all;
}

html::Table cells_of(const Trace& trace) {
    html::Table table{.caption = {},
                      .columns = {{phrase(say::page_what)},
                                  {phrase(say::page_as_it_stands)},
                                  {phrase(say::page_file_and_line)}},
                      .rows = {}};
    std::set<std::string> places;  // a cell may be read in several rows
    for (const auto& node : trace.nodes) {
        if (!node.cell) continue;
        const auto place = fmt::format("{}:{} `{}`", node.cell->file, node.cell->line, node.cell->column);
        if (places.insert(place).second)
            table.rows.push_back({html::plain(node.name), html::plain(node.cell->raw), html::plain(place)});
    }
    return table;
}

Markup data_of(const Trace& trace) {
    std::vector<Markup> files;
    for (const auto& file : trace.files) files.push_back(html::plain(place_words(file)));
    auto all = lines_of(files);
    const auto cells = cells_of(trace);
    if (cells.rows.empty()) return all;
    const auto count = static_cast<std::int64_t>(cells.rows.size());
    return all + html::foldable(html::Fold::closed, html::plain(phrase(say::page_cells, count)),
                                html::table(cells));
}

Markup plan_of(const Trace& trace) {
    auto words = trace.written ? place_words(*trace.written) : trace.scheme;
    if (trace.written && !trace.scheme.empty()) words += fmt::format(" · {}", trace.scheme);
    if (!trace.title.empty()) words += fmt::format(" «{}»", trace.title);
    return html::plain(words);
}

// `rate 2 % since 2026-07`, of params and of rows of references.
std::string force_words(const Trace& trace, const Node& node, const Sources& sources) {
    auto words = fmt::format("{} {}", node.name, node.value ? amount_of(trace, node) : "");
    if (node.since) words += " " + phrase(say::page_in_force_since, to_text(*node.since));
    if (node.until) words += " " + phrase(say::page_in_force_until, to_text(*node.until));
    if (node.kind == NodeKind::param && node.source.source && node.source.source.value < sources.size()) {
        words += fmt::format(" ({})", explain::line_words(node.source, trace.source, sources));
    }
    return words;
}

// `collected@15` is read on a day of its own.
std::string day_words(const Node& node) {
    const auto at = node.name.rfind('@');
    if (node.kind == NodeKind::condition || at == node.name.npos || at + 1 == node.name.size()) return "";
    const auto day = node.name.substr(at + 1);
    const bool is_day = std::ranges::all_of(day, [](char c) { return c >= '0' && c <= '9'; });
    return is_day ? phrase(say::page_as_of_day, node.name, day) : "";
}

Markup dates_of(const Trace& trace, const Sources& sources) {
    std::vector<Markup> lines{html::plain(trace.heading)};
    std::set<std::string> said;
    for (const auto& node : trace.nodes) {
        const bool is_dated = node.since || node.until;
        const bool is_date =
            node.kind == NodeKind::input && node.value && std::holds_alternative<Date>(*node.value);
        const auto words = is_dated || node.kind == NodeKind::param ? force_words(trace, node, sources)
                           : is_date ? fmt::format("{} {}", node.name, amount_of(trace, node))
                                     : day_words(node);
        if (!words.empty() && said.insert(words).second) lines.push_back(html::words(words));
    }
    return lines_of(lines);
}

bool decides(const Node& node) {
    return node.kind == NodeKind::part || node.kind == NodeKind::pay_line ||
           node.kind == NodeKind::definition;
}

// With the month, or whose it is, where that is not this amount's: `first (2026-01)`.
std::string gated_name(const Trace& trace, const Node& node) {
    if (!node.is_elsewhere) return node.name;
    auto where = node.row_name == trace.key ? std::string() : node.row_name;
    if (!node.period.empty()) where += (where.empty() ? "" : " ") + node.period;
    return fmt::format("{} ({})", node.name, where);
}

Markup gates_of(const Trace& trace, const std::vector<TreeRow>& rows) {
    std::vector<Markup> lines;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!rows[i].node || !decides(trace.nodes[rows[i].node])) continue;
        for (const auto* row : rows_below(trace, rows, i)) {
            if (!row->node || row->is_again || trace.nodes[row->node].kind != NodeKind::condition) continue;
            lines.push_back(html::words(gated_name(trace, trace.nodes[rows[i].node]) + ": ") + mark_of(*row) +
                            html::words(name_of(*row)) + Markup{" "} + why_of(*row));
        }
    }
    return lines.empty() ? html::plain(phrase(say::page_no_gates)) : lines_of(lines);
}

}  // namespace

// The tree is a list of lists: names on the left, amounts in one column on the right however deep they stand,
// the reasons below. Nothing is said by colour alone: marks are letters with words.
const std::string_view trace_style = R"(.answer{font-size:1.4rem;margin:.25rem 0}
.answer .amount{font-weight:bold}
.panel{background:var(--panel);border:1px solid var(--line);border-radius:.4rem;padding:.25rem 1rem .75rem;margin:1.25rem 0}
.panel h2{margin:.5rem 0}
.tree{list-style:none;margin:0;padding-left:1.1rem;border-left:1px solid var(--line)}
.how>.tree{border:0;padding-left:0}
.tree summary,.leaf{display:grid;grid-template-columns:minmax(0,1fr) auto;column-gap:1rem;padding:.2rem 0}
.tree summary .what::before{content:"▸";display:inline-block;width:1.1rem;color:var(--soft)}
.tree details[open]>summary .what::before{content:"▾"}
.leaf .what{padding-left:1.1rem}
.why{grid-column:1/-1;padding-left:1.1rem;color:var(--soft);font-size:.875rem}
.why>span{display:inline-block;margin-right:1rem}
.panel .why,.bands .why{padding:0}
.bands{margin:.25rem 0 .5rem 1.1rem;width:calc(100% - 1.1rem);font-size:.9rem}
.bands th,.bands td{padding:.2rem .4rem}
.bands th:last-child,.bands td:last-child{padding-right:0}
.bands tbody th{white-space:nowrap}
.reached{background:var(--panel)}
.reached th,.reached td{font-weight:bold}
:target>details>summary,:target>.leaf,tr:target{outline:2px solid var(--link);outline-offset:2px}
@media(max-width:30rem){.tree{padding-left:.5rem}.bands tbody th{white-space:normal}}
@media print{.tree summary .what::before,.tree details[open]>summary .what::before{content:"";width:0}
.leaf .what,.why{padding-left:0}.tree summary,.leaf{padding:.1rem 0}.tree{padding-left:1rem}.how li>.leaf,.tree summary,.bands tr{break-inside:avoid}
.how details::details-content{content-visibility:visible;display:block;block-size:auto}}
)";

std::string heading_of(const Trace& trace) {
    auto who = trace.key;
    for (const auto& [level, key] : trace.above) who += fmt::format(" · {} {}", level, key);
    return who + (who.empty() ? "" : " · ") + trace.heading;
}

std::string amount_of(const Trace& trace, const Node& node) {
    if (node.status == Status::failed) return phrase(say::in_error);
    if (!node.value) return phrase(say::blank);
    const auto text = explain::shown(*node.value, node.type, node.shown_as_percent);
    const bool is_money = node.type.kind == core::TypeKind::money;
    const auto& currency = node.type.currency.empty() ? trace.currency : node.type.currency;
    return is_money && !currency.empty() ? text + " " + currency : text;
}

Markup answer_of(const Trace& trace) {
    const auto& root = trace.nodes[trace.root];
    const bool is_pay = root.kind == NodeKind::total && root.name == "pay";
    auto name = is_pay ? phrase(say::head_pay) : root.name;
    if (!root.label.empty() && folded(root.label) != folded(root.name))
        name += fmt::format(" «{}»", root.label);
    return html::element("p", html::plain(name + ": ") + html::amount(amount_of(trace, root)),
                         "class=\"answer\"");
}

Markup mark_of(const TreeRow& row) {
    static const std::map<std::string_view, Phrase> words = {{"✓ ", say::page_held},
                                                             {"✗ ", say::page_not_held},
                                                             {"· ", say::page_not_reached},
                                                             {"? ", say::page_not_known},
                                                             {"→ ", say::page_key_is_here}};
    const auto found = words.find(row.mark);
    if (found == words.end()) return {};
    const auto word = html::escaped(phrase(found->second));
    const auto* colour = found->first == "✓ " ? "good" : found->first == "✗ " ? "bad" : "soft";
    return {fmt::format("<span role=\"img\" aria-label=\"{}\" title=\"{}\" class=\"{}\">{}</span> ", word,
                        word, colour, trimmed(row.mark))};
}

std::vector<const TreeRow*> rows_below(const Trace& trace, const std::vector<TreeRow>& rows,
                                       std::size_t row) {
    std::vector<const TreeRow*> below;
    for (auto i = row + 1; i < rows.size() && rows[i].depth > rows[row].depth; ++i) {
        if (rows[i].depth != rows[row].depth + 1) continue;
        below.push_back(&rows[i]);
        if (!rows[i].node || trace.nodes[rows[i].node].kind != NodeKind::rounding) continue;
        const auto rounded = rows_below(trace, rows, i);
        below.insert(below.end(), rounded.begin(), rounded.end());
    }
    return below;
}

Markup grounds_of(const Trace& trace, const Sources& sources, const std::vector<TreeRow>& rows) {
    const auto box = html::section(2, phrase(say::page_grounds),
                                   html::facts({{phrase(say::page_which_data), data_of(trace)},
                                                {phrase(say::page_which_plan), plan_of(trace)},
                                                {phrase(say::page_which_dates), dates_of(trace, sources)},
                                                {phrase(say::page_which_gates), gates_of(trace, rows)}}));
    return html::element("div", box, "class=\"panel\"") + Markup{"\n"};
}

Markup tree_of(const Trace& trace, const std::vector<TreeRow>& rows) {
    const auto tree = html::element("div", TreeMarkup(trace).siblings(rows), "class=\"how\"");
    return html::section(2, phrase(say::page_how), tree + Markup{"\n"});
}

std::string trace_page(const Trace& trace, const Sources& sources, explain::Folding folding,
                       const html::Markup& below) {
    const auto rows = explain::whole_tree(trace, sources, folding);
    return html::page({.title = heading_of(trace),
                       .header = answer_of(trace),
                       .content = grounds_of(trace, sources, rows) + tree_of(trace, rows) + below,
                       .style = std::string(trace_style)});
}

}  // namespace accrue::report
