// syntax/dump.hpp — The written tree as text, for tests: what was read, without where it stood.
#pragma once

#include <string>

#include "syntax/tree.hpp"

namespace accrue::syntax {

// A statement a line, the rows of blocks, tables and examples indented below it; expressions with all their
// brackets: `define bonus = (rate of (collected above threshold))`.
std::string dump(const Module& module, const Sources& sources);
std::string dump(const Module& module, const Sources& sources, ExprId expression);

}  // namespace accrue::syntax
