// compare/opening.hpp — What a reader takes away who reads nothing else: the answer in one sentence, and one
// table of what each scheme costs, whom it pays more and less, and what it would cost next.
#pragma once

#include <string>
#include <vector>

#include "compare/finding.hpp"

namespace accrue::compare {

// Of many schemes the cheapest, the dearest, and the one nearest to the first are named.
std::string opening(const Ground& ground);

// A row a scheme. What other findings have worked out already is taken from them; a measure that is not
// known here has no column.
Finding summary(const Ground& ground, const std::vector<Finding>& found);

}  // namespace accrue::compare
