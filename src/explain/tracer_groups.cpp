// Shares of a pool, systems of equations, lots.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/messages/phrases.hpp"
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

// A negative number behind an operator stands in brackets.
std::string bracketed(std::string number) {
    return number.starts_with('-') ? fmt::format("({})", number) : number;
}

Exact rest_of(const Apportionment& division, const Member& member) {
    if (division.weights.sign() == 0) return 0;
    return division.rest * member.weight / division.weights;
}

}  // namespace

void Tracer::fill_group_formula(Node& node, ExprId value) {
    const auto& expr = scheme_.expressions[value].node;
    if (const auto* shared = std::get_if<core::Shared>(&expr)) node.with_numbers = parts_of_share(*shared);
    if (std::holds_alternative<core::FromLots>(expr)) node.formula.clear();
    if (const auto* solved = std::get_if<core::Solved>(&expr)) {
        const auto written = scheme_.systems[solved->system].equations[solved->unknown].written;
        node.formula = as_written(scheme_, evaluation_.sources(), written);
        node.with_numbers = with_numbers(evaluation_, written, row_);
    }
}

// ---------------------------------------------------------------- shares

void Tracer::gather_shared(const core::Shared& shared, Gathered& into) {
    const auto& share = scheme_.shares[shared.share];
    const auto pool_row = history().above(row_, share.of);
    if (!pool_row) return;
    const auto& division = evaluation_.division(shared.share, pool_row);
    if (const auto* apportioned = std::get_if<Apportionment>(&division); apportioned != nullptr) {
        const auto& member = *std::ranges::lower_bound(apportioned->members, row_, {}, &Member::row);
        for (const auto& claim : member.claims) into.children.push_back(claim_node(share, claim));
        if (member.weight.sign() != 0 && !member.has_left)
            into.children.push_back(rest_node(share, *apportioned, member));
        if (member.has_left) into.notes.push_back(phrase(Phrase::left_the_share));
        if (!apportioned->refusal && member.exact != member.share)
            into.children.push_back(share_rounding_node(share, member));
    }
    into.children.push_back(pool_node(shared.share, pool_row));
}

// `15 000.00 + 12 000.00`, when a share has more than one part.
std::string Tracer::parts_of_share(const core::Shared& shared) {
    const auto pool_row = history().above(row_, scheme_.shares[shared.share].of);
    const auto* division =
        pool_row ? std::get_if<Apportionment>(&evaluation_.division(shared.share, pool_row)) : nullptr;
    if (division == nullptr || division->refusal) return "";
    const auto& member = *std::ranges::lower_bound(division->members, row_, {}, &Member::row);
    std::vector<std::string> parts;
    for (const auto& [claim, amount] : member.claims) {
        if (amount.sign() != 0) parts.push_back(money(amount));
    }
    if (member.weight.sign() != 0 && !member.has_left) parts.push_back(money(rest_of(*division, member)));
    if (parts.size() < 2) return "";
    auto text = parts.front();
    for (std::size_t i = 1; i < parts.size(); ++i) text += " + " + bracketed(parts[i]);
    return text;
}

// `where role = "head" : 40%`
std::string Tracer::clause_text(const core::Claim& claim) const {
    const auto text = text_at(evaluation_.sources(), claim.span);
    return text.empty() ? phrase(Phrase::claim) : text;
}

NodeId Tracer::claim_node(const core::Share& share, const std::pair<std::size_t, Exact>& claimed) {
    const auto& claim = share.claims[claimed.first];
    auto node = amount_node(NodeKind::claim, scheme_.definitions[share.result].type, claimed.second);
    node.name = clause_text(claim);
    node.label = claim.label;
    node.source = claim.span;
    const auto& amount = scheme_.definitions[claim.amount];
    node.with_numbers = with_numbers(evaluation_, amount.value, row_);
    if (node.with_numbers == shown(*node.value, node.type, false)) node.with_numbers.clear();
    Gathered gathered;
    const auto* outer = std::exchange(share_, &share);
    gather_definition(claim.amount, gathered);
    share_ = outer;
    gathered.status = Status::applied;
    finish(node, std::move(gathered));
    return add(std::move(node));
}

