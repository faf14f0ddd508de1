// explain/term_value.hpp — What a term of a trace comes to when some of the nodes that it reads have other
// values: how one fact at a time is changed to see what it brings.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "explain/apportion.hpp"
#include "explain/trace.hpp"

namespace accrue::explain {

class TermValues {
  public:
    // What a node's value is; nothing when it has none.
    using OfNode = std::function<std::optional<core::Value>(NodeId)>;

    TermValues(const Trace& trace, OfNode of_node) : trace_(trace), of_node_(std::move(of_node)) {}
    explicit TermValues(const Trace& trace)
        : TermValues(trace, [&trace](NodeId id) { return trace.nodes[id].value; }) {}

    // Nothing when it has no value: something that it needs is missing or in error.
    std::optional<core::Value> value(const Term& term) const;
    std::optional<Exact> number(const Term& term) const;

    // Which case of a choice is taken, by its place; the number of cases: `otherwise`. Nothing when a
    // condition has no value.
    std::optional<std::size_t> taken(const Term& choice) const;
    // Does the row of an aggregate count? One without a condition does.
    std::optional<bool> counts(const Term& element) const;

  private:
    using Known = std::optional<core::Value>;
    Known arithmetic(const Term& term) const;
    Known of_dates(const Term& term, const core::Value& left, const core::Value& right) const;
    Known comparison(const Term& term) const;
    Known logic(const Term& term) const;
    Known choice(const Term& term) const;
    Known rounding(const Term& term) const;
    Known months(const Term& term) const;
    Known aggregate(const Term& term) const;
    Known rank(const Term& term) const;
    Known solved(const Term& term) const;
    std::optional<Member> member(const Term& facts, std::size_t place) const;
    std::optional<Apportionment> divided(const Term& division) const;
    Known of_division(const Term& term) const;
    Known of_lots(const Term& term) const;

    const Trace& trace_;
    OfNode of_node_;
};

// The term behind a node that has no value of its own, a division or lots; else the term itself.
const Term& opened(const Trace& trace, const Term& term);
// The nodes that a term reads, each once, in the order in which it reads them.
std::vector<NodeId> nodes_read(const Trace& trace, const Term& term);
Rounding mode_named(std::string_view word);

}  // namespace accrue::explain
