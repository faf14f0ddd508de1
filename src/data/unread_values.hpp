// data/unread_values.hpp — Values in columns without a name: no input can be read from there, so numbers that
// slipped aside, as by a comma inside a number, would be lost in silence.
#pragma once

#include "data/opening.hpp"

namespace accrue::data {

// A warning with the first of them, by row.
void report_unread_values(const Opening& opening, const File& file, Troubles& troubles);

}  // namespace accrue::data
