// core/walk.hpp — What an expression is made of, and which definitions it needs, without a switch over its
// kinds.
#pragma once

#include <vector>

#include "core/scheme.hpp"

namespace accrue::core {

// The expressions that stand directly in `expr`, in the order of its fields; absent ones are left out.
std::vector<ExprId> operands(const Expr& expr);

// `root` and everything that stands in it, each once, operands before users.
std::vector<ExprId> within(const Scheme& scheme, ExprId root);

// What computing an expression takes besides its operands.
struct Needs {
    std::vector<DefinitionId> same_month;
    std::vector<DefinitionId> previous;  // in the key's previous row
    std::vector<ExprId> windows;         // aggregates: over the key's rows
    std::vector<ParamId> params;
};
Needs needs(const Scheme& scheme, const std::vector<ExprId>& expressions);

// Does the window hold the present month?
bool includes_this_month(Window window);

}  // namespace accrue::core
