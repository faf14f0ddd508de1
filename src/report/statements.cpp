#include "report/statements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/messages/phrases/results.hpp"
#include "base/text.hpp"
#include "explain/if_taken.hpp"
#include "number/decimal.hpp"
#include "report/trace_html.hpp"

namespace accrue::report {
namespace {

using explain::Node;
using explain::NodeId;
using explain::NodeKind;
using explain::Status;
using explain::Trace;
using explain::TreeRow;
using html::Markup;

// ---------------------------------------------------------------- one page

// What the lines of a payment are; of an amount that is one line, that.
std::vector<NodeId> paid_lines(const Trace& trace) {
    const auto& root = trace.nodes[trace.root];
    std::vector<NodeId> lines;
    if (root.kind == NodeKind::total) {
        for (const auto child : root.children) {
            if (trace.nodes[child].value) lines.push_back(child);
        }
    }
    return lines.empty() ? std::vector{trace.root} : lines;
}

std::string name_of(const Node& node) {
    if (!node.label.empty()) return node.label;
    return node.kind == NodeKind::total && node.name == "pay" ? phrase(say::head_pay) : node.name;
}

Markup paid(const Trace& trace) {
    html::Table table{.caption = {},
                      .columns = {{phrase(say::page_what)}, {phrase(say::page_value), html::Align::amount}},
                      .rows = {}};
    const auto row = [&](NodeId id) {
        const auto& node = trace.nodes[id];
        return std::vector{html::plain(name_of(node)), html::plain(amount_of(trace, node))};
    };
    const auto lines = paid_lines(trace);
    for (const auto line : lines) table.rows.push_back(row(line));
    if (lines.front() != trace.root) {
        table.totals = row(trace.root);
        table.totals.front() = html::plain(phrase(say::total));
    }
    return html::section(2, phrase(say::page_paid), html::table(table));
}

bool is_zero(const Node& node) {
    const auto* number = node.value ? std::get_if<Exact>(&*node.value) : nullptr;
    return number != nullptr && number->sign() == 0;
}

// A condition that was missed; not one of a case that would have come to less.
bool has_missed(const Trace& trace, const TreeRow& row) {
    if (!row.node) return false;
    const auto& node = trace.nodes[row.node];
    if (node.kind != NodeKind::condition || !node.condition || node.condition->holds) return false;
    if (!node.would_give) return true;
    const auto is = explain::TermValues(trace).number(explain::node_term(trace.root));
    const auto would_be = explain::IfTaken(trace, row.node).amount();
    return !is || !would_be || *would_be >= *is;
}

// A gate that is closed, a limit that took effect, a threshold that was not passed, a case that would have
// given more, a value that is 0 for want of a condition or only because it may not be below. What held back
// another month, or somebody else, is told where it stands in the tree.
bool is_held_back(const Trace& trace, const std::vector<TreeRow>& rows, std::size_t row) {
    if (!rows[row].node || rows[row].is_again) return false;
    const auto& node = trace.nodes[rows[row].node];
    if (node.is_elsewhere) return false;
    if (node.status == Status::gate_closed && node.kind != NodeKind::condition) return true;
    if (node.status == Status::capped || node.status == Status::not_above) return true;
    const bool is_name =
        node.kind == NodeKind::part || node.kind == NodeKind::pay_line || node.kind == NodeKind::definition;
    if (!is_name) return false;
    const bool is_nothing = is_zero(node);
    if (is_nothing && node.status == Status::floored) return true;
    return std::ranges::any_of(rows_below(trace, rows, row), [&](const TreeRow* below) {
        return has_missed(trace, *below) && (is_nothing || trace.nodes[below->node].would_give);
    });
}

Markup said_of(const TreeRow& row) {
    const auto& name = row.left;
    Markup all = mark_of(row) + html::words(std::string_view(name).substr(row.mark.size()));
    if (!row.amount.empty()) all += Markup{" "} + html::amount(row.amount);
    for (const auto& reason : row.reasons) all += Markup{" · "} + html::words(reason);
    return all;
}

// The conditions below a row that were missed, each with those of its sides.
Markup missed_below(const Trace& trace, const std::vector<TreeRow>& rows, std::size_t row) {
    Markup missed;
    for (const auto* below : rows_below(trace, rows, row)) {
        if (!has_missed(trace, *below)) continue;
        const auto sides = missed_below(trace, rows, static_cast<std::size_t>(below - rows.data()));
        missed += html::element("li", said_of(*below) + sides) + Markup{"\n"};
    }
    return missed.empty() ? missed : html::element("ul", missed);
}

Markup why_not_more(const Trace& trace, const std::vector<TreeRow>& rows) {
    Markup all;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!is_held_back(trace, rows, i)) continue;
        all += html::element("li", said_of(rows[i]) + missed_below(trace, rows, i)) + Markup{"\n"};
    }
    const auto said = all.empty() ? html::paragraph(html::plain(phrase(say::page_nothing_missed)))
                                  : html::element("ul", all) + Markup{"\n"};
    return html::section(2, phrase(say::page_why_not_more), said);
}

