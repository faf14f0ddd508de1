// Shares of a pool: what each clause claims for the row, its part of the rest, the pool, and what all get.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/messages/phrases/tracing.hpp"
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

// Its part of the rest, as it is shown, which is what its exact part would be.
Exact shown_rest(const Apportionment& division, const Member& member) {
    static const Exact finer_than_shown = Exact::scaled(1, 12);
    return division.by_weight.nearly(0, member.weight, finer_than_shown);
}

const Member& member_of(const Apportionment& division, RowId row) {
    return *std::ranges::lower_bound(division.members, row, {}, &Member::row);
}

// Was it worked out what the claims leave? Facts that cannot be divided by end a division before.
bool has_rest(const Apportionment& division) {
    if (!division.refusal) return true;
    const auto why = division.refusal->why;
    return why != ShareTrouble::pool_below_0 && why != ShareTrouble::weight_below_0 &&
           why != ShareTrouble::nobody_fits;
}

std::int64_t place_of(const Apportionment& division, const Member& member) {
    return &member - division.members.data();
}

}  // namespace

core::ShareId Tracer::share_of_pool(DefinitionId definition) const {
    const auto found = std::ranges::find(scheme_.shares, definition, &core::Share::pool);
    if (found == scheme_.shares.end()) return {};
    return core::ShareId(static_cast<std::size_t>(found - scheme_.shares.begin()));
}

Term Tracer::gather_shared(const core::Shared& shared, Gathered& into) {
    const auto& share = scheme_.shares[shared.share];
    const auto pool_row = history().above(at_.row, share.of);
    if (!pool_row) return {};
    const auto* division = std::get_if<Apportionment>(&evaluation_.division(shared.share, pool_row));
    Term mine;
    if (division != nullptr) {
        const auto all = division_node(shared.share, pool_row);
        const auto& member = member_of(*division, at_.row);
        for (const auto& claim : member.claims) into.children.push_back(claim_node(share, claim));
        if (member.weight.sign() != 0 && !member.has_left && has_rest(*division))
            into.children.push_back(rest_node(share, *division, member, node_term(all)));
        if (member.has_left) into.notes.push_back(phrase(say::left_the_share));
        if (!division->refusal && exact_share(*division, member) != member.share)
            into.children.push_back(share_rounding_node(share, *division, member, node_term(all)));
        into.children.push_back(all);
        mine = indexed(TermOp::share, {node_term(all)}, place_of(*division, member));
    }
    into.children.push_back(pool_node(shared.share, pool_row));
    return mine;
}

// `15 000.00 + 12 000.00`, when a share has more than one part.
std::string Tracer::parts_of_share(const core::Shared& shared) {
    const auto pool_row = history().above(at_.row, scheme_.shares[shared.share].of);
    const auto* division =
        pool_row ? std::get_if<Apportionment>(&evaluation_.division(shared.share, pool_row)) : nullptr;
    if (division == nullptr || division->refusal) return "";
    return member_parts(*division, member_of(*division, at_.row));
}

std::string Tracer::member_parts(const Apportionment& division, const Member& member) const {
    std::vector<std::string> parts;
    for (const auto& [claim, amount] : member.claims) {
        if (amount.sign() != 0) parts.push_back(money(amount));
    }
    if (member.weight.sign() != 0 && !member.has_left) parts.push_back(money(shown_rest(division, member)));
    if (parts.size() < 2) return "";
    auto text = parts.front();
    for (std::size_t i = 1; i < parts.size(); ++i) text += " + " + bracketed(parts[i]);
    return text;
}

// `where role = "head" : 40%`
std::string Tracer::clause_text(const core::Claim& claim) const {
    const auto text = text_at(evaluation_.sources(), claim.span);
    return text.empty() ? phrase(say::claim) : text;
}

NodeId Tracer::claim_node(const core::Share& share, const std::pair<std::size_t, Exact>& claimed) {
    const auto& claim = share.claims[claimed.first];
    auto node = amount_node(NodeKind::claim, scheme_.definitions[share.result].type, claimed.second);
    node.name = clause_text(claim);
    node.label = claim.label;
    node.source = claim.span;
    const auto& amount = scheme_.definitions[claim.amount];
    node.with_numbers = with_numbers(evaluation_, amount.value, at_.row);
    if (node.with_numbers == shown(*node.value, node.type, false)) node.with_numbers.clear();
    Gathered gathered;
    const auto* outer = std::exchange(share_, &share);
    node.term = gather_definition(claim.amount, gathered);
    share_ = outer;
    gathered.status = Status::applied;
    finish(node, std::move(gathered));
    return add(std::move(node));
}

