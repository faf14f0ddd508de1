// data/arrange.hpp — Rows of a file into the order of a history: by month, then key, each linked to its key's
// earlier row.
#pragma once

#include "data/file.hpp"
#include "data/troubles.hpp"

namespace accrue::data {

// The rows that have a key, by month, then key, then line.
std::vector<RowId> month_major(const Table<RowId, Row>& rows, std::size_t keys);

// Rows of the same key and month, as `order` brings them together.
void report_duplicates(const File& file, const std::vector<std::string>& keys,
                       const std::vector<RowId>& order, Troubles& troubles);

// Brings rows and columns into the order, which holds every row.
void arrange(History& history, const std::vector<RowId>& order);

}  // namespace accrue::data
