// explain/rows.hpp — What a row of any level is called.
#pragma once

#include <string>

#include "core/scheme.hpp"
#include "data/history.hpp"

namespace accrue::explain {

// Its key: `Маша`; of a record its level behind its parent's key: `КО payment`; of a row without a key its
// level's name.
std::string row_name(const core::Scheme& scheme, const data::History& history, data::RowId row);
// Its period: `2026-03`; of a record its date.
std::string row_time(const core::Scheme& scheme, const data::History& history, data::RowId row);

}  // namespace accrue::explain