// The rest is what the claims leave; the row takes its part by weight.
NodeId Tracer::rest_node(const core::Share& share, const Apportionment& division, const Member& member,
                         Term all) {
    auto node = amount_node(NodeKind::rest, scheme_.definitions[share.result].type,
                            division.by_weight.exactly(0, member.weight));
    node.name = phrase(say::rest_of_pool);
    const auto rest = money(division.rest), weights = bracketed(to_people(division.by_weight.weights()));
    node.with_numbers = share.equally ? fmt::format("{} / {}", rest, weights)
                                      : fmt::format("{} × {} / {}", rest, to_people(member.weight), weights);
    Gathered gathered;
    if (division.claims.sign() != 0) {
        gathered.notes.push_back(
            phrase(say::rest_left_by_claims, money(division.pool), bracketed(money(division.claims)), rest));
    }
    const auto left = std::ranges::count_if(division.members, &Member::has_left);
    if (left > 0) gathered.notes.push_back(phrase(say::others_left_the_share, left));
    gathered.children = claims_of_all(share, division, all);
    node.term = indexed(TermOp::rest_share, {std::move(all)}, place_of(division, member));
    const auto* outer = std::exchange(share_, &share);
    if (!share.equally && share.weight) gather_definition(share.weight, gathered);
    share_ = outer;
    finish(node, std::move(gathered));
    return add(std::move(node));
}

// What each clause takes of the pool before the rest is divided.
std::vector<NodeId> Tracer::claims_of_all(const core::Share& share, const Apportionment& division,
                                          const Term& all) {
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
        node.note = phrase(say::claims_of_clause, rows);
        node.term = indexed(TermOp::claimed, {all}, static_cast<std::int64_t>(i));
        nodes.push_back(add(std::move(node)));
    }
    return nodes;
}

// What the member takes beyond its own rounding: nothing, an odd step, or what rounding leaves.
std::string Tracer::odd_words(const core::Share& share, const Member& member) const {
    const auto by_mode = share.remainder_to ? rounded(member.nearly, share.mode, share.step)
                                            : floor(member.nearly / share.step) * share.step;
    const auto odd = member.share - by_mode;
    if (odd.sign() == 0) return "";
    return share.remainder_to ? phrase(say::takes_remainder, money(odd))
                              : phrase(say::takes_odd_step, to_machine(share.step));
}

NodeId Tracer::share_rounding_node(const core::Share& share, const Apportionment& division,
                                   const Member& member, Term all) {
    auto node = amount_node(NodeKind::rounding, scheme_.definitions[share.result].type, member.share);
    const auto step = to_machine(share.step);
    const auto digits = share.step.decimal_digits().value_or(2);
    node.name = phrase(say::rounded_to_step, step);
    const auto exact = exact_share(division, member);
    node.before_rounding = exact;
    node.term = indexed(TermOp::share, {std::move(all)}, place_of(division, member));
    node.note = phrase(say::before_rounding, to_people(exact, {.least = digits, .most = digits + 2}));
    if (const auto odd = odd_words(share, member); !odd.empty()) node.note += "; " + odd;
    return add(std::move(node));
}

NodeId Tracer::pool_node(core::ShareId id, RowId row) {
    const auto key = std::uint64_t{id.value} << 32 | row.value;
    if (const auto known = pools_.find(key); known != pools_.end()) return known->second;
    const auto& share = scheme_.shares[id];
    const auto& pool = scheme_.definitions[share.pool];
    Node node{.kind = NodeKind::pool, .name = phrase(say::pool), .type = pool.type, .row = row};
    node.expression = pool.value;
    node.source = scheme_.expressions[pool.value].origin.span;
    node.level = scheme_.levels[share.of].name;
    node.row_name = row_name(scheme_, history(), row);
    set_outcome(node, evaluation_.value(share.pool, row));
    const auto outer = std::pair(std::exchange(top_, pool.value), std::exchange(share_, nullptr));
    Gathered gathered;
    node.term = in_row(row, 0, [&] {
        fill_formula(node, pool.value, core::DefinitionKind::hidden);
        return evaluation_.overridden(share.pool, row) ? Term{} : gather(pool.value, gathered);
    });
    finish(node, std::move(gathered));
    std::tie(top_, share_) = outer;
    return pools_.emplace(key, add(std::move(node))).first->second;
}

// ---------------------------------------------------------------- all members

