#include "report/trace_xlsx.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "base/messages/phrases/results.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "base/text.hpp"
#include "explain/condition.hpp"
#include "report/term_formulas.hpp"
#include "report/trace_html.hpp"

namespace accrue::report {
namespace {

using explain::Node;
using explain::NodeId;
using explain::NodeKind;
using explain::Status;
using explain::TermOp;
using explain::Trace;

enum : std::size_t { what, value, written, numbers, where, why, id };

struct Line {
    NodeId node;
    int depth = 0;
    bool is_again = false;  // its value stands in an earlier row
};

// Every value once, those that it follows from below it; a value met again is a row that refers to the first.
std::vector<Line> lines_of(const Trace& trace) {
    std::vector<Line> lines;
    std::vector<bool> seen(trace.nodes.size());
    std::vector<Line> waiting{{trace.root}};
    const auto walk = [&] {
        while (!waiting.empty()) {
            auto line = waiting.back();
            waiting.pop_back();
            line.is_again = seen[line.node.value];
            seen[line.node.value] = true;
            lines.push_back(line);
            if (line.is_again) continue;
            const auto& children = trace.nodes[line.node].children;
            for (auto i = children.size(); i > 0; --i) waiting.push_back({children[i - 1], line.depth + 1});
        }
    };
    walk();
    for (std::size_t i = 0; i < seen.size(); ++i) {
        if (!seen[i]) waiting.push_back({NodeId(i)});
        walk();
    }
    return lines;
}

std::string name_words(const Node& node) {
    const auto name =
        printable(node.kind == NodeKind::total && node.name == "pay" ? phrase(say::head_pay) : node.name);
    const bool says_more = !node.label.empty() && folded(node.label) != folded(node.name);
    return says_more ? fmt::format("{} «{}»", name, printable(node.label)) : name;
}

std::string place_words(const Node& node, const Sources& sources) {
    if (node.cell)
        return printable(fmt::format("{}:{} {}", node.cell->file, node.cell->line, node.cell->column));
    if (!node.source.source || node.source.length == 0) return "";
    const auto& source = sources[node.source.source];
    return printable(fmt::format("{}:{}", source.name(), source.position(node.source.begin).line));
}

std::string note_words(const Node& node) {
    std::vector<std::string> notes;
    if (node.condition) notes = {explain::margin_words(*node.condition), node.condition->text};
    if (node.cell) notes.push_back(fmt::format("\"{}\"", node.cell->raw));
    notes.push_back(node.note);
    std::erase(notes, "");
    return printable(fmt::format("{}", fmt::join(notes, "; ")));
}

class TraceSheet {
  public:
    TraceSheet(const Trace& trace, const Sources& sources)
        : trace_(trace), sources_(sources), lines_(lines_of(trace)) {}

    Sheet made() {
        sheet_ = {.name = phrase(say::book_trace),
                  .cells = {},
                  .outline = {},
                  .widths = {44, 18, 34, 34, 26, 48, 6},
                  .frozen_rows = first_line};
        write_head();
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (!lines_[i].is_again) rows_[lines_[i].node.value] = first_line + i;
        }
        Workings workings(sheet_, first_line + lines_.size() + 2);
        TermFormulas formulas(trace_, workings,
                              [this](NodeId id) { return CellAt{rows_.at(id.value), value}; });
        for (std::size_t i = 0; i < lines_.size(); ++i) write_line(first_line + i, lines_[i], formulas);
        const auto below = first_line + lines_.size() + 1;
        if (sheet_.cells.rbegin()->first.row > below)
            sheet_.cells[{below, what}] = {.text = phrase(say::book_workings), .wording = Wording::heading};
        return std::move(sheet_);
    }

  private:
    static constexpr std::size_t first_line = 5;

    void text(CellAt at, std::string words, Wording wording = Wording::plain, int indent = 0) {
        if (!words.empty())
            sheet_.cells[at] = {.text = std::move(words), .wording = wording, .indent = indent};
    }

    void write_head() {
        text({0, what}, printable(heading_of(trace_)), Wording::heading);
        std::string plan = printable(trace_.scheme);
        if (!trace_.title.empty()) plan += fmt::format(" «{}»", printable(trace_.title));
        if (trace_.written) plan = printable(trace_.written->file) + (plan.empty() ? "" : " · " + plan);
        text({1, what}, plan, Wording::soft);
        text({2, what}, phrase(say::book_live), Wording::soft);
        const Phrase titles[] = {say::page_what,    say::page_value,  say::book_formula,
                                 say::book_numbers, say::book_source, say::page_why};
        for (std::size_t i = 0; i < std::size(titles); ++i)
            text({first_line - 1, i}, phrase(titles[i]), Wording::heading);
        text({first_line - 1, id}, "id", Wording::heading);  // in the JSON
    }

    void write_line(std::size_t row, const Line& line, TermFormulas& formulas) {
        const auto& node = trace_.nodes[line.node];
        if (line.depth > 0) sheet_.outline[row] = line.depth;
        text({row, what}, name_words(node), Wording::plain, line.depth);
        if (!line.is_again) text({row, id}, std::to_string(line.node.value), Wording::soft);
        if (line.is_again) {
            text({row, why}, phrase(say::see_above), Wording::soft);
            if (node.value) write_value(row, node, cell_name({rows_.at(line.node.value), value}));
            return;
        }
        const bool follows =
            node.term.op != TermOp::unread && node.kind != NodeKind::division && node.kind != NodeKind::lots;
        write_value(row, node, follows && node.status != Status::failed ? formulas.formula(node.term) : "");
        text({row, written}, printable(node.formula), Wording::plain, 1);
        text({row, numbers}, node.with_numbers.empty() ? "" : "= " + node.with_numbers, Wording::soft);
        text({row, where}, place_words(node, sources_), Wording::soft);
        text({row, why}, note_words(node), Wording::soft);
    }

    void write_value(std::size_t row, const Node& node, std::string formula) {
        if (node.status == Status::failed) return text({row, value}, phrase(say::in_error));
        if (formula.empty() && !node.value) return;
        const auto wording = node.kind == NodeKind::total ? Wording::heading : Wording::plain;
        sheet_.cells[{row, value}] = {.formula = std::move(formula),
                                      .value = node.value,
                                      .look = {node.type, node.shown_as_percent},
                                      .wording = wording};
    }

    const Trace& trace_;
    const Sources& sources_;
    std::vector<Line> lines_;
    std::unordered_map<std::uint32_t, std::size_t> rows_;  // of nodes, by their place
    Sheet sheet_;
};

}  // namespace

Sheet trace_sheet(const Trace& trace, const Sources& sources) {
    return TraceSheet(trace, sources).made();
}

}  // namespace accrue::report
