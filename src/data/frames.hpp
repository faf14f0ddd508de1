// data/frames.hpp — Rows of every level, as read or as given, into the order of a history: numbered through,
// linked to the rows above them and before them, their cells in columns.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "data/history.hpp"

namespace accrue::data {

// The rows of one level before they have their places. Records have the names of their parents for keys.
struct LevelRows {
    std::vector<std::string> keys;     // in code-point order
    Table<RowId, Row> rows;            // in any order; a row without a key is left out
    std::vector<std::string> parents;  // names of the rows above, in code-point order
    std::vector<KeyId> parent_of;      // by row, into `parents`; empty: the row above has no name
    std::vector<RowId> cells;  // by row: the row of `columns` that holds its cells, or none; empty: its own
    std::vector<std::pair<core::InputId, Column>> columns;
    std::vector<RowId> order;  // once sorted: the rows by their places
    Frame file;                // what is known of the file

    RowId cells_of(RowId row) const { return cells.empty() ? row : cells[row.value]; }
    Column* column(core::InputId input);
};
using AllRows = Table<core::LevelId, LevelRows>;

// The number of each text in `sorted`, which are in code-point order and different; none where it is absent.
std::vector<KeyId> numbers_in(const std::vector<std::string>& sorted, const std::vector<std::string>& texts);
// In code-point order, each once.
std::vector<std::string> sorted_once(std::vector<std::string> texts);

// Rows of the levels above `level` that its rows name and that are not there.
void make_rows_above(const core::Scheme& scheme, AllRows& levels, core::LevelId level);
// Rows of `everything`: one for each period from the first to the last that any row has.
void make_rows_of_everything(const core::Scheme& scheme, AllRows& levels);

// Texts get their numbers in the history, by their numbers until now.
void rename_texts(AllRows& levels, const std::vector<TextId>& renamed);

// Sets the level's `order`: rows by period and key; records by period, parent's key, date, the level's
// `order` and their place in the file.
void sort_rows(const core::Scheme& scheme, core::LevelId level, LevelRows& rows);
// In sorted rows: two of one key and period; two records of one parent and date that are equal in what orders
// them. Each pair by the rows' order in the file: the later, the earlier.
std::vector<std::pair<RowId, RowId>> repeated(const LevelRows& rows);
std::vector<std::pair<RowId, RowId>> tied(const core::Level& level, LevelRows& rows);

// A row whose row above is not there.
struct Orphan {
    core::LevelId level;
    RowId row;         // in the history
    std::string name;  // of the row above
};
// Sorted rows of all levels into the history; they keep their keys only.
std::vector<Orphan> assemble(const core::Scheme& scheme, AllRows& levels, History& history);

}  // namespace accrue::data
