// Systems of equations, lots.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/messages/phrases/tracing.hpp"
#include "base/text.hpp"
#include "explain/rows.hpp"
#include "explain/shown.hpp"
#include "explain/tracer.hpp"
#include "number/decimal.hpp"

namespace accrue::explain {
namespace {

using core::DefinitionId;
using core::ExprId;
using data::RowId;

}  // namespace

void Tracer::fill_group_formula(Node& node, ExprId value) {
    const auto& expr = scheme_.expressions[value].node;
    if (const auto* shared = std::get_if<core::Shared>(&expr)) node.with_numbers = parts_of_share(*shared);
    if (std::holds_alternative<core::FromLots>(expr)) node.formula.clear();
    if (const auto* solved = std::get_if<core::Solved>(&expr)) {
        const auto written = scheme_.systems[solved->system].equations[solved->unknown].written;
        node.formula = as_written(scheme_, evaluation_.sources(), written);
        node.with_numbers = with_numbers(evaluation_, written, at_.row);
    }
}

// ---------------------------------------------------------------- equations

// The other equations stand beside this one; their unknowns are not opened again in each other.
Term Tracer::gather_solved(const core::Solved& solved, Gathered& into) {
    const auto& system = scheme_.systems[solved.system];
    auto equations = equation_terms(system);
    std::string others;
    for (std::size_t i = 0; i < system.equations.size(); ++i) {
        if (i == solved.unknown) continue;
        const auto& name = scheme_.definitions[system.equations[i].unknown].name;
        others += fmt::format("{}`{}`", others.empty() ? "" : ", ", name);
        const auto place = static_cast<std::int64_t>(i);
        into.children.push_back(
            equation_node(system.equations[i], indexed(TermOp::solution, equations, place)));
    }
    if (!others.empty()) into.notes.push_back(phrase(say::solved_together, others));
    const auto* outer = std::exchange(system_, &system);
    for (const auto& equation : system.equations) gather(equation.written, into);
    system_ = outer;
    return indexed(TermOp::solution, std::move(equations), solved.unknown);
}

// The constant and the coefficients of each, which read the names that stand in it as it is written.
std::vector<Term> Tracer::equation_terms(const core::System& system) {
    std::vector<Term> equations;
    for (const auto& [unknown, written, coefficients, constant] : system.equations) {
        std::vector<Term> of;
        Gathered names;
        const bool is_set = evaluation_.overridden(unknown, at_.row);
        of.push_back(is_set ? constant_term(*present(evaluation_.value(unknown, at_.row)))
                            : plain(constant, names));
        for (const auto coefficient : coefficients)
            of.push_back(coefficient && !is_set ? plain(coefficient, names) : constant_term(Exact(0)));
        equations.push_back(term(TermOp::equation, std::move(of)));
    }
    return equations;
}

NodeId Tracer::equation_node(const core::Equation& equation, Term solution) {
    const auto& unknown = scheme_.definitions[equation.unknown];
    Node node{.kind = NodeKind::equation,
              .name = core::shown_name(unknown),
              .label = unknown.label,
              .formula = as_written(scheme_, evaluation_.sources(), equation.written),
              .with_numbers = with_numbers(evaluation_, equation.written, at_.row),
              .type = unknown.type,
              .shown_as_percent = unknown.shown_as_percent,
              .source = unknown.span,
              .row = at_.row,
              .expression = equation.written,
              .term = std::move(solution)};
    set_outcome(node, evaluation_.value(equation.unknown, at_.row));
    return add(std::move(node));
}

bool Tracer::is_unknown_here(DefinitionId definition) const {
    return system_ != nullptr && std::ranges::find(system_->equations, definition,
                                                   &core::Equation::unknown) != system_->equations.end();
}

// ---------------------------------------------------------------- lots

// Each lot that was there or came: what was taken from it, what is left of it, or that its time is over. Then
// how it came to that.
Term Tracer::gather_lots(const core::FromLots& from, Gathered& into) {
    const auto& lots = scheme_.lots[from.lots];
    const auto& state = evaluation_.lots(from.lots, at_.row);
    const auto now = history().rows[at_.row].period;
    std::vector<std::string> facts;
    for (const auto fact : {lots.add, lots.take}) {
        const auto* value = present(evaluation_.value(fact, at_.row));
        facts.push_back(value != nullptr ? shown(*value, scheme_.definitions[fact].type, false) : "…");
        gather_definition(fact, into);
    }
    into.notes.push_back(phrase(say::added_and_wanted, facts[0], facts[1]));
    if (state.failure) return {};
    const auto all = lots_node(from.lots);
    const auto single = lots_of(lots, state.lots, now, node_term(all));
    into.children.insert(into.children.begin(), single.begin(), single.end());
    into.children.push_back(all);
    static constexpr TermOp parts[] = {TermOp::lots_left, TermOp::lots_taken, TermOp::lots_expired};
    const auto last = static_cast<std::int64_t>(nodes_[all].children.size()) - 1;
    return indexed(parts[static_cast<std::size_t>(from.part)], {node_term(all)}, last);
}

std::vector<NodeId> Tracer::lots_of(const core::Lots& lots, const LotsAfter& after, Period now,
                                    const Term& all) {
    const auto in = [](const std::vector<Lot>& some, Period of) {
        const auto found = std::ranges::find(some, of, &Lot::of);
        return found == some.end() ? Exact(0) : found->amount;
    };
    const auto words = [&](const Exact& number) {
        return shown(core::Value(number), scheme_.definitions[lots.left].type, false);
    };
    std::vector<NodeId> nodes;
    for (const auto& lot : after.expired)
        nodes.push_back(lot_node(lots, lot.of, lot.amount, phrase(say::lot_expired), all));
    for (const auto& lot : after.taken) {
        const auto left = in(after.left, lot.of);
        const auto note =
            phrase(say::lot_taken, words(lot.amount)) + ", " + phrase(say::lot_left, words(left));
        nodes.push_back(lot_node(lots, lot.of, lot.amount + left, note, all));
    }
    for (const auto& lot : after.left) {
        if (in(after.taken, lot.of).sign() != 0) continue;
        const auto note = lot.of == now ? phrase(say::lot_added) : std::string();
        nodes.push_back(lot_node(lots, lot.of, lot.amount, note, all));
    }
    return nodes;
}

NodeId Tracer::lot_node(const core::Lots& lots, Period of, const Exact& amount, std::string note,
                        const Term& all) {
    auto node = amount_node(NodeKind::lot, scheme_.definitions[lots.left].type, amount);
    node.name = phrase(say::lot_of, scheme_.calendar.to_text(of));
    node.note = std::move(note);
    // Of records several stand in one period, whose lots cannot be told apart.
    if (!is_record(at_.row)) node.term = indexed(TermOp::lot, {all}, of.index);
    return add(std::move(node));
}

// What was added and wanted in each period from the first, and what was left after it.
NodeId Tracer::lots_node(core::LotsId id) {
    const auto key = std::uint64_t{id.value} << 32 | at_.row.value;
    if (const auto known = lots_.find(key); known != lots_.end()) return known->second;
    const auto& lots = scheme_.lots[id];
    std::vector<RowId> rows;
    for (auto row = at_.row; row; row = history().rows[row].previous) rows.push_back(row);
    std::ranges::reverse(rows);
    Node node{.kind = NodeKind::lots, .name = phrase(say::lots_so_far), .row = at_.row};
    std::vector<Term> of{constant_term(Exact(lots.usable_for))};
    for (const auto row : rows) {
        auto [month, facts] = lots_period_node(id, row);
        node.children.push_back(month);
        of.push_back(std::move(facts));
    }
    node.term = term(TermOp::lots, std::move(of));
    const auto added = add(std::move(node));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto& month = nodes_[nodes_[added].children[i]];
        month.term = indexed(TermOp::lots_left, {node_term(added)}, static_cast<std::int64_t>(i));
    }
    return lots_[key] = added;
}

