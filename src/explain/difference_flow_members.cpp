// Shares of a pool whose members are others: what who came and who left bring, before the facts of those who
// stayed change.
#include <algorithm>

#include "explain/difference_flow.hpp"
#include "explain/difference_pairs.hpp"

namespace accrue::explain {
namespace {

constexpr std::size_t first_member = 2;  // of a division's term, behind the pool and the step

bool is_of_division(const Term& term) {
    return term.op == TermOp::share || term.op == TermOp::rest_share || term.op == TermOp::claimed;
}

// The facts of a member, by its node.
const Term& facts_of(const Node& division, NodeId member) {
    const auto place = std::ranges::find(division.children, member) - division.children.begin();
    return division.term.of[first_member + static_cast<std::size_t>(place)];
}

bool stays(NodePair member) {
    return member.before && member.after;
}

// By as many clauses, whatever they now say.
bool divide_alike(const Node& before, const Node& after) {
    const auto has_facts_of_all = [](const Node& division) {
        return !division.children.empty() &&
               division.term.of.size() == first_member + division.children.size();
    };
    if (!has_facts_of_all(before) || !has_facts_of_all(after)) return false;
    const auto facts = before.term.of[first_member].of.size();
    const auto as_many = [&](const Term& member) { return member.of.size() == facts; };
    return std::all_of(before.term.of.begin() + first_member, before.term.of.end(), as_many) &&
           std::all_of(after.term.of.begin() + first_member, after.term.of.end(), as_many);
}

Term as_known(const Term& fact, const TermValues& values) {
    if (fact.op == TermOp::counted) {
        const auto fits = values.counts(fact);
        if (!fits) return {};
        return term(TermOp::counted, {constant_term(*fits), *fits ? as_known(fact.of[1], values) : Term{}});
    }
    auto value = values.value(fact);
    return value ? constant_term(*std::move(value)) : Term{};
}

// The same in numbers alone.
Term member_as_known(const Term& member, const TermValues& values) {
    std::vector<Term> of;
    for (const auto& fact : member.of) of.push_back(as_known(fact, values));
    return term(TermOp::member, std::move(of));
}

}  // namespace

// Of shares: which pools they divide.
std::optional<NodePair> Flow::divisions(const Term& before, const Term& after) const {
    if (!is_of_division(after) || before.of[0].op != TermOp::node || after.of[0].op != TermOp::node)
        return std::nullopt;
    return NodePair{before.of[0].node, after.of[0].node};
}

bool Flow::is_of_other_pool(NodePair divisions) const {
    const auto &was = before(divisions), &is = after(divisions);
    return was.level != is.level || was.row_name != is.row_name;
}

// Nothing where the members are the same, or divide by other clauses.
std::optional<Flow::Members> Flow::other_members(NodePair divisions) const {
    const auto &was = before(divisions), &is = after(divisions);
    Members members{.divisions = divisions, .all = matched(sides_, was.children, is.children)};
    const bool has_others = !std::ranges::all_of(members.all, stays);
    return has_others && divide_alike(was, is) ? std::optional(std::move(members)) : std::nullopt;
}

// What the pool and those who stay read; the facts of those who came were no others before.
std::vector<NodePair> Flow::changed_facts(const Members& members) const {
    const auto &was = this->before(members.divisions), &is = this->after(members.divisions);
    const auto without_others = [](const Term& division) {
        return term(division.op, {division.of.begin(), division.of.begin() + first_member});
    };
    auto before = without_others(was.term), after = without_others(is.term);
    for (const auto& pair : members.all) {
        if (!stays(pair)) continue;
        before.of.push_back(facts_of(was, pair.before));
        after.of.push_back(facts_of(is, pair.after));
    }
    return changed_facts(before, after);
}

// What the pool as it was gives among those who are there now, those who stay with their facts as they were.
std::optional<Exact> Flow::among_other_members(const Members& members, const Term& after,
                                               const TermValues& as_before) const {
    const auto &was = this->before(members.divisions), &is = this->after(members.divisions);
    auto division = term(was.term.op, {as_known(was.term.of[0], old_), as_known(was.term.of[1], old_)});
    division.mode = was.term.mode;
    for (const auto& pair : members.all) {
        if (!pair.after) continue;
        division.of.push_back(stays(pair) ? member_as_known(facts_of(was, pair.before), old_)
                                          : member_as_known(facts_of(is, pair.after), as_before));
    }
    return old_.number(indexed(after.op, {std::move(division)}, after.index));
}

}  // namespace accrue::explain
