// data/frames.hpp — Rows of every level, as read or as given, into the order of a history: numbered through,
// linked to the rows above them and before them, their cells in columns.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "data/file.hpp"
#include "data/order.hpp"
#include "data/survey.hpp"

namespace accrue::data {

// The rows of one level before they have their places. Records have the names of their parents for keys.
struct LevelRows {
    std::vector<std::string> keys;     // in code-point order
    FileRows rows;                     // in any order; a row without a key is left out
    std::vector<std::string> parents;  // names of the rows above, in code-point order
    std::vector<KeyId> parent_of;      // by row, into `parents`; empty: the row above has no name
    std::vector<RowId> cells;  // by row: the row of `columns` that holds its cells, or none; empty: its own
    std::vector<std::pair<core::InputId, Column>> columns;
    std::optional<Column> from, to;  // the days between which a row holds, when its records are held to them
    Frame frame;                     // what is known of the files
    std::vector<RowId> begins;       // by file: its first row; none of rows that stand in no file
    std::optional<Survey> survey;    // of the rows as they are now

    // Once sorted: the rows by their places, and whether any two are alike (see `sort_rows`).
    Order order;
    bool has_alike = false;

    RowId cells_of(RowId row) const { return cells.empty() ? row : cells[row.value]; }
    // The number of the file in which the row stands.
    std::uint32_t file_of(RowId row) const;
    Column* column(core::InputId input);
};
using AllRows = Table<core::LevelId, LevelRows>;

// The number of each text in `sorted`, which are in code-point order and different; none where it is absent.
// At once when the texts, too, are in that order.
std::vector<KeyId> numbers_in(std::span<const std::string> sorted, const std::vector<std::string>& texts);
// In code-point order, each once.
std::vector<std::string> sorted_once(std::vector<std::string> texts);

// What the numbers of two lists have become in that of all.
struct Renumbered {
    std::vector<KeyId> before, further;
};
// Both in code-point order, each name once; so is what `all` becomes. Nothing when they are the same.
std::optional<Renumbered> merge(std::vector<std::string>& all, std::vector<std::string> further);
inline void renumber(KeyId& name, const std::vector<KeyId>& numbers) {
    if (name) name = numbers[name.value];
}

// Rows of the level above `level`, whose rows are sorted, that they name and that are not there.
void make_rows_above(const core::Scheme& scheme, AllRows& levels, core::LevelId level);
// Rows of `everything`: one for each period from the first to the last that any sorted row has.
void make_rows_of_everything(const core::Scheme& scheme, AllRows& levels);

// Texts get their numbers in the history, by their numbers until now.
void rename_texts(AllRows& levels, const std::vector<TextId>& renamed);

// Missing cells before others; numbers, also large ones, by their values.
std::strong_ordering compared(const Column& column, RowId one, RowId other);

// Sets the level's `order`: rows by period and key; records by period, parent's key, date, the level's
// `order` and their place in the file. Rows of one key and period are alike, and records of one date.
void sort_rows(const core::Scheme& scheme, core::LevelId level, LevelRows& rows, Workers& workers);
// Those that have a key, by period and as they stand.
Order by_period(const FileRows& rows, Workers& workers);
// In sorted rows: two of one key and period; two records of one parent and date that are equal in what orders
// them. Each pair by the rows' order in the file: the later, the earlier.
std::vector<std::pair<RowId, RowId>> repeated(const LevelRows& rows);
std::vector<std::pair<RowId, RowId>> tied(const core::Level& level, LevelRows& rows);

// The places of rows that stand by period and key, found by their key in one period after the other.
class PlacesInPeriod {
  public:
    PlacesInPeriod(std::span<const Period> periods, std::span<const KeyId> keys, std::size_t different_keys)
        : periods_(periods), keys_(keys), places_(different_keys) {}
    // None when there is no such row. Not of a period before the one asked for last.
    RowId at(Period period, KeyId key) {
        if (begin_ == end_ || periods_[begin_] != period) enter(period);
        return key ? places_[key.value] : RowId();
    }

  private:
    void enter(Period period);

    std::span<const Period> periods_;
    std::span<const KeyId> keys_;
    std::vector<RowId> places_;  // by key
    std::size_t begin_ = 0, end_ = 0;
};

// By record: the sorted row of `inner` that it names, in its period; none when it is not there.
std::vector<RowId> rows_named(const LevelRows& records, const LevelRows& inner, Workers& workers);

// A row whose row above is not there.
struct Orphan {
    core::LevelId level;
    RowId row;         // in the history
    std::string name;  // of the row above
};
// Sorted rows of all levels into the history.
std::vector<Orphan> assemble(const core::Scheme& scheme, AllRows& levels, History& history, Workers& workers);

}  // namespace accrue::data
