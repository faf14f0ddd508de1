// curve/depends.hpp — Which rules read what moves, so that all others are known values.
#pragma once

#include <set>
#include <vector>

#include "curve/movement.hpp"

namespace accrue::curve {

// Does the expression itself read an input that moves?
bool reads_input(const core::Scheme& scheme, core::ExprId root, const std::vector<Moving>& movings);
// The definition's value, and before it all that its system of equations is made of.
std::vector<core::ExprId> roots_of(const core::Scheme& scheme, core::DefinitionId definition);
// The definitions that read what moves, in the same period, directly or not.
std::set<core::DefinitionId> dependents(const core::Scheme& scheme, const std::vector<Moving>& movings);

}  // namespace accrue::curve