// Options of the command line say nothing to a payee.
Trace without_options(Trace trace) {
    for (auto& node : trace.nodes) node.more.clear();
    return trace;
}

// ---------------------------------------------------------------- names of files

// What Windows takes for a device.
bool is_device(std::string_view folded_name) {
    static const std::set<std::string_view> devices = {"con", "prn", "aux", "nul"};
    const auto stem = folded_name.substr(0, folded_name.find('.'));
    const bool is_port = stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt"));
    return devices.contains(stem) || is_port;
}

bool is_kept(std::string_view character) {
    constexpr std::string_view others = "-_.";
    const auto first = static_cast<unsigned char>(character.front());
    if (first >= 0x80)
        return printable(character) == character && trimmed(character) == character &&
               character_count(character) == 1 && display_width(character) > 0 && !invalid_utf8(character);
    return (first >= '0' && first <= '9') || (first >= 'A' && first <= 'Z') ||
           (first >= 'a' && first <= 'z') || others.find(character.front()) != others.npos;
}

std::string safe_name(const std::string& key) {
    constexpr std::size_t longest = 120;  // bytes; file systems have 255
    const auto normal = nfc(key);
    std::string name;
    for (const auto character : characters(normal)) {
        const auto next = is_kept(character) ? std::string(character) : std::string("_");
        if (name.size() + next.size() > longest) break;
        name += next;
    }
    while (name.ends_with('.')) name.pop_back();
    if (name.starts_with('.') || name.starts_with('-')) name.front() = '_';
    if (name.empty()) name = "_";
    return is_device(folded(name)) ? name + "_" : name;
}

}  // namespace

std::vector<std::string> file_names(const std::vector<std::string>& keys) {
    std::set<std::string> taken{"index"};
    std::unordered_map<std::string, std::size_t> last;  // number given to a name that several keys want
    std::vector<std::string> names;
    for (const auto& key : keys) {
        const auto wanted = safe_name(key);
        auto name = wanted;
        for (auto& i = last[folded(wanted)]; !taken.insert(folded(name)).second;)
            name = fmt::format("{}-{}", wanted, ++i + 1);
        names.push_back(std::move(name));
    }
    return names;
}

std::string statement_page(const Trace& original, const Sources& sources) {
    const auto trace = without_options(original);
    const auto rows = explain::whole_tree(trace, sources, explain::Folding::usual);
    return html::page(
        {.title = heading_of(trace),
         .header = answer_of(trace),
         .content = paid(trace) + why_not_more(trace, rows) + grounds_of(trace, sources, rows) +
                    tree_of(trace, rows),
         .footer = html::paragraph(html::link("index.html", html::plain(phrase(say::page_all_statements)))),
         .generator = std::string(statement_generator),
         .style = std::string(trace_style)});
}

std::string index_page(const StatementsIndex& index) {
    Markup content;
    const auto amount = [&](const Exact& value) {
        return html::plain(money_text(value) + (index.currency.empty() ? "" : " " + index.currency));
    };
    for (const auto& [level, statements] : index.levels) {
        html::Table table{
            .caption = phrase(say::page_count_of_statements, static_cast<std::int64_t>(statements.size())),
            .columns = {{level}, {phrase(say::head_pay), html::Align::amount}},
            .rows = {}};
        Exact total = 0;
        for (const auto& each : statements) {
            const auto key = each.key.empty() ? phrase(say::page_blank_key) : each.key;
            table.rows.push_back({html::link(each.file, html::plain(key)), amount(each.amount)});
            total += each.amount;
        }
        table.totals = {html::plain(phrase(say::total)), amount(total)};
        content += html::table(table);
    }
    auto plan = index.scheme;
    if (!index.title.empty()) plan += fmt::format(" «{}»", index.title);
    return html::page({.title = fmt::format("{} · {}", phrase(say::page_statements), index.heading),
                       .header = html::paragraph(html::plain(plan)),
                       .content = content,
                       .generator = std::string(statement_generator)});
}

}  // namespace accrue::report