// The rest is what the claims leave; the row takes its part by weight.
NodeId Tracer::rest_node(const core::Share& share, const Apportionment& division, const Member& member) {
    auto node =
        amount_node(NodeKind::rest, scheme_.definitions[share.result].type, rest_of(division, member));
    node.name = phrase(Phrase::rest_of_pool);
    const auto rest = money(division.rest), weights = bracketed(to_people(division.weights));
    node.with_numbers = share.equally ? fmt::format("{} / {}", rest, weights)
                                      : fmt::format("{} × {} / {}", rest, to_people(member.weight), weights);
    Gathered gathered;
    if (division.claims.sign() != 0) {
        gathered.notes.push_back(phrase(Phrase::rest_left_by_claims, money(division.pool),
                                        bracketed(money(division.claims)), rest));
    }
    const auto left = std::ranges::count_if(division.members, &Member::has_left);
    if (left > 0) gathered.notes.push_back(phrase(Phrase::others_left_the_share, left));
    gathered.children = claims_of_all(share, division);
    const auto* outer = std::exchange(share_, &share);
    if (!share.equally && share.weight) gather_definition(share.weight, gathered);
    share_ = outer;
    finish(node, std::move(gathered));
    return add(std::move(node));
}

// What each clause takes of the pool before the rest is divided.
std::vector<NodeId> Tracer::claims_of_all(const core::Share& share, const Apportionment& division) {
    std::vector<NodeId> nodes;
    for (std::size_t i = 0; i < share.claims.size(); ++i) {
        Exact sum = 0;
        std::int64_t rows = 0;
        for (const auto& member : division.members) {
            for (const auto& [claim, amount] : member.claims) {
                if (claim != i || amount.sign() == 0 || member.has_left) continue;
                sum += amount;
                ++rows;
            }
        }
        if (rows == 0) continue;
        auto node = amount_node(NodeKind::claim, scheme_.definitions[share.result].type, sum);
        node.name = clause_text(share.claims[i]);
        node.label = share.claims[i].label;
        node.source = share.claims[i].span;
        node.note = phrase(Phrase::claims_of_clause, rows);
        nodes.push_back(add(std::move(node)));
    }
    return nodes;
}

NodeId Tracer::share_rounding_node(const core::Share& share, const Member& member) {
    auto node = amount_node(NodeKind::rounding, scheme_.definitions[share.result].type, member.share);
    const auto step = to_machine(share.step);
    const auto digits = share.step.decimal_digits().value_or(2);
    node.name = phrase(Phrase::rounded_to_step, step);
    node.before_rounding = member.exact;
    node.note =
        phrase(Phrase::before_rounding, to_people(member.exact, {.least = digits, .most = digits + 2}));
    const auto by_mode = share.remainder_to ? rounded(member.exact, share.mode, share.step)
                                            : floor(member.exact / share.step) * share.step;
    const auto odd = member.share - by_mode;
    if (odd.sign() != 0) {
        node.note += "; " + (share.remainder_to ? phrase(Phrase::takes_remainder, money(odd))
                                                : phrase(Phrase::takes_odd_step, step));
    }
    return add(std::move(node));
}

NodeId Tracer::pool_node(core::ShareId id, RowId row) {
    const auto key = std::uint64_t{id.value} << 32 | row.value;
    if (const auto known = pools_.find(key); known != pools_.end()) return known->second;
    const auto& share = scheme_.shares[id];
    const auto& pool = scheme_.definitions[share.pool];
    const auto own = std::exchange(row_, row);
    Node node{.kind = NodeKind::pool, .name = phrase(Phrase::pool), .type = pool.type, .row = row};
    node.expression = pool.value;
    node.source = scheme_.expressions[pool.value].origin.span;
    node.level = scheme_.levels[share.of].name;
    node.row_name = row_name(scheme_, history(), row);
    set_outcome(node, evaluation_.value(share.pool, row));
    fill_formula(node, pool.value, core::DefinitionKind::hidden);
    const auto top = std::exchange(top_, pool.value);
    Gathered gathered;
    gather(pool.value, gathered);
    finish(node, std::move(gathered));
    top_ = top;
    row_ = own;
    return pools_.emplace(key, add(std::move(node))).first->second;
}

