// data/put.hpp — Cells put in by hand, for what is not known yet or is supposed.
#pragma once

#include "data/history.hpp"

namespace accrue::data {

// From now on the cell has this value, which is of its input's type.
void put(History& history, core::InputId input, RowId row, const core::Value& value);

}  // namespace accrue::data
