// curve/edges.hpp — A table from a file, looked up by one key that moves: between two of its edges it gives
// the same.
#pragma once

#include <vector>

#include "curve/steps.hpp"

namespace accrue::curve {

// `keys` are the values of all keys; the one at `moved` is `key`.
Stepped by_edges(const explain::Evaluation& evaluation, core::ExprId at, data::RowId row,
                 std::vector<core::Value> keys, std::size_t moved, Use key);

}  // namespace accrue::curve
