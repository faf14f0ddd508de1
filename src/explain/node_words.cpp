#include "explain/node_words.hpp"

#include <fmt/format.h>

#include "base/messages/phrases/results.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "base/text.hpp"
#include "explain/condition.hpp"
#include "explain/shown.hpp"
#include "explain/trace_tree.hpp"

namespace accrue::explain {
namespace {

std::string cell_words(const data::CellPlace& cell) {
    return fmt::format("{}:{} `{}` = \"{}\"", printable(cell.file), cell.line, printable(cell.column),
                       printable(cell.raw));
}

bool cites_its_line(const Node& node) {
    return node.kind == NodeKind::definition || node.kind == NodeKind::part ||
           node.kind == NodeKind::pay_line || node.kind == NodeKind::param || node.kind == NodeKind::pool ||
           node.kind == NodeKind::claim || node.kind == NodeKind::equation;
}

std::string formula_words(const Node& node, SourceId scheme, const Sources& sources) {
    const auto formula = printable(node.formula);
    if (!cites_its_line(node) || !node.source.source) return formula;
    const auto line = line_words(node.source, scheme, sources);
    return formula.empty() ? line : line + ": " + formula;
}

}  // namespace

std::string_view mark_of(const Node& node) {
    if (node.kind == NodeKind::band) return node.reached ? "→ " : "  ";
    if (node.kind != NodeKind::condition) return "";
    if (node.status == Status::missing || node.status == Status::failed) return "? ";
    if (!node.condition) return node.status == Status::applied ? "✓ " : "· ";
    return node.condition->holds ? "✓ " : "✗ ";
}

std::string_view paint_of(const Node& node) {
    if (node.status == Status::failed) return red;
    if (node.kind != NodeKind::condition || !node.condition) return "";
    return node.condition->holds ? green : red;
}

std::string amount_words(const Node& node, const std::string& currency) {
    if (node.kind == NodeKind::condition) return "";
    if (node.status == Status::failed) return phrase(say::in_error);
    if (!node.value) return node.status == Status::missing ? phrase(say::blank) : "–";
    const auto* spelled = std::get_if<std::string>(&*node.value);
    const auto value =
        spelled != nullptr && node.cell ? core::Value(spelled_in(*node.cell, *spelled)) : *node.value;
    const auto text = shown(value, node.type, node.shown_as_percent);
    return is_foreign(currency, node.type) ? text + " " + node.type.currency : text;
}

std::string name_words(const Node& node) {
    const bool is_total = node.kind == NodeKind::total && node.name == "pay";
    return is_total ? phrase(say::head_pay) : printable(node.name);
}

std::string label_words(const Node& node) {
    return node.label.empty() || folded(node.label) == folded(node.name)
               ? ""
               : fmt::format("«{}»", printable(node.label));
}

std::string line_words(Span span, SourceId scheme, const Sources& sources) {
    const auto& source = sources[span.source];
    const auto line = source.position(span.begin).line;
    return span.source == scheme ? phrase(say::line, line)
                                 : fmt::format("{}:{}", printable(source.name()), line);
}

std::vector<std::string> reasons_of(const Node& node, SourceId scheme, const Sources& sources) {
    std::vector<std::string> all;
    if (node.condition) all = {margin_words(*node.condition), printable(node.condition->text)};
    all.push_back(formula_words(node, scheme, sources));
    if (!node.with_numbers.empty()) all.push_back("= " + node.with_numbers);
    if (node.cell) all.push_back(cell_words(*node.cell));
    all.push_back(printable(node.note));
    std::erase(all, "");
    return all;
}

}  // namespace accrue::explain
