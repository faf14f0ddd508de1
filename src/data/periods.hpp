// data/periods.hpp — Rows that hold from a day to a day, or always, into a row for each period.
#pragma once

#include <optional>
#include <vector>

#include "data/sheet.hpp"

namespace accrue::data {

// Every row of every level gets its period. The run's periods are those from the first to the last that any
// file names, by its column of periods or by the dates of its records; when none does, those that the dates
// `from` and `to` span. A row between dates stands in those of them that it meets, one without dates in all.
// With `until` they go on to that period at least.
void place_in_periods(const Calendar& calendar, std::vector<Sheet>& sheets, std::optional<Period> until);

}  // namespace accrue::data