// ---------------------------------------------------------------- equations

// The other equations stand beside this one; their unknowns are not opened again in each other.
void Tracer::gather_solved(const core::Solved& solved, Gathered& into) {
    const auto& system = scheme_.systems[solved.system];
    std::string others;
    for (std::size_t i = 0; i < system.equations.size(); ++i) {
        if (i == solved.unknown) continue;
        const auto& name = scheme_.definitions[system.equations[i].unknown].name;
        others += fmt::format("{}`{}`", others.empty() ? "" : ", ", name);
        into.children.push_back(equation_node(system.equations[i]));
    }
    if (!others.empty()) into.notes.push_back(phrase(Phrase::solved_together, others));
    const auto* outer = std::exchange(system_, &system);
    for (const auto& equation : system.equations) gather(equation.written, into);
    system_ = outer;
}

NodeId Tracer::equation_node(const core::Equation& equation) {
    const auto& unknown = scheme_.definitions[equation.unknown];
    Node node{.kind = NodeKind::equation,
              .name = core::shown_name(unknown),
              .label = unknown.label,
              .formula = as_written(scheme_, evaluation_.sources(), equation.written),
              .with_numbers = with_numbers(evaluation_, equation.written, row_),
              .type = unknown.type,
              .shown_as_percent = unknown.shown_as_percent,
              .source = unknown.span,
              .row = row_,
              .expression = equation.written};
    set_outcome(node, evaluation_.value(equation.unknown, row_));
    return add(std::move(node));
}

bool Tracer::is_unknown_here(DefinitionId definition) const {
    return system_ != nullptr && std::ranges::find(system_->equations, definition,
                                                   &core::Equation::unknown) != system_->equations.end();
}

// ---------------------------------------------------------------- lots

// Each lot that was there or came: what was taken from it, what is left of it, or that its time is over.
void Tracer::gather_lots(const core::FromLots& from, Gathered& into) {
    const auto& lots = scheme_.lots[from.lots];
    const auto& state = evaluation_.lots(from.lots, row_);
    if (!state.failure) {
        const auto now = history().rows[row_].period;
        const auto in = [](const std::vector<Lot>& all, Period of) {
            const auto found = std::ranges::find(all, of, &Lot::of);
            return found == all.end() ? Exact(0) : found->amount;
        };
        const auto words = [&](const Exact& number) {
            return shown(core::Value(number), scheme_.definitions[lots.left].type, false);
        };
        for (const auto& lot : state.lots.expired)
            into.children.push_back(lot_node(lots, lot.of, lot.amount, phrase(Phrase::lot_expired)));
        for (const auto& lot : state.lots.taken) {
            const auto left = in(state.lots.left, lot.of);
            const auto note =
                phrase(Phrase::lot_taken, words(lot.amount)) + ", " + phrase(Phrase::lot_left, words(left));
            into.children.push_back(lot_node(lots, lot.of, lot.amount + left, note));
        }
        for (const auto& lot : state.lots.left) {
            if (in(state.lots.taken, lot.of).sign() != 0) continue;
            const auto note = lot.of == now ? phrase(Phrase::lot_added) : std::string();
            into.children.push_back(lot_node(lots, lot.of, lot.amount, note));
        }
    }
    std::vector<std::string> facts;
    for (const auto fact : {lots.add, lots.take}) {
        const auto* value = present(evaluation_.value(fact, row_));
        facts.push_back(value != nullptr ? shown(*value, scheme_.definitions[fact].type, false) : "…");
        gather_definition(fact, into);
    }
    into.notes.push_back(phrase(Phrase::added_and_wanted, facts[0], facts[1]));
}

NodeId Tracer::lot_node(const core::Lots& lots, Period of, const Exact& amount, std::string note) {
    auto node = amount_node(NodeKind::lot, scheme_.definitions[lots.left].type, amount);
    node.name = phrase(Phrase::lot_of, scheme_.calendar.to_text(of));
    node.note = std::move(note);
    return add(std::move(node));
}

}  // namespace accrue::explain
