// How a value follows from names, where the page shows its formula in one piece: tables, conditions of rows,
// coefficients of equations.
#include "explain/tracer.hpp"

namespace accrue::explain {

using core::ExprId;

Term Tracer::plain(ExprId id, Gathered& into) {
    const auto& expr = scheme_.expressions[id];
    // These read nothing of the row that asks.
    const auto of_own_row = [&](const auto& act) { return in_row(at_.row, 0, act); };
    const overloaded follows{
        [](const core::Constant& e) { return constant_term(e.value); },
        [&](const core::Read& e) { return plain_read(id, e, into); },
        [&](const core::Choose& e) { return plain_choice(e, into); },
        [&](const core::Default& e) { return plain_default(id, e, into); },
        [&](const core::Round& e) { return rounded_term(e.mode, plain_operands(id, into)); },
        [&](const core::Previous& e) { return of_own_row([&] { return gather_previous(id, e, into); }); },
        [&](const core::Aggregate& e) { return of_own_row([&] { return gather_aggregate(id, e, into); }); },
        [&](const core::Lookup& e) { return gather_lookup(id, e, into); },
        [&](const core::Shared& e) { return of_own_row([&] { return gather_shared(e, into); }); },
        [&](const core::Solved& e) { return of_own_row([&] { return gather_solved(e, into); }); },
        [&](const core::FromLots& e) { return of_own_row([&] { return gather_lots(e, into); }); },
        [&](const auto&) { return term(operation(expr), plain_operands(id, into)); },
    };
    return std::visit(follows, expr.node);
}

std::vector<Term> Tracer::plain_operands(ExprId id, Gathered& into) {
    std::vector<Term> operands;
    for (const auto operand : core::operands(scheme_.expressions[id]))
        operands.push_back(plain(operand, into));
    return operands;
}

// What stands behind the case that was taken is not read. In the eyes of another row all cases are told.
Term Tracer::plain_choice(const core::Choose& choose, Gathered& into) {
    std::vector<Term> of;
    for (const auto& [condition, value] : choose.cases) {
        of.push_back(plain(condition, into));
        const bool taken = !at_.asker && is_true(condition);
        of.push_back(taken || at_.asker ? plain(value, into) : Term{});
        if (taken) return term(TermOp::choose, std::move(of));
    }
    if (choose.otherwise) of.push_back(plain(choose.otherwise, into));
    return term(TermOp::choose, std::move(of));
}

// A cell of the own row is the one that stands where the formula is told, with what stands for a blank.
Term Tracer::plain_default(ExprId id, const core::Default& with_default, Gathered& into) {
    const auto* read = std::get_if<core::Read>(&scheme_.expressions[with_default.of].node);
    const bool is_cell = read != nullptr && std::holds_alternative<core::InputId>(read->what);
    if (is_cell && !at_.asker) return gather_default(with_default, into);
    return term(operation(scheme_.expressions[id]), plain_operands(id, into));
}

// What the calendar says is a number like any other.
Term Tracer::plain_read(ExprId id, const core::Read& read, Gathered& into) {
    const auto row = read.of_asker ? at_.asker : at_.row;
    if (std::holds_alternative<core::Builtin>(read.what)) {
        const auto outcome = outcome_of(id);
        return present(outcome) != nullptr ? constant_term(*present(outcome)) : Term{};
    }
    return in_row(row, 0, [&] {
        const auto* definition = std::get_if<core::DefinitionId>(&read.what);
        const bool hidden = definition != nullptr && !share_of_pool(*definition) &&
                            scheme_.definitions[*definition].kind == core::DefinitionKind::hidden;
        if (!hidden) return gather_read(id, read, into);
        const auto own = history().above(row, scheme_.definitions[*definition].level);
        if (!own || evaluation_.overridden(*definition, own)) return gather_read(id, read, into);
        return in_row(own, 0, [&] { return plain(scheme_.definitions[*definition].value, into); });
    });
}

}  // namespace accrue::explain
