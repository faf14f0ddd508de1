// explain/difference_flow.hpp — How the change of a total comes from the facts below it: from the top
// downwards each value passes its change to what its formula reads, and ends in causes.
#pragma once

#include <map>
#include <vector>

#include "explain/difference.hpp"
#include "explain/term_value.hpp"

namespace accrue::explain {

// What one fact or decision brings of the total's change, not yet in words.
struct Cause {
    ReasonKind kind;
    NodePair nodes;
    Exact amount = 0;
    std::vector<NodePair> rows = {};  // of `rows_…`: which; of `members`: all; of `row`: whose it is
};

// The node of an aggregate's row, which may stand behind its condition; none where it is no node.
NodeId row_of(const Term& element);
std::vector<NodeId> nodes_of(const std::vector<Term>& terms);

class Flow {
  public:
    explicit Flow(const Difference& sides);

    // The causes of the root's change; their amounts add up to it. Each once, in the order in which they were
    // met.
    std::vector<Cause> causes();

  private:
    // Of one unit of a pair's change: what its operands bring, and what is brought here.
    struct Link {
        NodePair to;
        Exact slope;
    };
    struct Opened {
        std::vector<Link> links;
        std::vector<Cause> causes;
    };

    // Of a division whose members are others: all of both sides, in the order of `matched`.
    struct Members {
        NodePair divisions;
        std::vector<NodePair> all = {};
    };

    std::vector<NodePair> in_order(NodePair root);
    const Opened& opened_pair(NodePair pair);
    void open(NodePair pair);
    ReasonKind kind_of_leaf(NodePair pair) const;

    void pass(const Term& before, const Term& after, const Exact& slope);
    bool is_total_of_others(const Term& before, const Term& after) const;
    bool has_gate_of_one(const Term& before, const Term& after) const;
    void pass_gate_of_one(const Term& before, const Term& after, const Exact& slope);
    void pass_node(NodePair pair, const Exact& slope);
    void pass_operands(const Term& before, const Term& after, const Exact& slope);
    void pass_sum(const Term& before, const Term& after, const Exact& slope);
    void pass_only_one(NodePair pair, const Exact& slope);
    bool stands_elsewhere(NodePair pair) const;
    void pass_product(const Term& before, const Term& after, const Exact& slope);
    void pass_quotient(const Term& before, const Term& after, const Exact& slope);
    void pass_bound(const Term& before, const Term& after, const Exact& slope);
    void pass_rounding(const Term& before, const Term& after, const Exact& slope);
    void pass_choice(const Term& before, const Term& after, const Exact& slope);
    void pass_rows(const Term& before, const Term& after, const Exact& slope);
    void pass_sum_of_rows(const Term& before, const Term& after, const Exact& slope);
    void pass_extreme(const Term& before, const Term& after, const Exact& slope);
    void blame_rows(const std::vector<NodePair>& rows, ReasonKind kind, TermOp op, const Exact& slope);
    std::vector<NodePair> changed_facts(const Term& before, const Term& after) const;
    std::vector<NodePair> changed_facts(const Members& members) const;
    std::optional<NodePair> divisions(const Term& before, const Term& after) const;
    bool is_of_other_pool(NodePair divisions) const;
    std::optional<Members> other_members(NodePair divisions) const;
    std::optional<Exact> among_other_members(const Members& members, const Term& after,
                                             const TermValues& as_before) const;
    TermValues now_except(const std::map<NodeId, core::Value>& as_before) const;
    std::map<NodeId, core::Value> as_before(const std::vector<NodePair>& facts) const;
    std::optional<std::vector<Exact>> one_by_one(const Term& after, const std::vector<NodePair>& facts) const;
    void pass_one_by_one(const Term& before, const Term& after, const Exact& slope);
    NodePair whose_formula() const;
    ReasonKind kind_of_decision() const;
    ReasonKind kind_of_other_formula() const;
    ReasonKind kind_of_other_shape(const Term& before, const Term& after) const;
    void bring(NodePair fact, const Exact& moved);
    void blame(ReasonKind kind, const Exact& amount, std::vector<NodePair> rows = {});
    void blame_all(ReasonKind kind, const Term& before, const Term& after, const Exact& slope);
    std::optional<Exact> change(const Term& before, const Term& after) const;

    const Node& before(NodePair pair) const { return sides_.before->nodes[pair.before]; }
    const Node& after(NodePair pair) const { return sides_.after->nodes[pair.after]; }

    const Difference& sides_;
    TermValues old_, new_;
    std::map<NodePair, Opened> opened_;
    std::map<NodePair, NodePair> linked_from_;
    NodePair owner_;          // whose term is being passed
    Opened* into_ = nullptr;  // … and what it opens into
};

}  // namespace accrue::explain
