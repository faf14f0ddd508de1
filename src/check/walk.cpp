#include "check/walk.hpp"

#include "base/text.hpp"

namespace accrue::check {

using namespace syntax;

namespace {

using Visit = std::function<void(ExprId)>;

void visit_written(ExprId expr, const Visit& visit) {
    if (expr) visit(expr);
}

void visit_head(const Module& module, const Head& head, const Visit& visit) {
    std::visit(overloaded{
                   [&](const Below& b) { visit_written(b.edge, visit); },
                   [&](const UpTo& u) { visit_written(u.edge, visit); },
                   [&](const Point& p) { visit_written(p.at, visit); },
                   [&](const OneOf& o) {
                       for (ExprId key : module.list(o.keys)) visit_written(key, visit);
                   },
                   [](const auto&) {},
               },
               head.band);
}

}  // namespace

void for_each_operand(const Module& module, const WrittenTable& table, const Visit& visit) {
    visit_written(table.key, visit);
    visit_written(table.second_key, visit);
    for (const Head& column : table.columns) visit_head(module, column, visit);
    for (const TableRow& row : table.rows) {
        visit_head(module, row.head, visit);
        for (const Cell& cell : row.cells) visit_written(cell.value, visit);
    }
}

void for_each_operand(const Module& module, ExprId expr, const Visit& visit) {
    const auto go = [&](ExprId id) { visit_written(id, visit); };
    std::visit(overloaded{
                   [&](const AtDay& n) { go(n.of); },
                   [&](const Call& n) {
                       for (ExprId argument : module.list(n.arguments)) go(argument);
                   },
                   [&](const Binary& n) { go(n.left), go(n.right); },
                   [&](const Negate& n) { go(n.of); },
                   [&](const Not& n) { go(n.of); },
                   [&](const Rounded& n) { go(n.of), go(n.step); },
                   [&](const Bracket& n) { go(n.of); },
                   [&](const Choice& n) { go(n.value), go(n.condition), go(n.otherwise); },
                   [&](const Previous& n) { go(n.of); },
                   [&](const Aggregate& n) { go(n.of), go(n.where); },
                   [&](const AfterGates& n) { go(n.of); },
                   [&](const Increase& n) { go(n.of); },
                   [&](const MonthsBetween& n) { go(n.from), go(n.to); },
                   [&](const Lookup& n) {
                       for (ExprId key : module.list(n.keys)) go(key);
                   },
                   [&](const Convert& n) { go(n.of), go(n.rate); },
                   [&](const TableExpr& n) { for_each_operand(module, module.tables[n.table], visit); },
                   [](const auto&) {},
               },
               module.expressions[expr].node);
}

void for_each_inside(const Module& module, ExprId expr, const Visit& visit) {
    if (!expr) return;
    visit(expr);
    for_each_operand(module, expr, [&](ExprId operand) { for_each_inside(module, operand, visit); });
}

ExprId unbracketed(const Module& module, ExprId expr) {
    while (const auto* bracket = as<Bracket>(module, expr)) expr = bracket->of;
    return expr;
}

ExprId paid_of(const Module& module, const Pay& pay) {
    const auto* after = as<AfterGates>(module, unbracketed(module, pay.amount.value));
    return after != nullptr ? after->of : pay.amount.value;
}

std::string name_text(const Sources& sources, Span span) {
    return nfc(sources.text(span));
}

std::string first_line(const Sources& sources, Span span) {
    const auto text = sources.text(span);
    return std::string(text.substr(0, text.find('\n')));
}

std::string quoted_text(const Sources& sources, Span span) {
    if (span.length < 2) return {};
    const std::string_view text = sources.text(span);
    return nfc(text.substr(1, text.size() - 2));
}

}  // namespace accrue::check
