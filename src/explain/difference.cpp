#include "explain/difference.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "explain/difference_flow.hpp"
#include "explain/difference_pairs.hpp"
#include "explain/difference_words.hpp"
#include "explain/shown.hpp"
#include "number/rounding.hpp"

namespace accrue::explain {
namespace {

const Exact* amount_of(const Node& node) {
    return node.value ? std::get_if<Exact>(&*node.value) : nullptr;
}

// ---------------------------------------------------------------- pairs

class Pairing {
  public:
    explicit Pairing(Difference& into) : into_(into) {}

    void add_all() { add({into_.before->root, into_.after->root}); }

  private:
    PairId add(NodePair nodes) {
        if (const auto known = known_.find(nodes); known != known_.end()) return known->second;
        const auto id =
            into_.pairs.add({.nodes = nodes, .change = change(nodes), .is_changed = differ(nodes)});
        known_.emplace(nodes, id);
        std::vector<PairId> children;
        if (is_same_but_open_once(nodes)) return id;
        for (const auto& child :
             matched(into_, children_of(*into_.before, nodes.before), children_of(*into_.after, nodes.after)))
            children.push_back(add(child));
        auto& pair = into_.pairs[id];
        pair.is_changed |=
            std::ranges::any_of(children, [&](PairId child) { return into_.pairs[child].is_changed; });
        pair.children = std::move(children);
        return id;
    }
    static std::vector<NodeId> children_of(const Trace& trace, NodeId node) {
        return node ? trace.nodes[node].children : std::vector<NodeId>();
    }
    std::optional<Exact> change(NodePair nodes) const {
        const auto* from = nodes.before ? amount_of(into_.before->nodes[nodes.before]) : nullptr;
        const auto* to = nodes.after ? amount_of(into_.after->nodes[nodes.after]) : nullptr;
        if (from != nullptr && to != nullptr) return *to - *from;
        if (to != nullptr && !nodes.before) return *to;
        return from != nullptr && !nodes.after ? std::optional(-*from) : std::nullopt;
    }
    bool differ(NodePair nodes) const {
        if (!nodes.before || !nodes.after) return true;
        const auto &was = into_.before->nodes[nodes.before], &is = into_.after->nodes[nodes.after];
        const bool held = was.condition && was.condition->holds, holds = is.condition && is.condition->holds;
        return was.value != is.value || was.status != is.status || was.reached != is.reached || held != holds;
    }
    // What stands below a value on one side only, because the other trace does not reach as far, is no
    // change.
    bool is_same_but_open_once(NodePair nodes) const {
        if (differ(nodes)) return false;
        const auto &was = into_.before->nodes[nodes.before], &is = into_.after->nodes[nodes.after];
        const auto is_shut = [](const Node& node) {
            return node.term.op == TermOp::unread && node.children.empty();
        };
        return was.kind == is.kind && is_shut(was) != is_shut(is);
    }

    Difference& into_;
    std::map<NodePair, PairId> known_;
};

// ---------------------------------------------------------------- reasons

// Amounts of money are told to the kopeck; what is left below it is added to the roundings.
bool is_in_kopecks(const Difference& sides) {
    const auto& root = sides.after->nodes[sides.after->root];
    const auto digits = sides.total->decimal_digits();
    return root.type.kind == core::TypeKind::money && digits && *digits <= 2;
}

Reason reason_of(const Difference& sides, const Cause& cause, const Exact& amount) {
    return {.kind = cause.kind,
            .amount = amount,
            .name = name_of(sides, cause.nodes),
            .text = in_words(sides, cause),
            .nodes = cause.nodes};
}

void add_reasons(Difference& sides, const std::vector<Cause>& causes) {
    const auto kopeck = Exact::ratio(1, 100);
    const bool rounds = is_in_kopecks(sides);
    auto left = *sides.total;
    for (const auto& cause : causes) {
        if (cause.kind == ReasonKind::rounding) continue;
        const auto amount = rounds ? rounded(cause.amount, Rounding::half_even, kopeck) : cause.amount;
        left -= amount;
        (amount.sign() != 0 ? sides.reasons : sides.without_effect)
            .push_back(reason_of(sides, cause, amount));
    }
    const NodePair root{sides.before->root, sides.after->root};
    if (left.sign() != 0) sides.reasons.push_back(reason_of(sides, {ReasonKind::rounding, root}, left));
}

// A rule or a param that counts in several months, and the days of a month that several formulas read, are
// other ones once, with what they brought in all of them. Roundings stay the last.
void tell_facts_once(Difference& sides) {
    auto all = std::exchange(sides.reasons, {});
    std::ranges::move(std::exchange(sides.without_effect, {}), std::back_inserter(all));
    const auto is_of_no_cell = [](const Reason& each) {
        return each.kind == ReasonKind::rule || each.kind == ReasonKind::param ||
               each.kind == ReasonKind::calendar;
    };
    std::vector<Reason> told;
    for (auto& reason : all) {
        const auto known = std::ranges::find_if(told, [&](const Reason& each) {
            return is_of_no_cell(each) && each.kind == reason.kind && each.text == reason.text;
        });
        if (known == told.end()) {
            told.push_back(std::move(reason));
        } else {
            known->amount += reason.amount;
        }
    }
    for (auto& reason : told)
        (reason.amount.sign() != 0 ? sides.reasons : sides.without_effect).push_back(std::move(reason));
    const auto is_rounding = [](const Reason& each) { return each.kind == ReasonKind::rounding; };
    std::ranges::stable_sort(sides.reasons, [&](const Reason& a, const Reason& b) {
        if (is_rounding(a) || is_rounding(b)) return !is_rounding(a);
        return abs(b.amount) < abs(a.amount);
    });
}

// Facts below a decision that is a reason are told by it.
void note_told(const Difference& sides, NodePair owner, std::set<NodePair>& told) {
    const auto found = std::ranges::find(sides.pairs, owner, &Paired::nodes);
    if (found == sides.pairs.end()) return;
    std::vector<PairId> todo(found->children);
    while (!todo.empty()) {
        const auto& pair = sides.pairs[todo.back()];
        todo.pop_back();
        if (told.insert(pair.nodes).second)
            todo.insert(todo.end(), pair.children.begin(), pair.children.end());
    }
}

void add_without_effect(Difference& sides) {
    std::set<NodePair> told;
    for (const auto* reasons : {&sides.reasons, &sides.without_effect}) {
        for (const auto& reason : *reasons) {
            if (reason.kind == ReasonKind::rounding) continue;
            told.insert(reason.nodes);
            note_told(sides, reason.nodes, told);
        }
    }
    for (const auto& pair : sides.pairs) {
        const auto& nodes = pair.nodes;
        if (!nodes.before || !nodes.after || told.contains(nodes)) continue;
        const auto &was = sides.before->nodes[nodes.before], &is = sides.after->nodes[nodes.after];
        const bool is_fact =
            is.kind == was.kind && (is.kind == NodeKind::input || is.kind == NodeKind::param);
        if (!is_fact || was.value == is.value) continue;
        const auto kind = is.kind == NodeKind::input ? ReasonKind::input : ReasonKind::param;
        sides.without_effect.push_back(reason_of(sides, {kind, nodes}, 0));
    }
}

}  // namespace

Difference difference(const Trace& before, const Trace& after) {
    Difference sides{.before = &before, .after = &after};
    Pairing(sides).add_all();
    sides.total = sides.pairs.begin()->change;
    if (!sides.total) return sides;
    add_reasons(sides, Flow(sides).causes());
    add_without_effect(sides);
    tell_facts_once(sides);
    return sides;
}

}  // namespace accrue::explain
