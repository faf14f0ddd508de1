#include "explain/coverage.hpp"

#include <algorithm>

#include "explain/formula.hpp"

namespace accrue::explain {
namespace {

using core::ExprId;
using core::WrittenAs;
using data::RowId;

bool holds(Evaluation& evaluation, ExprId condition, RowId row) {
    const auto* value = present(evaluation.value(condition, row));
    return value != nullptr && std::get<bool>(*value);
}

bool is_known(Evaluation& evaluation, ExprId condition, RowId row) {
    return present(evaluation.value(condition, row)) != nullptr;
}

// A clause's amount is chosen by its own condition, which counts as the clause.
std::set<ExprId> chosen_by_shares(const core::Scheme& scheme) {
    std::set<ExprId> chosen;
    for (const auto& share : scheme.shares) {
        for (const auto& claim : share.claims) chosen.insert(scheme.definitions[claim.amount].value);
        if (share.weight) chosen.insert(scheme.definitions[share.weight].value);
    }
    return chosen;
}

}  // namespace

Coverage::Coverage(const core::Scheme& scheme) : scheme_(scheme) {
    const auto of_shares = chosen_by_shares(scheme);
    for (const auto& definition : scheme.definitions) expect_in(definition.value, of_shares);
    for (const auto& share : scheme.shares) {
        for (const auto& claim : share.claims) {
            if (claim.fits) expect(BranchKind::clause, claim.span);
        }
    }
}

Span Coverage::span(ExprId id) const {
    return scheme_.expressions[id].origin.span;
}

// ---------------------------------------------------------------- what there is

void Coverage::expect(BranchKind kind, Span span) {
    if (!span.source) return;
    branches_.try_emplace({span.source.value, span.begin, kind}, Branch{kind, span, false});
}

void Coverage::expect_in(ExprId root, const std::set<ExprId>& left_out) {
    for (const auto id : core::within(scheme_, root)) {
        if (left_out.contains(id)) continue;
        if (const auto* table = scheme_.table_note(id)) {
            for (const auto& band : table->bands) expect(BranchKind::band, band.span);
        } else if (const auto* gate = scheme_.gate_note(id)) {
            expect(BranchKind::gate_open, span(gate->conditions.front()));
            expect(BranchKind::gate_closed, span(gate->conditions.front()));
        } else if (const auto* choose = std::get_if<core::Choose>(&scheme_.expressions[id].node)) {
            expect_choice(id, *choose);
        }
    }
}

void Coverage::expect_choice(ExprId id, const core::Choose& choose) {
    switch (scheme_.expressions[id].origin.written_as) {
        case WrittenAs::alternatives:
            for (const auto& [condition, value] : choose.cases)
                expect(BranchKind::alternative, span(condition));
            if (choose.otherwise) expect(BranchKind::otherwise, span(choose.otherwise));
            break;
        case WrittenAs::guard:
            expect(BranchKind::guard_held, span(choose.cases.front().condition));
            expect(BranchKind::guard_failed, span(choose.cases.front().condition));
            break;
        default:  // made by check, not written
            break;
    }
}

// ---------------------------------------------------------------- what is reached

void Coverage::reach(BranchKind kind, Span span) {
    const auto found = branches_.find({span.source.value, span.begin, kind});
    if (found != branches_.end()) found->second.reached = true;
}

void Coverage::add(Evaluation& evaluation) {
    const auto& history = evaluation.history();
    for (std::uint32_t i = 0; i < scheme_.definitions.size(); ++i) {
        const core::DefinitionId id(i);
        for (const auto row : history.rows_of(scheme_.definitions[id].level)) {
            if (evaluation.overridden(id, row)) continue;
            seen_.clear();
            visit(evaluation, scheme_.definitions[id].value, row);
        }
    }
    for (const auto& share : scheme_.shares) visit_share(evaluation, share);
}

// Only what a row uses: a branch inside a branch that is not taken is not reached.
void Coverage::visit(Evaluation& evaluation, ExprId id, RowId row) {
    if (!seen_.insert(id).second) return;
    if (const auto* table = scheme_.table_note(id)) return visit_table(evaluation, *table, row);
    if (const auto* gate = scheme_.gate_note(id)) return visit_gate(evaluation, *gate, row);
    const auto& expr = scheme_.expressions[id];
    if (const auto* choose = std::get_if<core::Choose>(&expr.node))
        return visit_choice(evaluation, id, *choose, row);
    for (const auto operand : core::operands(expr)) visit(evaluation, operand, row);
}

void Coverage::visit_table(Evaluation& evaluation, const core::TableNote& table, RowId row) {
    visit(evaluation, table.key, row);
    if (table.second_key) visit(evaluation, table.second_key, row);
    if (!is_known(evaluation, table.key, row)) return;
    for (const auto& band : table.bands) {
        if (band.condition && !is_known(evaluation, band.condition, row)) return;
        if (band.condition && !holds(evaluation, band.condition, row)) continue;
        reach(BranchKind::band, band.span);
        if (band.value) visit(evaluation, band.value, row);
        return;
    }
}

void Coverage::visit_gate(Evaluation& evaluation, const core::GateNote& gate, RowId row) {
    const auto all = [&](auto test) {
        return std::ranges::all_of(gate.conditions, [&](ExprId each) { return test(evaluation, each, row); });
    };
    for (const auto condition : gate.conditions) visit(evaluation, condition, row);
    const bool open = all(holds);
    if (!open && !is_known(evaluation, gate.gate, row)) return;
    reach(open ? BranchKind::gate_open : BranchKind::gate_closed, span(gate.conditions.front()));
    if (open && gate.open_value) visit(evaluation, gate.open_value, row);
}

void Coverage::visit_choice(Evaluation& evaluation, ExprId id, const core::Choose& choose, RowId row) {
    const bool guard = scheme_.expressions[id].origin.written_as == WrittenAs::guard;
    for (const auto& [condition, value] : choose.cases) {
        visit(evaluation, condition, row);
        if (!is_known(evaluation, condition, row)) return;
        if (!holds(evaluation, condition, row)) continue;
        reach(guard ? BranchKind::guard_held : BranchKind::alternative, span(condition));
        return visit(evaluation, value, row);
    }
    if (guard) {
        reach(BranchKind::guard_failed, span(choose.cases.front().condition));
    } else if (choose.otherwise) {
        reach(BranchKind::otherwise, span(choose.otherwise));
    }
    if (choose.otherwise) visit(evaluation, choose.otherwise, row);
}

void Coverage::visit_share(Evaluation& evaluation, const core::Share& share) {
    const auto members = evaluation.history().rows_of(scheme_.definitions[share.result].level);
    for (const auto& claim : share.claims) {
        if (!claim.fits) continue;
        const auto fits = [&](RowId row) {
            const auto* value = present(evaluation.value(claim.fits, row));
            return value != nullptr && std::get<bool>(*value);
        };
        if (std::ranges::any_of(members, fits)) reach(BranchKind::clause, claim.span);
    }
}

std::vector<Branch> Coverage::branches() const {
    std::vector<Branch> all;
    for (const auto& [order, branch] : branches_) all.push_back(branch);
    return all;
}

}  // namespace accrue::explain