std::pair<NodeId, Term> Tracer::lots_period_node(core::LotsId id, RowId row) {
    const auto& lots = scheme_.lots[id];
    const auto& type = scheme_.definitions[lots.left].type;
    const auto& state = evaluation_.lots(id, row);
    auto node = amount_node(NodeKind::month, type, total(state.lots.left));
    node.name = time_text(row);
    node.row = row;
    Gathered gathered;
    std::vector<Term> of;
    std::vector<std::string> facts;
    const auto steps = row == at_.row ? 0 : 1;
    const bool opens = at_.steps + steps <= reach_.depth;
    for (const auto fact : {lots.add, lots.take}) {
        const auto& value = *present(evaluation_.value(fact, row));
        facts.push_back(shown(value, type, false));
        of.push_back(opens ? in_row(row, steps, [&] { return gather_definition(fact, gathered); })
                           : constant_term(value));
    }
    if (evaluation_.overridden(lots.left, row))
        of.push_back(constant_term(*present(evaluation_.value(lots.left, row))));
    node.note = phrase(say::added_and_wanted, facts[0], facts[1]);
    if (row != at_.row) node.more = options_for(lots.left, row);
    finish(node, {.children = std::move(gathered.children), .status = Status::applied, .notes = {}});
    return {add(std::move(node)),
            indexed(TermOp::lots_period, std::move(of), history().rows[row].period.index)};
}

}  // namespace accrue::explain
