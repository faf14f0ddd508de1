#include "explain/term_value.hpp"

#include <algorithm>

#include "explain/apportion.hpp"
#include "explain/linear.hpp"
#include "explain/lots.hpp"
#include "explain/operate.hpp"
#include "number/exact_sum.hpp"

namespace accrue::explain {
namespace {

using core::Value;
using Known = std::optional<Value>;

const Exact* amount_of(const Known& known) {
    return known ? std::get_if<Exact>(&*known) : nullptr;
}

const bool* answer_of(const Known& known) {
    return known ? std::get_if<bool>(&*known) : nullptr;
}

Known combined(TermOp op, const Exact& left, const Exact& right) {
    switch (op) {
        case TermOp::add:
            return left + right;
        case TermOp::subtract:
            return left - right;
        case TermOp::multiply:
            return left * right;
        case TermOp::divide:
            return right.sign() == 0 ? Known() : Known(left / right);
        case TermOp::smaller:
            return smaller(left, right);
        default:
            return larger(left, right);
    }
}

void add_nodes(const Trace& trace, const Term& term, std::vector<NodeId>& found) {
    const auto& inside = opened(trace, term);
    if (inside.op == TermOp::node) {
        if (std::ranges::find(found, inside.node) == found.end()) found.push_back(inside.node);
        return;
    }
    for (const auto& each : inside.of) add_nodes(trace, each, found);
}

}  // namespace

const Term& opened(const Trace& trace, const Term& term) {
    if (term.op != TermOp::node) return term;
    const auto& node = trace.nodes[term.node];
    const bool is_table = node.kind == NodeKind::division || node.kind == NodeKind::lots;
    return is_table ? node.term : term;
}

std::vector<NodeId> nodes_read(const Trace& trace, const Term& term) {
    std::vector<NodeId> found;
    add_nodes(trace, term, found);
    return found;
}

Rounding mode_named(std::string_view word) {
    for (auto mode = Rounding::up; mode != Rounding::zero_five_up;
         mode = static_cast<Rounding>(static_cast<int>(mode) + 1)) {
        if (to_text(mode) == word) return mode;
    }
    return Rounding::zero_five_up;
}

Known TermValues::value(const Term& term) const {
    switch (term.op) {
        using enum TermOp;
        case unread:
        case member:
        case division:
        case division_never_below_0:
        case equation:
        case lots_period:
        case lots:
            return std::nullopt;
        case constant:
            return term.constant;
        case node:
            return of_node_(term.node);
        case add:
        case subtract:
        case multiply:
        case divide:
        case smaller:
        case larger:
            return arithmetic(term);
        case equal:
        case less:
        case at_most:
            return comparison(term);
        case both:
        case either:
        case negation:
            return logic(term);
        case choose:
            return choice(term);
        case rounded:
            return rounding(term);
        case defaulted: {
            auto first = value(term.of[0]);
            return first ? first : value(term.of[1]);
        }
        case months_between:
            return months(term);
        case counted:
            return counts(term).value_or(false) ? value(term.of[1]) : std::nullopt;
        case sum:
        case count:
        case smallest:
        case largest:
            return aggregate(term);
        case rank:
            return this->rank(term);
        case share:
        case rest_share:
        case claimed:
            return of_division(term);
        case solution:
            return solved(term);
        case lots_left:
        case lots_taken:
        case lots_expired:
        case lot:
            return of_lots(term);
    }
    return std::nullopt;
}

std::optional<Exact> TermValues::number(const Term& term) const {
    const auto known = value(term);
    const auto* amount = amount_of(known);
    return amount != nullptr ? std::optional(*amount) : std::nullopt;
}

// ---------------------------------------------------------------- operators

Known TermValues::arithmetic(const Term& term) const {
    auto result = value(term.of[0]);
    for (std::size_t i = 1; i < term.of.size() && result; ++i) {
        const auto next = value(term.of[i]);
        if (!next) return std::nullopt;
        const auto *left = amount_of(result), *right = amount_of(next);
        result = left != nullptr && right != nullptr ? combined(term.op, *left, *right)
                                                     : of_dates(term, *result, *next);
    }
    return result;
}

Known TermValues::of_dates(const Term& term, const Value& left, const Value& right) const {
    if (term.op == TermOp::smaller) return less(right, left) ? right : left;
    if (term.op == TermOp::larger) return less(left, right) ? right : left;
    const auto* date = std::get_if<Date>(&left);
    if (date == nullptr) return std::nullopt;
    if (const auto* other = std::get_if<Date>(&right)) return Exact(date->days - other->days);
    const auto* days = std::get_if<Exact>(&right);
    std::int64_t count = 0;
    if (days == nullptr || !days->fits_scaled(1, count)) return std::nullopt;
    return Date{date->days + static_cast<std::int32_t>(term.op == TermOp::add ? count : -count)};
}

Known TermValues::comparison(const Term& term) const {
    const auto left = value(term.of[0]), right = value(term.of[1]);
    if (!left || !right) return std::nullopt;
    if (term.op == TermOp::equal) return equal(*left, *right);
    return term.op == TermOp::less ? less(*left, *right) : !less(*right, *left);
}

Known TermValues::logic(const Term& term) const {
    bool unknown = false;
    for (const auto& each : term.of) {
        const auto known = value(each);
        const auto* answer = answer_of(known);
        if (term.op == TermOp::negation) return answer != nullptr ? Known(!*answer) : std::nullopt;
        const bool settles = term.op == TermOp::either;
        if (answer != nullptr && *answer == settles) return settles;
        unknown = unknown || answer == nullptr;
    }
    return unknown ? Known() : Known(term.op == TermOp::both);
}

std::optional<std::size_t> TermValues::taken(const Term& choice) const {
    std::size_t i = 0;
    for (; i + 1 < choice.of.size(); i += 2) {
        const auto known = value(choice.of[i]);
        const auto* answer = answer_of(known);
        if (answer == nullptr) return std::nullopt;
        if (*answer) break;
    }
    return i / 2;
}

Known TermValues::choice(const Term& term) const {
    const auto found = taken(term);
    if (!found) return std::nullopt;
    const auto place = *found * 2 + 1;
    if (place < term.of.size()) return value(term.of[place]);
    return *found * 2 < term.of.size() ? value(term.of[*found * 2]) : std::nullopt;
}

Known TermValues::rounding(const Term& term) const {
    const auto of = number(term.of[0]), step = number(term.of[1]);
    if (!of || !step) return std::nullopt;
    return accrue::rounded(*of, mode_named(term.mode), *step);
}

Known TermValues::months(const Term& term) const {
    const auto from = value(term.of[0]), to = value(term.of[1]);
    const auto* first = from ? std::get_if<Date>(&*from) : nullptr;
    const auto* last = to ? std::get_if<Date>(&*to) : nullptr;
    if (first == nullptr || last == nullptr) return std::nullopt;
    return Exact(accrue::months_between(*first, *last));
}

// ---------------------------------------------------------------- rows

std::optional<bool> TermValues::counts(const Term& element) const {
    if (element.op != TermOp::counted) return true;
    const auto known = value(element.of[0]);
    const auto* answer = answer_of(known);
    return answer != nullptr ? std::optional(*answer) : std::nullopt;
}

Known TermValues::aggregate(const Term& term) const {
    auto sum = ExactSum::of_any_length();
    Exact rows = 0;
    Known best;
    for (const auto& element : term.of) {
        const auto counting = counts(element);
        if (!counting) return std::nullopt;
        if (!*counting) continue;
        rows += 1;
        if (term.op == TermOp::count) continue;
        const auto known = value(element);
        if (!known) return std::nullopt;
        if (term.op == TermOp::sum) {
            if (const auto* amount = amount_of(known)) sum.add(*amount);
            continue;
        }
        const bool better =
            !best || (term.op == TermOp::smallest ? less(*known, *best) : less(*best, *known));
        if (better) best = known;
    }
    if (term.op == TermOp::sum) return sum.value();
    return term.op == TermOp::count ? Known(rows) : best;
}

Known TermValues::rank(const Term& term) const {
    std::vector<Value> values;
    Known own;
    for (std::size_t i = 0; i < term.of.size(); ++i) {
        const auto counting = counts(term.of[i]);
        if (!counting) return std::nullopt;
        if (!*counting) continue;
        const auto known = value(term.of[i]);
        if (!known) return std::nullopt;
        values.push_back(*known);
        if (static_cast<std::int64_t>(i) == term.index) own = known;
    }
    if (!own) return std::nullopt;
    return Exact(1 + std::ranges::count_if(values, [&](const Value& each) { return less(*own, each); }));
}

// ---------------------------------------------------------------- groups

Known TermValues::solved(const Term& term) const {
    LinearSystem system;
    for (const auto& equation : term.of) {
        std::vector<Exact> numbers;
        for (const auto& each : equation.of) {
            const auto known = number(each);
            if (!known) return std::nullopt;
            numbers.push_back(*known);
        }
        system.constants.push_back(numbers.front());
        system.coefficients.emplace_back(numbers.begin() + 1, numbers.end());
    }
    const auto unknowns = solution(system);
    if (!unknowns) return std::nullopt;
    return unknowns->at(static_cast<std::size_t>(term.index));
}

// A member's weight, whether it takes the remainder, and what it claims by each clause that it fits.
std::optional<Member> TermValues::member(const Term& facts, std::size_t place) const {
    const auto weight = number(facts.of[0]);
    const auto takes = value(facts.of[1]);
    if (!weight || answer_of(takes) == nullptr) return std::nullopt;
    Member member;
    member.row = data::RowId(place);
    member.weight = *weight;
    member.takes_remainder = *answer_of(takes);
    for (std::size_t clause = 0; clause + 2 < facts.of.size(); ++clause) {
        const auto& claim = facts.of[clause + 2];
        const auto fits = counts(claim);
        if (!fits) return std::nullopt;
        if (!*fits) continue;
        const auto claimed = number(claim);
        if (!claimed) return std::nullopt;
        member.claims.emplace_back(clause, *claimed);
    }
    return member;
}

std::optional<Apportionment> TermValues::divided(const Term& division) const {
    const auto pool = number(division.of[0]), step = number(division.of[1]);
    if (!pool || !step || !(*pool / *step).is_integer()) return std::nullopt;
    core::Share share;
    share.nobody_below_0 = division.op == TermOp::division_never_below_0;
    share.step = *step;
    share.weight = core::DefinitionId(std::size_t{0});  // what the claims leave is divided
    if (division.mode != "largest_fractions") {
        share.mode = mode_named(division.mode);
        share.remainder_to = core::DefinitionId(std::size_t{0});
    }
    std::vector<Member> members;
    for (std::size_t i = 2; i < division.of.size(); ++i) {
        auto found = member(division.of[i], i);
        if (!found) return std::nullopt;
        share.claims.resize(division.of[i].of.size() - 2);
        members.push_back(*std::move(found));
    }
    auto result = apportioned(share, *pool, std::move(members));
    return result.refusal ? std::nullopt : std::optional(std::move(result));
}

Known TermValues::of_division(const Term& term) const {
    const auto all = divided(opened(trace_, term.of[0]));
    if (!all) return std::nullopt;
    const auto index = static_cast<std::size_t>(term.index);
    if (term.op == TermOp::share) return all->members.at(index).share;
    if (term.op == TermOp::rest_share) return all->by_weight.exactly(0, all->members.at(index).weight);
    Exact claimed = 0;
    for (const auto& member : all->members) {
        for (const auto& [clause, amount] : member.claims)
            claimed += clause == index && !member.has_left ? amount : Exact(0);
    }
    return claimed;
}

Known TermValues::of_lots(const Term& term) const {
    const auto& all = opened(trace_, term.of[0]);
    const auto usable_for = number(all.of[0]);
    std::int64_t periods = 0;
    if (!usable_for || !usable_for->fits_scaled(1, periods)) return std::nullopt;
    core::Lots rules;
    rules.usable_for = static_cast<int>(periods);
    LotsAfter after;
    Exact found = 0;
    for (std::size_t i = 1; i < all.of.size(); ++i) {
        const auto& facts = all.of[i];
        const Period now{static_cast<std::int32_t>(facts.index)};
        const auto add = number(facts.of[0]), take = number(facts.of[1]);
        if (!add || !take) return std::nullopt;
        const auto before = after.left;
        after = lots_after(rules, before, now, *add, *take);
        if (facts.of.size() > 2) after.left = {{now, number(facts.of[2]).value_or(0)}};
        for (const auto& each : before) found = each.of.index == term.index ? each.amount : found;
        if (now.index == term.index && add->sign() > 0) found = *add;
        if (term.op != TermOp::lot && static_cast<std::int64_t>(i) == term.index + 1) break;
    }
    if (term.op == TermOp::lot) return found;
    return total(term.op == TermOp::lots_left    ? after.left
                 : term.op == TermOp::lots_taken ? after.taken
                                                 : after.expired);
}

}  // namespace accrue::explain
