// check/level_lines.hpp — The levels of a scheme, from its `level` and `records` lines. They must be known
// before their blocks are met, wherever the lines stand.
#pragma once

#include <string>

#include "base/diagnostic.hpp"
#include "check/declarations.hpp"
#include "check/owners.hpp"
#include "syntax/tree.hpp"

namespace accrue::check {

// Fills the levels of `declarations`, outer before inner, and gives their names to `owners`.
void declare_levels(const syntax::Module& module, const Sources& sources, Declarations& declarations,
                    Owners& owners, Diagnostics& diagnostics);

// Of a name that is no level: the level that is meant, or the line that would make it one.
Fact level_hint(const Declarations& declarations, const std::string& name);

}  // namespace accrue::check
