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

// What computing an expression takes besides its operands. Definitions that a group operation, a system or
// lots read are found there.
struct Needs {
    std::vector<DefinitionId> same_period;  // of the row, or of a row above it
    std::vector<Previous> previous;         // in an earlier row of the key
    std::vector<ExprId> aggregates;         // over other rows
    std::vector<ParamId> params;
    std::vector<ShareId> shares;
    std::vector<SystemId> systems;
    std::vector<LotsId> lots;
};
Needs needs(const Scheme& scheme, const std::vector<ExprId>& expressions);

// The definitions that must be known before an expression, in the same period: of its own row, of rows above,
// and of rows that an aggregate, a share, a system or lots gather.
std::vector<DefinitionId> read_in_period(const Scheme& scheme, ExprId value);

// Of those, the ones taken of many rows of the period at once: by a share, and by an aggregate but `so far`.
std::vector<DefinitionId> gathered_in_period(const Scheme& scheme, ExprId value);
// What an expression takes from the row's earlier rows, the coefficients of its systems included.
std::vector<DefinitionId> read_of_earlier(const Scheme& scheme, ExprId value);

// Does the window hold the present period?
bool includes_this_period(Window window);
// Does an aggregate take the periods of the row's own key, and no other rows?
bool is_window(const Scheme& scheme, const Aggregate& aggregate);

}  // namespace accrue::core
