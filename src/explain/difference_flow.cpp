#include "explain/difference_flow.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "explain/difference_pairs.hpp"

namespace accrue::explain {
namespace {

const Exact* amount_of(const Node& node) {
    return node.value ? std::get_if<Exact>(&*node.value) : nullptr;
}

bool is_leaf(const Node& node) {
    return node.kind == NodeKind::input || node.status == Status::overridden ||
           node.term.op == TermOp::unread;
}

bool has_bands(const Trace& trace, const Node& node) {
    return std::ranges::any_of(node.children,
                               [&](NodeId id) { return trace.nodes[id].kind == NodeKind::band; });
}

// Does a condition that both have hold on one side only?
bool has_flipped(const Difference& sides, NodePair owner) {
    const auto &before = sides.before->nodes[owner.before], &after = sides.after->nodes[owner.after];
    return std::ranges::any_of(before.children, [&](NodeId was) {
        const auto& old_node = sides.before->nodes[was];
        return std::ranges::any_of(after.children, [&](NodeId is) {
            const auto& new_node = sides.after->nodes[is];
            return old_node.condition && new_node.condition && old_node.name == new_node.name &&
                   old_node.condition->holds != new_node.condition->holds;
        });
    });
}

bool is_gated(const Node& node) {
    return node.status == Status::gate_open || node.status == Status::gate_closed;
}

// What a choice gives where this case is taken; `otherwise` is the last.
const Term* given_by(const Term& choice, std::size_t place) {
    const auto at = 2 * place + 1 < choice.of.size() ? 2 * place + 1 : 2 * place;
    return at < choice.of.size() ? &choice.of[at] : nullptr;
}

bool is_otherwise(const Term& choice, std::size_t place) {
    return 2 * place + 1 >= choice.of.size();
}

bool is_sum(const Term& term) {
    return term.op == TermOp::add || term.op == TermOp::subtract;
}

}  // namespace

Flow::Flow(const Difference& sides) : sides_(sides), old_(*sides.before), new_(*sides.after) {}

// ---------------------------------------------------------------- from the root to the causes

std::vector<Cause> Flow::causes() {
    const NodePair root{sides_.before->root, sides_.after->root};
    std::map<NodePair, Exact> slopes{{root, 1}};
    std::vector<Cause> all;
    std::map<std::pair<ReasonKind, NodePair>, std::size_t> places;
    for (const auto pair : in_order(root)) {
        const auto slope = slopes[pair];
        for (const auto& link : opened_[pair].links) slopes[link.to] += slope * link.slope;
        for (auto cause : opened_[pair].causes) {
            cause.amount *= slope;
            const auto [known, is_new] = places.try_emplace({cause.kind, cause.nodes}, all.size());
            if (is_new) {
                all.push_back(std::move(cause));
            } else {
                all[known->second].amount += cause.amount;
            }
        }
    }
    return all;
}

// Each before what it links to.
std::vector<NodePair> Flow::in_order(NodePair root) {
    std::vector<NodePair> order;
    std::vector<std::pair<NodePair, std::size_t>> stack{{root, 0}};
    std::set<NodePair> begun{root};
    while (!stack.empty()) {
        auto& [pair, next] = stack.back();
        const auto& links = opened_pair(pair).links;
        if (next == links.size()) {
            order.push_back(pair);
            stack.pop_back();
            continue;
        }
        const auto to = links[next++].to;
        if (begun.insert(to).second) stack.push_back({to, 0});
    }
    std::ranges::reverse(order);
    return order;
}

const Flow::Opened& Flow::opened_pair(NodePair pair) {
    const auto [found, is_new] = opened_.try_emplace(pair);
    if (is_new) {
        owner_ = pair;
        into_ = &found->second;
        open(pair);
    }
    return found->second;
}

void Flow::open(NodePair pair) {
    const auto &old_node = before(pair), &new_node = after(pair);
    if (is_leaf(old_node) || is_leaf(new_node)) {
        const auto *from = amount_of(old_node), *to = amount_of(new_node);
        if (from != nullptr && to != nullptr && *from != *to) blame(kind_of_leaf(pair), *to - *from);
        return;
    }
    pass(old_node.term, new_node.term, 1);
}

ReasonKind Flow::kind_of_leaf(NodePair pair) const {
    const auto &old_node = before(pair), &new_node = after(pair);
    if (old_node.kind != new_node.kind) return ReasonKind::rule;
    switch (new_node.kind) {
        case NodeKind::input:
            return ReasonKind::input;
        case NodeKind::param:
            return ReasonKind::param;
        case NodeKind::lookup:
            return ReasonKind::lookup;
        case NodeKind::built_in:
            return ReasonKind::calendar;
        default:
            break;
    }
    if (old_node.cell && new_node.cell) return ReasonKind::input;
    return is_leaf(new_node) ? ReasonKind::earlier : ReasonKind::together;
}

// Several facts together that bring nothing here are no fact: what else the owner's change comes from is
// told.
void Flow::blame(ReasonKind kind, const Exact& amount, std::vector<NodePair> rows) {
    if (kind == ReasonKind::together && amount.sign() == 0) return;
    const auto nodes = kind == ReasonKind::rounding ? owner_ : whose_formula();
    into_->causes.push_back({.kind = kind, .nodes = nodes, .amount = amount, .rows = std::move(rows)});
}

// A rounding has no name; it is part of the formula of what it rounds.
NodePair Flow::whose_formula() const {
    auto owner = owner_;
    while (after(owner).kind == NodeKind::rounding) {
        const auto above = linked_from_.find(owner);
        if (above == linked_from_.end()) break;
        owner = above->second;
    }
    return owner;
}

void Flow::blame_all(ReasonKind kind, const Term& before, const Term& after, const Exact& slope) {
    if (const auto changed = change(before, after)) blame(kind, slope * *changed);
}

std::optional<Exact> Flow::change(const Term& before, const Term& after) const {
    const auto from = old_.number(before), to = new_.number(after);
    return from && to ? std::optional(*to - *from) : std::nullopt;
}

ReasonKind Flow::kind_of_other_formula() const {
    const auto &old_node = before(owner_), &new_node = after(owner_);
    const bool are_built_in = old_node.kind == NodeKind::built_in && new_node.kind == NodeKind::built_in;
    if (are_built_in && old_node.name == new_node.name) return ReasonKind::calendar;
    const auto owner = whose_formula();
    const auto &was = before(owner), &is = after(owner);
    const bool is_same_text = was.source.source == is.source.source && was.source.begin == is.source.begin;
    return is_same_text || was.formula == is.formula ? ReasonKind::together : ReasonKind::rule;
}

// In another scheme the same text may be made otherwise: of another function, of another table. Not where one
// of them is a default, which the data bring.
ReasonKind Flow::kind_of_other_shape(const Term& before, const Term& after) const {
    const auto by_text = kind_of_other_formula();
    const bool are_two_schemes = sides_.before->source != sides_.after->source;
    const bool is_of_data = before.op == TermOp::defaulted || after.op == TermOp::defaulted;
    const bool is_of_rule = by_text == ReasonKind::together && are_two_schemes && !is_of_data;
    return is_of_rule ? ReasonKind::rule : by_text;
}

ReasonKind Flow::kind_of_decision() const {
    if (is_gated(before(owner_)) || is_gated(after(owner_))) return ReasonKind::gate;
    const bool bands = has_bands(*sides_.before, before(owner_)) && has_bands(*sides_.after, after(owner_));
    if (bands) return ReasonKind::band;
    const bool is_of_rule = kind_of_other_formula() == ReasonKind::rule && !has_flipped(sides_, owner_);
    return is_of_rule ? ReasonKind::rule : ReasonKind::choice;
}

// ---------------------------------------------------------------- through a formula

void Flow::pass(const Term& before, const Term& after, const Exact& slope) {
    if ((is_sum(before) && is_sum(after)) || is_total_of_others(before, after))
        return pass_sum(before, after, slope);
    if (has_gate_of_one(before, after)) return pass_gate_of_one(before, after, slope);
    const auto blame_shape = [&] { blame_all(kind_of_other_shape(before, after), before, after, slope); };
    if (before.op != after.op) return blame_shape();
    switch (after.op) {
        case TermOp::node:
            return pass_node({before.node, after.node}, slope);
        case TermOp::constant:
            if (before.constant != after.constant) blame_shape();
            return;
        case TermOp::multiply:
        case TermOp::divide:
        case TermOp::smaller:
        case TermOp::larger:
            return pass_operands(before, after, slope);
        case TermOp::rounded:
            return pass_rounding(before, after, slope);
        case TermOp::choose:
        case TermOp::defaulted:
            return pass_choice(before, after, slope);
        case TermOp::sum:
        case TermOp::count:
        case TermOp::smallest:
        case TermOp::largest:
            return pass_rows(before, after, slope);
        default:
            return pass_one_by_one(before, after, slope);
    }
}

// A single pay line is no sum, but the total of one.
bool Flow::is_total_of_others(const Term& before, const Term& after) const {
    if (this->after(owner_).kind != NodeKind::total) return false;
    if (is_sum(before) || is_sum(after)) return true;
    return before.op == TermOp::node && after.op == TermOp::node &&
           !can_be_one(this->before({before.node, {}}), this->after({{}, after.node}));
}

// Does only one side ask before it gives this?
bool Flow::has_gate_of_one(const Term& before, const Term& after) const {
    const auto owner = whose_formula();
    const bool was_gated = before.op == TermOp::choose && is_gated(this->before(owner));
    const bool is_gated_now = after.op == TermOp::choose && is_gated(this->after(owner));
    return is_gated(this->before(owner)) != is_gated(this->after(owner)) && was_gated != is_gated_now;
}

// Open, it lets through what the other side gives anyway; closed, all of the change is its own.
void Flow::pass_gate_of_one(const Term& before, const Term& after, const Exact& slope) {
    const bool is_new = is_gated(this->after(whose_formula()));
    const auto open = is_new ? new_.taken(after) : old_.taken(before);
    if (!open) return;
    if (*open != 0) return blame_all(ReasonKind::gate, before, after, slope);
    is_new ? pass(before, after.of[1], slope) : pass(before.of[1], after, slope);
}

void Flow::pass_node(NodePair pair, const Exact& slope) {
    const auto &old_node = before(pair), &new_node = after(pair);
    const auto *from = amount_of(old_node), *to = amount_of(new_node);
    if (from == nullptr || to == nullptr) return;
    if (!can_be_one(old_node, new_node))
        return blame(kind_of_other_shape(old_node.term, new_node.term), slope * (*to - *from));
    if (is_of_other_row(sides_, pair)) {
        into_->causes.push_back(
            {.kind = ReasonKind::row, .nodes = pair, .amount = slope * (*to - *from), .rows = {pair}});
    } else {
        linked_from_.try_emplace(pair, owner_);
        into_->links.push_back({pair, slope});
    }
}

void Flow::pass_operands(const Term& before, const Term& after, const Exact& slope) {
    if (before.of.size() != after.of.size())
        return blame_all(kind_of_other_shape(before, after), before, after, slope);
    for (std::size_t i = 0; i < after.of.size(); ++i) {
        if (!change(before.of[i], after.of[i])) return pass_one_by_one(before, after, slope);
    }
    if (after.op == TermOp::multiply) return pass_product(before, after, slope);
    if (after.op == TermOp::divide) return pass_quotient(before, after, slope);
    pass_bound(before, after, slope);
}

// From left to right: each operand times those before it as they are now and those behind it as they were.
void Flow::pass_product(const Term& before, const Term& after, const Exact& slope) {
    for (std::size_t i = 0; i < after.of.size(); ++i) {
        auto others = slope;
        for (std::size_t k = 0; k < after.of.size(); ++k) {
            if (k < i) others *= *new_.number(after.of[k]);
            if (k > i) others *= *old_.number(before.of[k]);
        }
        pass(before.of[i], after.of[i], others);
    }
}

void Flow::pass_quotient(const Term& before, const Term& after, const Exact& slope) {
    const auto from = *old_.number(before.of[1]), to = *new_.number(after.of[1]);
    if (from.sign() == 0 || to.sign() == 0 || after.of.size() != 2)
        return blame_all(ReasonKind::together, before, after, slope);
    pass(before.of[0], after.of[0], slope / from);
    pass(before.of[1], after.of[1], -slope * *new_.number(after.of[0]) / (from * to));
}

// What one side moves the bound by, for each unit that it moves itself; of one that stands still, whether it
// decides.
void Flow::pass_bound(const Term& before, const Term& after, const Exact& slope) {
    if (after.of.size() != 2) return blame_all(ReasonKind::together, before, after, slope);
    const auto bound = [&](const Exact& a, const Exact& b) {
        return after.op == TermOp::smaller ? smaller(a, b) : larger(a, b);
    };
    const auto a = *old_.number(before.of[0]), b = *old_.number(before.of[1]);
    const auto to_a = *new_.number(after.of[0]), to_b = *new_.number(after.of[1]);
    const auto per_unit = [](const Exact& moved, const Exact& change, bool decides) {
        return change.sign() != 0 ? moved / change : Exact(decides ? 1 : 0);
    };
    const auto first = per_unit(bound(to_a, b) - bound(a, b), to_a - a, bound(a, b) == a && a != b);
    const auto second =
        per_unit(bound(to_a, to_b) - bound(to_a, b), to_b - b, bound(to_a, b) == b && to_a != b);
    pass(before.of[0], after.of[0], slope * first);
    pass(before.of[1], after.of[1], slope * second);
}

void Flow::pass_rounding(const Term& before, const Term& after, const Exact& slope) {
    const auto inside = change(before.of[0], after.of[0]), all = change(before, after);
    if (!inside || !all) return;
    pass(before.of[0], after.of[0], slope);
    const bool is_same_step =
        before.mode == after.mode && old_.number(before.of[1]) == new_.number(after.of[1]);
    const auto kind = is_same_step ? ReasonKind::rounding : ReasonKind::rule;
    if (*all != *inside) blame(kind, slope * (*all - *inside));
}

// Where another case is taken, all of the change is the decision's: its value before and its value now belong
// to different rules. A default is a choice too.
void Flow::pass_choice(const Term& before, const Term& after, const Exact& slope) {
    const auto decided = [&] { blame_all(kind_of_decision(), before, after, slope); };
    if (after.op == TermOp::defaulted) {
        const bool was = old_.value(before.of[0]).has_value(), is = new_.value(after.of[0]).has_value();
        const auto place = is ? std::size_t{0} : std::size_t{1};
        return was == is ? pass(before.of[place], after.of[place], slope) : decided();
    }
    const auto was = old_.taken(before), is = new_.taken(after);
    if (!was || !is) return;
    const auto *from = given_by(before, *was), *to = given_by(after, *is);
    const bool both_last = is_otherwise(before, *was) && is_otherwise(after, *is);
    const bool same = both_last || (*was == *is && is_otherwise(before, *was) == is_otherwise(after, *is));
    same&& from != nullptr&& to != nullptr ? pass(*from, *to, slope) : decided();
}

}  // namespace accrue::explain