NodeId Tracer::division_node(core::ShareId id, RowId pool_row) {
    const auto key = std::uint64_t{id.value} << 32 | pool_row.value;
    if (const auto known = divisions_.find(key); known != divisions_.end()) return known->second;
    const auto& share = scheme_.shares[id];
    const auto& division = std::get<Apportionment>(evaluation_.division(id, pool_row));
    Node node{.kind = NodeKind::division,
              .name = phrase(say::all_shares, static_cast<std::int64_t>(division.members.size())),
              .row = pool_row,
              .level = scheme_.levels[share.of].name,
              .row_name = row_name(scheme_, history(), pool_row)};
    std::vector<Term> of{node_term(pool_node(id, pool_row)), constant_term(share.step)};
    for (const auto& member : division.members) {
        auto [child, facts] = member_node(id, division, member);
        node.children.push_back(child);
        of.push_back(std::move(facts));
    }
    node.term = term(share.nobody_below_0 ? TermOp::division_never_below_0 : TermOp::division, std::move(of));
    node.term.mode = share.remainder_to ? to_text(share.mode) : "largest_fractions";
    const auto added = add(std::move(node));
    for (std::size_t i = 0; i < division.members.size() && !division.refusal; ++i) {
        auto& member = nodes_[nodes_[added].children[i]];
        member.term = indexed(TermOp::share, {node_term(added)}, static_cast<std::int64_t>(i));
    }
    return divisions_[key] = added;
}

// What a member gets, and the facts of its row that say so.
std::pair<NodeId, Term> Tracer::member_node(core::ShareId id, const Apportionment& division,
                                            const Member& member) {
    const auto& share = scheme_.shares[id];
    const auto& result = scheme_.definitions[share.result];
    Node node{.kind = NodeKind::member,
              .name = row_name(scheme_, history(), member.row),
              .type = result.type,
              .row = member.row,
              .level = scheme_.levels[result.level].name,
              .row_name = row_name(scheme_, history(), member.row)};
    if (!division.refusal) node.value = member.share;
    node.with_numbers = member_parts(division, member);
    if (member.has_left) node.note = phrase(say::left_the_share);
    if (member.takes_remainder && !division.refusal) node.note = odd_words(share, member);
    const auto steps = member.row == at_.row ? 0 : 1;
    if (member.row != root_row_) node.more = options_for(share.result, member.row);
    if (at_.steps + steps > reach_.depth) return {add(std::move(node)), member_as_known(share, member)};
    Gathered gathered;
    const auto* outer = std::exchange(share_, &share);
    auto facts = in_row(member.row, steps, [&] { return member_facts(share, gathered); });
    share_ = outer;
    gathered.status = Status::applied;
    gathered.notes = signed_cells(gathered.children);
    finish(node, std::move(gathered));
    return {add(std::move(node)), std::move(facts)};
}

// What was set by hand, by whom and where: `person.csv:3, set by Иванова, because «план года»`.
std::vector<std::string> Tracer::signed_cells(const std::vector<NodeId>& nodes) const {
    std::vector<std::string> notes;
    for (const auto id : nodes) {
        const auto& node = nodes_[id];
        const bool is_signed = node.input && scheme_.inputs[*node.input].is_signed;
        if (!is_signed || !node.value || node.status == Status::defaulted) continue;
        const auto place = node.cell ? fmt::format("{}:{}, ", node.cell->file, node.cell->line) : "";
        notes.push_back(place + node.note);
    }
    return notes;
}

// Its weight, whether it takes the remainder, and its claims where it fits.
Term Tracer::member_facts(const core::Share& share, Gathered& into) {
    const auto fact = [&](DefinitionId definition, Term otherwise) {
        return definition ? gather_definition(definition, into) : otherwise;
    };
    std::vector<Term> of{fact(share.weight, constant_term(Exact(0))),
                         fact(share.remainder_to, constant_term(false))};
    for (const auto& claim : share.claims) {
        auto fits = fact(claim.fits, constant_term(true));
        const auto* fitting = claim.fits ? present(evaluation_.value(claim.fits, at_.row)) : nullptr;
        const bool is_out = fitting != nullptr && !std::get<bool>(*fitting);
        auto amount = is_out ? Term{} : gather_definition(claim.amount, into);
        of.push_back(term(TermOp::counted, {std::move(fits), std::move(amount)}));
    }
    return term(TermOp::member, std::move(of));
}

// The same in numbers alone.
Term Tracer::member_as_known(const core::Share& share, const Member& member) {
    std::vector<Exact> claims(share.claims.size(), Exact(0));
    for (const auto& [claim, amount] : member.claims) claims[claim] = amount;
    std::vector<Term> of{constant_term(member.weight), constant_term(member.takes_remainder)};
    for (auto& claim : claims) of.push_back(constant_term(std::move(claim)));
    return term(TermOp::member, std::move(of));
}

}  // namespace accrue::explain
