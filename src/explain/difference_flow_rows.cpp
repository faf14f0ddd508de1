// What many rows come to, and values that have no parts of their own: shares, equations, lots.
#include <algorithm>
#include <set>

#include "explain/difference_flow.hpp"
#include "explain/difference_pairs.hpp"

namespace accrue::explain {
namespace {

const Exact* amount_of(const Node& node) {
    return node.value ? std::get_if<Exact>(&*node.value) : nullptr;
}

std::set<NodeId> counting(const Term& aggregate, const TermValues& values) {
    std::set<NodeId> rows;
    for (const auto& element : aggregate.of) {
        if (values.counts(element).value_or(false)) rows.insert(row_of(element));
    }
    return rows;
}

}  // namespace

NodeId row_of(const Term& element) {
    const auto& value = element.op == TermOp::counted ? element.of[1] : element;
    return value.op == TermOp::node ? value.node : NodeId();
}

std::vector<NodeId> nodes_of(const std::vector<Term>& terms) {
    std::vector<NodeId> nodes;
    for (const auto& each : terms) {
        if (const auto node = row_of(each)) nodes.push_back(node);
    }
    return nodes;
}

// ---------------------------------------------------------------- rows

void Flow::pass_rows(const Term& before, const Term& after, const Exact& slope) {
    const bool adds = after.op == TermOp::sum || after.op == TermOp::count;
    adds ? pass_sum_of_rows(before, after, slope) : pass_extreme(before, after, slope);
}

void Flow::pass_sum_of_rows(const Term& before, const Term& after, const Exact& slope) {
    const auto counted = counting(before, old_), counting_now = counting(after, new_);
    std::vector<NodePair> now, no_more, added, gone;
    for (const auto& row : matched(sides_, nodes_of(before.of), nodes_of(after.of))) {
        const bool was = counted.contains(row.before), is = counting_now.contains(row.after);
        if (was && is && after.op == TermOp::sum) pass_node(row, slope);
        if (!was && is) (row.before ? now : added).push_back(row);
        if (was && !is) (row.after ? no_more : gone).push_back(row);
    }
    const auto blame_rows = [&](const std::vector<NodePair>& rows, ReasonKind kind) {
        this->blame_rows(rows, kind, after.op, slope);
    };
    blame_rows(now, ReasonKind::rows_count);
    blame_rows(no_more, ReasonKind::rows_left_out);
    const bool others = !added.empty() && !gone.empty() && sides_.before->period != sides_.after->period;
    if (others) {
        added.insert(added.begin(), gone.begin(), gone.end());
        return blame_rows(added, ReasonKind::rows_other);
    }
    blame_rows(added, ReasonKind::rows_new);
    blame_rows(gone, ReasonKind::rows_gone);
}

// A row brings its amount to a sum, itself to a count.
void Flow::blame_rows(const std::vector<NodePair>& rows, ReasonKind kind, TermOp op, const Exact& slope) {
    if (rows.empty()) return;
    const Exact one = 1;
    Exact sum = 0;
    for (const auto& row : rows) {
        const bool is_plus = kind == ReasonKind::rows_count || !row.before;
        const auto* amount = op == TermOp::count ? &one : amount_of(is_plus ? after(row) : before(row));
        if (amount != nullptr) sum += is_plus ? *amount : -*amount;
    }
    blame(kind, slope * sum, rows);
}

// The row that decides; where another one does, that is all there is to say.
void Flow::pass_extreme(const Term& before, const Term& after, const Exact& slope) {
    const auto deciding = [](const Term& aggregate, const TermValues& values, const Trace& trace) {
        const auto wanted = values.value(aggregate);
        for (const auto& row : counting(aggregate, values)) {
            if (row && trace.nodes[row].value == wanted) return row;
        }
        return NodeId();
    };
    const NodePair deciders{deciding(before, old_, *sides_.before), deciding(after, new_, *sides_.after)};
    const bool is_same_row = deciders.before && deciders.after &&
                             this->before(deciders).name == this->after(deciders).name &&
                             this->before(deciders).row_name == this->after(deciders).row_name;
    is_same_row ? pass_node(deciders, slope) : blame_all(ReasonKind::together, before, after, slope);
}

// ---------------------------------------------------------------- what has no parts of its own

// The facts of two formulas that have another value, those that both read.
std::vector<NodePair> Flow::changed_facts(const Term& before, const Term& after) const {
    auto facts = matched(sides_, nodes_read(*sides_.before, before), nodes_read(*sides_.after, after));
    std::erase_if(facts, [&](NodePair pair) {
        if (!pair.before || !pair.after) return true;
        const auto &was = this->before(pair).value, &is = this->after(pair).value;
        return !was || !is || *was == *is;
    });
    return facts;
}

std::map<NodeId, core::Value> Flow::as_before(const std::vector<NodePair>& facts) const {
    std::map<NodeId, core::Value> values;
    for (const auto& pair : facts) values.emplace(pair.after, *before(pair).value);
    return values;
}

TermValues Flow::now_except(const std::map<NodeId, core::Value>& as_before) const {
    return {*sides_.after, [this, &as_before](NodeId id) -> std::optional<core::Value> {
                const auto known = as_before.find(id);
                return known != as_before.end() ? known->second : sides_.after->nodes[id].value;
            }};
}

// The value of `after` with all facts as they were, then with one after another as it is. Nothing when one of
// them cannot be computed: half-changed facts may contradict each other, a claim be above its pool.
std::optional<std::vector<Exact>> Flow::one_by_one(const Term& after,
                                                   const std::vector<NodePair>& facts) const {
    auto as_before = this->as_before(facts);
    const auto mixed = now_except(as_before);
    std::vector<Exact> reached;
    for (std::size_t i = 0; i <= facts.size(); ++i) {
        const auto value = mixed.number(after);
        if (!value) return std::nullopt;
        reached.push_back(*value);
        if (i < facts.size()) as_before.erase(facts[i].after);
    }
    return reached;
}

// Shares, equations, lots, dates: first who came to a pool and who left it, then what the formula itself is
// now made of, then one fact after another, each bringing what the value then moves by. Of a share of another
// team's pool that is all there is to say.
void Flow::pass_one_by_one(const Term& before, const Term& after, const Exact& slope) {
    const auto from = old_.number(before), to = new_.number(after);
    if (!from || !to) return;
    const auto divisions = this->divisions(before, after);
    if (divisions && is_of_other_pool(*divisions))
        return blame(ReasonKind::row, slope * (*to - *from), {*divisions});
    const auto members = divisions ? other_members(*divisions) : std::nullopt;
    const auto facts = members ? changed_facts(*members) : changed_facts(before, after);
    auto start = *from;
    if (members) {
        const auto held = as_before(facts);
        const auto among = among_other_members(*members, after, now_except(held));
        start = among.value_or(start);
        if (among) blame(ReasonKind::members, slope * (start - *from), members->all);
    }
    const auto reached = one_by_one(after, facts);
    if (!reached) return blame(ReasonKind::together, slope * (*to - start));
    if (reached->front() != start) blame(kind_of_other_formula(), slope * (reached->front() - start));
    for (std::size_t i = 0; i < facts.size(); ++i)
        bring(facts[i], slope * ((*reached)[i + 1] - (*reached)[i]));
}

// What a fact moved; of an amount for each unit of its own change, so that what stands below it shares in it.
void Flow::bring(NodePair fact, const Exact& moved) {
    const auto *from = amount_of(before(fact)), *to = amount_of(after(fact));
    if (from != nullptr && to != nullptr) return pass_node(fact, moved / (*to - *from));
    if (moved.sign() != 0)
        into_->causes.push_back({.kind = kind_of_leaf(fact), .nodes = fact, .amount = moved});
}

}  // namespace accrue::explain
