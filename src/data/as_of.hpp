// data/as_of.hpp — A history as it was on a day: without the records of later days and the rows of later
// periods.
#pragma once

#include <vector>

#include "data/history.hpp"

namespace accrue::data {

struct UpTo {
    History history;
    std::vector<RowId> as_before;                  // by new row: which one it was
    Table<core::LevelId, std::uint32_t> left_out;  // rows of the day's period that are of later days
};
UpTo up_to(const core::Scheme& scheme, const History& history, Date day);

}  // namespace accrue::data
