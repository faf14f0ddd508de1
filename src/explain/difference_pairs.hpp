// explain/difference_pairs.hpp — Which node of one trace is which of another: by the name of the definition,
// the row and the period; what has no name of its own by its kind and its place.
#pragma once

#include "explain/difference.hpp"

namespace accrue::explain {

// A definition, a part, a pay line, an input, a param: what is known by its name.
bool is_named(const Node& node);
// Another row than the other trace's: another team, another person.
bool is_of_other_row(const Node& before, const Node& after);
// Can the one be what the other was? Where neither has a name, nodes of one kind can.
bool can_be_one(const Node& before, const Node& after);

// Each node once; those with a partner in the order of `after`, behind each partner those that only `before`
// has. Rows that are alike in everything but their value are told apart by it.
std::vector<NodePair> matched(const Difference& sides, const std::vector<NodeId>& before,
                              const std::vector<NodeId>& after);

}  // namespace accrue::explain
