// data/references.hpp — The rows of references: their texts among those of the history, and rows that say
// two things of one key.
#pragma once

#include "data/history.hpp"
#include "data/sheet.hpp"
#include "data/text_column.hpp"

namespace accrue::data {

// The rows of a file; their texts are known to `texts`.
ReferenceRows reference_rows(const core::Reference& reference, const Sheet& sheet, const Texts& texts);

// Every text of the rows is known to `texts` and spelled as it spells it.
void intern(Table<core::ReferenceId, ReferenceRows>& references, Texts& texts);

// Rows of equal keys and edges whose dates overlap: the later one in the file, and the one before.
std::vector<std::pair<const ReferenceRow*, const ReferenceRow*>> overlapping(const ReferenceRows& rows);

}  // namespace accrue::data
