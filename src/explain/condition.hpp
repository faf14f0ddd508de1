// explain/condition.hpp — A condition with its numbers: whether it holds, and by how much it was met or
// missed.
#pragma once

#include "explain/trace.hpp"

namespace accrue::explain {

// `50% plan` on one side of a comparison is shown as `50 % of 50 000 000.00 = 25 000 000.00`.
// Nothing when a side has no value.
std::optional<Condition> condition_of(Evaluation& evaluation, core::ExprId condition, data::RowId row);

// `to spare 1 000 000.00`, `short 1 000 000.00`, `over by 10 %`; empty when sides are no amounts.
std::string margin_words(const Condition& condition);

}  // namespace accrue::explain
