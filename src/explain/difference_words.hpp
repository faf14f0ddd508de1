// explain/difference_words.hpp — A cause of a difference in one sentence.
#pragma once

#include "explain/difference_flow.hpp"

namespace accrue::explain {

// `third2 closed: 44 000 000.00 by day 25, needed 45 000 000.00`. In one line; hostile characters are
// escaped.
std::string in_words(const Difference& sides, const Cause& cause);
// What changed: `third2`; where it has no name, what it is a part of.
std::string name_of(const Difference& sides, NodePair pair);

}  // namespace accrue::explain
