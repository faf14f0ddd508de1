// Expressions by their kind: what of them stands under the name whose formula they are.
#include <utility>

#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/general.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "explain/formula.hpp"
#include "explain/shown.hpp"
#include "explain/tracer.hpp"
#include "number/decimal.hpp"

namespace accrue::explain {
namespace {

using core::DefinitionId;
using core::ExprId;
using core::WrittenAs;
using data::RowId;

// What `each month`, `each quarter` and `each year` ask of a period; null for any other expression.
const Phrase* end_of(const core::Expr& expr) {
    static constexpr Phrase month = say::last_of_month, quarter = say::last_of_quarter,
                            year = say::last_of_year;
    const auto* read = std::get_if<core::Read>(&expr.node);
    const auto* builtin = read != nullptr ? std::get_if<core::Builtin>(&read->what) : nullptr;
    if (builtin == nullptr) return nullptr;
    if (*builtin == core::Builtin::ends_month) return &month;
    if (*builtin == core::Builtin::ends_quarter) return &quarter;
    return *builtin == core::Builtin::ends_year ? &year : nullptr;
}

// Two digits more than the step keeps.
std::string unrounded_text(const core::Scheme& scheme, const core::Round& round, const Exact& exact) {
    const auto* step = std::get_if<core::Constant>(&scheme.expressions[round.step].node);
    const auto kept = step != nullptr ? std::get<Exact>(step->value).decimal_digits().value_or(2) : 2;
    if (as_percent(scheme, round.of)) return percent_text(exact);
    return to_people(exact, {.least = kept, .most = kept + 2});
}

}  // namespace

Term Tracer::gather(ExprId id, Gathered& into) {
    if (const auto* table = scheme_.table_note(id)) return gather_table(id, *table, into);
    const auto as_condition = [&] {
        const auto node = condition_node(id, Status::applied, Status::not_taken);
        into.children.push_back(node);
        return node_term(node);
    };
    const overloaded open{
        [](const core::Constant& e) { return constant_term(e.value); },
        [&](const core::Read& e) { return gather_read(id, e, into); },
        [&](const core::Previous& e) { return gather_previous(id, e, into); },
        [&](const core::Arithmetic&) { return gather_operands(id, into); },
        [&](const core::Compare&) { return as_condition(); },
        [&](const core::Logic&) { return as_condition(); },
        [&](const core::Choose& e) { return gather_choose(id, e, into); },
        [&](const core::Clamp& e) { return gather_clamp(id, e, into); },
        [&](const core::Round& e) { return gather_round(id, e, into); },
        [&](const core::Aggregate& e) { return gather_aggregate(id, e, into); },
        [&](const core::Default& e) { return gather_default(e, into); },
        [&](const core::Lookup& e) { return gather_lookup(id, e, into); },
        [&](const core::Shared& e) { return gather_shared(e, into); },
        [&](const core::Solved& e) { return gather_solved(e, into); },
        [&](const core::FromLots& e) { return gather_lots(e, into); },
        [&](const core::MonthsBetween&) { return gather_operands(id, into); },
    };
    return std::visit(open, scheme_.expressions[id].node);
}

// The same of an expression of another row.
Term Tracer::gather_of(RowId row, ExprId id, Gathered& into) {
    return in_row(row, 0, [&] { return gather(id, into); });
}

Term Tracer::gather_operands(ExprId id, Gathered& into) {
    const auto& expr = scheme_.expressions[id];
    if (expr.origin.written_as == WrittenAs::average) {
        const auto sum = std::get<core::Arithmetic>(expr.node).left;
        return gather_aggregate(id, std::get<core::Aggregate>(scheme_.expressions[sum].node), into);
    }
    std::vector<Term> operands;
    for (const auto operand : core::operands(expr)) operands.push_back(gather(operand, into));
    return term(operation(expr), std::move(operands));
}

Term Tracer::gather_read(ExprId id, const core::Read& read, Gathered& into) {
    const auto child = [&](NodeId node) {
        into.children.push_back(node);
        return node_term(node);
    };
    const overloaded open{
        [&](core::InputId input) {
            const auto row = history().above(at_.row, scheme_.inputs[input].level);
            return row ? child(input_node(input, row)) : Term{};
        },
        [&](core::ParamId param) { return child(param_node(param)); },
        [&](DefinitionId definition) { return gather_definition(definition, into); },
        [&](core::Builtin) {
            // What `each quarter` asks is a condition by itself and has nothing under it.
            if (end_of(scheme_.expressions[id]) != nullptr)
                return constant_term(*present(evaluation_.value(id, at_.row)));
            return child(add(expression_node(NodeKind::built_in, id)));
        },
    };
    return std::visit(open, read.what);
}

Term Tracer::gather_definition(DefinitionId definition, Gathered& into) {
    const auto& read = scheme_.definitions[definition];
    const auto row = history().above(at_.row, read.level);
    if (!row || is_unknown_here(definition)) return {};
    if (const auto share = share_of_pool(definition)) {
        const auto node = pool_node(share, row);
        const bool stands_beside_claims = &scheme_.shares[share] == share_;
        if (!stands_beside_claims) into.children.push_back(node);
        return node_term(node);
    }
    const bool hidden = read.kind == core::DefinitionKind::hidden && !evaluation_.overridden(definition, row);
    if (hidden) return gather_of(row, read.value, into);
    const auto node = definition_node(definition, row);
    into.children.push_back(node);
    return node_term(node);
}

// The names under a rounding are children of its node; what happened to them is told by the owner.
Term Tracer::gather_round(ExprId id, const core::Round& round, Gathered& into) {
    if (id == top_) top_ = round.of;
    auto node = expression_node(NodeKind::rounding, id);
    node.name = phrase(say::rounded, rounding_words(scheme_, round));
    const auto *exact = amount(evaluation_.value(round.of, at_.row)),
               *result = amount(evaluation_.value(id, at_.row));
    if (exact != nullptr && result != nullptr && *exact == *result) {
        node.status = Status::not_taken;
        node.note = phrase(say::nothing_to_round);
    } else if (exact != nullptr) {
        node.before_rounding = *exact;
        node.note = phrase(say::before_rounding, unrounded_text(scheme_, round, *exact));
    }
    Gathered inside;
    node.term = rounded_term(round.mode, {gather(round.of, inside), plain(round.step, inside)});
    into.status = inside.status;
    into.notes.insert(into.notes.end(), inside.notes.begin(), inside.notes.end());
    finish(node, {.children = std::move(inside.children), .status = Status::applied, .notes = {}});
    const auto added = add(std::move(node));
    into.children.push_back(added);
    return node_term(added);
}

std::string Tracer::written(ExprId id) const {
    if (const auto* ends = end_of(scheme_.expressions[id])) return phrase(*ends);
    return as_written(scheme_, evaluation_.sources(), id);
}

}  // namespace accrue::explain
