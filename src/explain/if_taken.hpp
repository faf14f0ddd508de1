// explain/if_taken.hpp — What the amount of a trace would be if a case that was missed had been taken:
// whether it was missed to somebody's cost.
#pragma once

#include <map>

#include "explain/term_value.hpp"

namespace accrue::explain {

class IfTaken {
  public:
    // Of a condition with `would_give`.
    IfTaken(const Trace& trace, NodeId condition);
    // Nothing when that cannot be told from the trace.
    std::optional<Exact> amount() { return values_.number(node_term(trace_.root)); }

  private:
    std::optional<core::Value> value(NodeId id);

    const Trace& trace_;
    NodeId condition_, owner_;
    std::map<NodeId, std::optional<core::Value>> known_;
    TermValues values_;
};

}  // namespace accrue::explain
