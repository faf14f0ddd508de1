#include "explain/if_taken.hpp"

#include <algorithm>
#include <utility>

namespace accrue::explain {
namespace {

// The same formula in which a choice gives what this condition asks for.
Term with_case_taken(Term term, NodeId condition, const core::Value& given) {
    const auto is_asked = [&](const Term& each) { return each.op == TermOp::node && each.node == condition; };
    if (term.op == TermOp::choose && std::ranges::any_of(term.of, is_asked)) return constant_term(given);
    for (auto& each : term.of) each = with_case_taken(std::move(each), condition, given);
    return term;
}

}  // namespace

IfTaken::IfTaken(const Trace& trace, NodeId condition)
    : trace_(trace),
      condition_(condition),
      owner_(above(trace, condition)),
      values_(trace, [this](NodeId id) { return value(id); }) {}

std::optional<core::Value> IfTaken::value(NodeId id) {
    const auto [known, is_new] = known_.try_emplace(id, trace_.nodes[id].value);
    const auto& node = trace_.nodes[id];
    if (!is_new || node.term.op == TermOp::unread) return known->second;
    const auto found =
        id == owner_
            ? values_.value(with_case_taken(node.term, condition_, *trace_.nodes[condition_].would_give))
            : values_.value(node.term);
    return known_[id] = found;
}

}  // namespace accrue::explain
