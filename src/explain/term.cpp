#include "explain/term.hpp"

namespace accrue::explain {

Term constant_term(core::Value value) {
    return {.op = TermOp::constant, .constant = std::move(value)};
}

Term node_term(NodeId node) {
    return {.op = TermOp::node, .node = node};
}

Term term(TermOp op, std::vector<Term> of) {
    return {.op = op, .of = std::move(of)};
}

Term indexed(TermOp op, std::vector<Term> of, std::int64_t index) {
    return {.op = op, .of = std::move(of), .index = index};
}

Term rounded_term(Rounding mode, std::vector<Term> of) {
    return {.op = TermOp::rounded, .of = std::move(of), .mode = std::string(to_text(mode))};
}

TermOp operation(const core::Expr& expr) {
    static constexpr TermOp arithmetic[] = {TermOp::add, TermOp::subtract, TermOp::multiply, TermOp::divide};
    static constexpr TermOp relation[] = {TermOp::equal, TermOp::less, TermOp::at_most};
    static constexpr TermOp logic[] = {TermOp::both, TermOp::either, TermOp::negation};
    const overloaded found{
        [](const core::Arithmetic& e) { return arithmetic[static_cast<std::size_t>(e.op)]; },
        [](const core::Compare& e) { return relation[static_cast<std::size_t>(e.op)]; },
        [](const core::Logic& e) { return logic[static_cast<std::size_t>(e.op)]; },
        [](const core::Clamp& e) {
            return e.op == core::ClampOp::smaller ? TermOp::smaller : TermOp::larger;
        },
        [](const core::Choose&) { return TermOp::choose; },
        [](const core::Default&) { return TermOp::defaulted; },
        [](const core::MonthsBetween&) { return TermOp::months_between; },
        [](const auto&) { return TermOp::unread; },
    };
    return std::visit(found, expr.node);
}

std::string_view word(TermOp op) {
    switch (op) {
        case TermOp::unread:
            return "unread";
        case TermOp::constant:
            return "constant";
        case TermOp::node:
            return "node";
        case TermOp::add:
            return "add";
        case TermOp::subtract:
            return "subtract";
        case TermOp::multiply:
            return "multiply";
        case TermOp::divide:
            return "divide";
        case TermOp::equal:
            return "equal";
        case TermOp::less:
            return "less";
        case TermOp::at_most:
            return "at_most";
        case TermOp::both:
            return "and";
        case TermOp::either:
            return "or";
        case TermOp::negation:
            return "not";
        case TermOp::choose:
            return "choose";
        case TermOp::smaller:
            return "smaller";
        case TermOp::larger:
            return "larger";
        case TermOp::rounded:
            return "rounded";
        case TermOp::defaulted:
            return "default";
        case TermOp::months_between:
            return "months_between";
        case TermOp::counted:
            return "counted";
        case TermOp::sum:
            return "sum";
        case TermOp::count:
            return "count";
        case TermOp::smallest:
            return "smallest";
        case TermOp::largest:
            return "largest";
        case TermOp::rank:
            return "rank";
        case TermOp::member:
            return "member";
        case TermOp::division:
            return "division";
        case TermOp::division_never_below_0:
            return "division_never_below_0";
        case TermOp::share:
            return "share";
        case TermOp::rest_share:
            return "rest_share";
        case TermOp::claimed:
            return "claimed";
        case TermOp::equation:
            return "equation";
        case TermOp::solution:
            return "solution";
        case TermOp::lots_period:
            return "lots_period";
        case TermOp::lots:
            return "lots";
        case TermOp::lots_left:
            return "lots_left";
        case TermOp::lots_taken:
            return "lots_taken";
        case TermOp::lots_expired:
            return "lots_expired";
        case TermOp::lot:
            return "lot";
    }
    return "";
}

bool has_index(TermOp op) {
    using enum TermOp;
    return op == rank || (op >= share && op <= claimed) || op == solution || op == lots_period ||
           op >= lots_left;
}

}  // namespace accrue::explain
