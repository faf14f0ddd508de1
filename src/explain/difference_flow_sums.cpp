// Sums: which of their terms is which of the other side's.
#include <algorithm>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "explain/difference_flow.hpp"
#include "explain/difference_pairs.hpp"
#include "explain/shown.hpp"

namespace accrue::explain {
namespace {

// A term of a sum, and whether it is taken off.
struct Summand {
    const Term* term;
    bool is_minus;

    Exact times(const Exact& slope) const { return is_minus ? -slope : slope; }
};

// In the order in which they are written: `a + b - (c - d)` has a, b, minus c and d.
std::vector<Summand> summands(const Term& sum) {
    std::vector<Summand> all, todo{{&sum, false}};
    while (!todo.empty()) {
        const auto [term, is_minus] = todo.back();
        todo.pop_back();
        if (term->op != TermOp::add && term->op != TermOp::subtract) {
            all.push_back({term, is_minus});
            continue;
        }
        for (auto i = term->of.size(); i > 0; --i) {
            const bool turns = term->op == TermOp::subtract && i > 1;
            todo.push_back({&term->of[i - 1], is_minus != turns});
        }
    }
    return all;
}

bool have_amounts(const std::vector<Summand>& summands, const TermValues& values) {
    return std::ranges::all_of(summands,
                               [&](const Summand& each) { return values.number(*each.term).has_value(); });
}

// How close two descriptions are: the names with the numbers between them, the names alone, that it has none.
enum class By : std::uint8_t { all, names, place };

// Of a choice only what it asks first: which of its cases were read is another thing on each side.
void describe(const Trace& trace, const Term& term, By by, std::string& into) {
    into += std::to_string(static_cast<int>(term.op)) + term.mode;
    if (term.op == TermOp::node) into += with_name(trace.nodes[term.node]);
    if (term.op == TermOp::constant && by == By::all) into += exact_text(term.constant);
    into += "(";
    for (const auto& each : term.of) {
        describe(trace, each, by, into);
        if (term.op == TermOp::choose) break;
    }
    into += ")";
}

std::string described(const Trace& trace, const Summand& summand, By by) {
    std::string words = summand.is_minus ? "-" : "+";
    const auto node = row_of(*summand.term);
    if (by == By::place && node) return words + identity(trace.nodes[node]);
    if (by != By::place) describe(trace, *summand.term, by, words);
    return words;
}

std::vector<std::string> described(const Trace& trace, const std::vector<Summand>& summands, By by) {
    std::vector<std::string> words;
    for (const auto& each : summands) words.push_back(described(trace, each, by));
    return words;
}

}  // namespace

// Terms are told by their names, so that one more of them or another order does not move the others.
void Flow::pass_sum(const Term& before, const Term& after, const Exact& slope) {
    const auto was = summands(before), is = summands(after);
    if (!have_amounts(was, old_) || !have_amounts(is, new_)) return pass_one_by_one(before, after, slope);
    Matching matching(was.size(), is.size());
    for (const auto by : {By::all, By::names, By::place})
        matching.by(described(*sides_.before, was, by), described(*sides_.after, is, by));
    for (const auto& places : matching.pairs()) {
        const auto& one = places.after ? is[*places.after] : was[*places.before];
        if (places.before && places.after) {
            pass(*was[*places.before].term, *one.term, one.times(slope));
        } else if (const auto node = row_of(*one.term)) {
            pass_only_one(places.after ? NodePair{{}, node} : NodePair{node, {}}, one.times(slope));
        } else {
            const auto amount = (places.after ? new_ : old_).number(*one.term).value_or(0);
            blame(kind_of_other_shape(before, after), one.times(slope) * (places.after ? amount : -amount));
        }
    }
}

// What still stands in the other trace is neither new nor gone; it is only not read here.
void Flow::pass_only_one(NodePair pair, const Exact& slope) {
    const auto& node = pair.after ? after(pair) : before(pair);
    const auto amount = std::get<Exact>(*node.value);
    const auto change = pair.after ? amount : -amount;
    const bool is_total = after(owner_).kind == NodeKind::total;
    const auto kind = is_total || !stands_elsewhere(pair) ? ReasonKind::together : kind_of_other_formula();
    if (kind == ReasonKind::rule) return blame(kind, slope * change);
    into_->causes.push_back({.kind = ReasonKind::only_one, .nodes = pair, .amount = slope * change});
}

bool Flow::stands_elsewhere(NodePair pair) const {
    const auto& node = pair.after ? after(pair) : before(pair);
    const auto& others = pair.after ? sides_.before->nodes : sides_.after->nodes;
    return is_named(node) && std::ranges::any_of(others, [&](const Node& each) {
               return each.name == node.name && can_be_one(each, node);
           });
}

}  // namespace accrue::explain
