// explain/operate.hpp — What each kind of expression makes of its operands' outcomes; nothing here reads
// data.
#pragma once

#include "explain/evaluate.hpp"

namespace accrue::explain {

// The outcome of an expression whose operands stand in `known`. Not for what reads data or other rows.
Outcome operate(const core::Scheme& scheme, core::ExprId at, const Table<core::ExprId, Outcome>& known,
                data::RowId row);

// The failure of `at` when it uses this operand: its own, or that it is missing; nothing when it is present.
std::optional<Failure> unusable(const Outcome& operand_outcome, core::ExprId operand, core::ExprId at,
                                data::RowId row);

// A number, unless it is longer than the language allows.
Outcome limited(Exact value, core::ExprId at, data::RowId row);

// Equal as the language has it (texts by their folded form); and the order of amounts, dates and months.
bool equal(const core::Value& left, const core::Value& right);
bool less(const core::Value& left, const core::Value& right);

}  // namespace accrue::explain
