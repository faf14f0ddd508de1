// data/history.hpp — What happened: the rows of every level of a scheme, a column an input, and for each row
// where in which file it stands. Rows of all levels are numbered through, so that a row's number says its
// level; a level's rows stand together, by period, then key, and know the row above them and the key's row
// before them.
#pragma once

#include <cassert>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/column_memory.hpp"
#include "core/scheme.hpp"

namespace accrue::data {

using RowId = Id<struct RowTag>;
using KeyId = Id<struct KeyTag>;
using TextId = Id<struct TextTag>;

// The numbers of a column that are none of its whole counts, by rising row.
using LargeNumbers = std::vector<std::pair<RowId, Exact>>;
// Null when the row's number is none of them.
const Exact* find_large(const LargeNumbers& numbers, RowId row);
void set_large(LargeNumbers& numbers, RowId row, const Exact& number);

// One input's values, for the rows of its level. Money and numbers are whole counts of 10^-digits (a percent
// cell `50%` is 0.5); dates are day counts, months month indices, texts TextIds, yes/no 0 and 1.
struct Column {
    core::TypeKind kind = core::TypeKind::number;
    int digits = 0;
    RowId first{0};                     // the level's first row, whose value is `values[0]`
    Counts values;                      // 0 where missing or in `large`
    std::vector<std::uint8_t> missing;  // like `values`; empty when no cell is
    LargeNumbers large;                 // values that no int64 at `digits` holds
    // By file of its level: where it stands in it, from 0; none where the file has no such column.
    std::vector<std::optional<std::uint32_t>> positions;
    bool absent = false;  // no file has such a column: every cell is missing

    std::int64_t count(RowId row) const { return values[row.value - first.value]; }
    std::optional<std::uint32_t> position(std::uint32_t file) const {
        return file < positions.size() ? positions[file] : std::nullopt;
    }
    bool is_missing(RowId row) const {
        return absent || (!missing.empty() && missing[row.value - first.value] != 0);
    }
};

struct Row {
    KeyId key{};  // of a record: its parent's
    core::LevelId level{};
    Period period{};
    Date date{};             // of a record; else the period's first day
    RowId parent{};          // the row above; none at the outermost level
    RowId previous{};        // the same key's latest earlier row, of a record the one before it; may be none
    SourceId source{};       // the file; none when the row was given by hand or made for the rows inside it
    std::uint32_t file = 0;  // its number among the files of its level
    std::uint32_t line = 0;  // 1-based line (first line of the row) in its file; of a row given by hand its
                             // place among those, from 1; 0 of a row that was made
    std::uint64_t offset = 0;  // byte at which the row begins in its file
};

// The rows of all levels, a column for each of their fields: who walks them by one field reads nothing else.
class Rows {
  public:
    std::size_t size() const { return keys.size(); }
    bool empty() const { return keys.empty(); }
    // As a whole; what is not used of it is not read.
    Row operator[](RowId row) const {
        const auto at = row.value;
        const auto level = level_of(row);
        const auto file = file_of(row);
        return {.key = keys[at],
                .level = level,
                .period = periods[at],
                .date = dates[at],
                .parent = parent(row),
                .previous = previous[at],
                .source = lines[at] == 0 ? SourceId() : source_of(level, file),
                .file = file,
                .line = lines[at],
                .offset = offsets[at]};
    }
    RowId parent(RowId row) const { return row.value < parents.size() ? parents[row.value] : RowId(); }
    core::LevelId level_of(RowId row) const {
        assert(row.value < size());
        std::size_t level = 0;
        while (row.value >= stretches_[level].end) ++level;
        return core::LevelId(level);
    }

    // The number of the row's file among those of its level.
    std::uint32_t file_of(RowId row) const { return row.value < files.size() ? files[row.value] : 0; }

    // A row behind those of its own and of outer levels; its file is one of the level's.
    RowId add(const Row& row);
    // So many rows of the next level, which stand in these files: the first of them. All their columns are
    // then to be written but `parents`, which may end before them, and `files`, which says the first file.
    RowId add_level(core::LevelId level, std::size_t count, std::vector<SourceId> sources);

    ColumnOf<KeyId> keys;
    ColumnOf<Period> periods;
    ColumnOf<Date> dates;
    ColumnOf<RowId> parents;  // none of the rows behind its end
    ColumnOf<RowId> previous;
    ColumnOf<std::uint32_t> lines;
    ColumnOf<std::uint64_t> offsets;
    ColumnOf<std::uint32_t> files;  // see `file_of`; the first one of the rows behind its end

  private:
    struct Stretch {
        std::uint32_t end = 0;  // behind the level's last row
        std::vector<SourceId> sources;
    };
    SourceId source_of(core::LevelId level, std::uint32_t file) const {
        const auto& sources = stretches_[level.value].sources;
        return file < sources.size() ? sources[file] : SourceId();
    }
    RowId grow(core::LevelId level, std::size_t count);
    std::vector<Stretch> stretches_;  // by level
};

// A file in which rows of a level stand.
struct FileOfRows {
    SourceId source{};
    char delimiter = ',';
    std::vector<std::string> headers;  // by position in the file
};

// The rows of one level: by period, then key; records by period, then parent's key, date and their order.
struct Frame {
    RowId first{0};
    std::uint32_t rows = 0;
    KeyId first_key{0};  // a level of records has no keys
    std::uint32_t keys = 0;
    std::vector<RowId> by_parent;       // its rows, by the row above, each in the frame's order
    std::vector<std::uint32_t> begins;  // by row of the parent's frame, and one more: where in `by_parent`
    std::vector<FileOfRows> files;      // none when the rows stand in no file
};
std::vector<SourceId> sources_of(const Frame& frame);

// The rows of a reference.
struct ReferenceRow {
    std::vector<std::optional<core::Value>> keys{};    // by the reference's keys; none fits anything
    std::vector<std::optional<core::Value>> fields{};  // none: a blank cell
    std::optional<Date> from{}, to{};                  // in force, both inclusive
    std::uint64_t offset = 0;
    std::uint32_t line = 0;
};
class ReferenceIndex;  // data/reference_index.hpp
struct ReferenceRows {
    std::vector<ReferenceRow> rows;
    char delimiter = ',';
    std::vector<std::string> headers;
    std::vector<std::uint32_t> field_columns;       // by field: its position in the file
    SourceId source{};                              // none when given by hand
    std::shared_ptr<const ReferenceIndex> index{};  // of these rows; none without any
};
// The most specific row that fits; `other` is set when a second one is as specific.
struct FoundRow {
    const ReferenceRow* row = nullptr;
    const ReferenceRow* other = nullptr;
};
FoundRow find_row(const ReferenceRows& rows, const std::vector<core::Value>& keys, Date day);

// One cell as it stands in its file.
struct CellPlace {
    Span span;  // of the raw text, in its file
    std::string file;
    std::size_t line = 0;
    std::string column;  // the header as written
    std::string raw;
};

struct History {
    std::vector<std::string> keys;          // by KeyId: those of a level together, in code-point order
    std::vector<std::string> texts;         // by TextId: its spelling that is first in code-point order
    std::vector<std::string> folded_texts;  // by TextId: what equality compares; equal texts have one id
    Rows rows;                              // those of a level together, outer levels first
    Table<core::LevelId, Frame> frames;
    Table<core::InputId, Column> columns;
    Table<core::ReferenceId, ReferenceRows> references;

    const std::string& key(RowId row) const { return keys[rows.keys[row.value].value]; }
    std::optional<RowId> find(core::LevelId level, std::string_view key, Period period) const;
    // The period of each row of a level, in order.
    std::span<const Period> periods_of(core::LevelId level) const;
    // Each once.
    std::vector<Period> different_periods_of(core::LevelId level) const;
    // The rows of a level, and those of one period.
    std::vector<RowId> rows_of(core::LevelId level) const;
    std::vector<RowId> rows_of(core::LevelId level, Period period) const;
    // The key's latest earlier row; with `back`, its row of exactly so many periods earlier; none without
    // one.
    RowId before(RowId row, int back) const;
    // The row of that level which stands above the row, or the row itself; none when nothing of it does.
    RowId above(RowId row, core::LevelId level) const {
        const auto& frame = frames[level];
        while (row && row.value - frame.first.value >= frame.rows) row = rows.parent(row);
        return row;
    }
    // The rows of a level below the row's own that stand in it, in the frame's order.
    std::vector<RowId> inside(RowId row, core::LevelId level) const;
    // The value of a cell; nothing when it is missing. The row is of the input's level.
    std::optional<core::Value> value(core::InputId input, RowId row) const;
};

// Where a value was read, or nothing when it stands in no file.
std::optional<CellPlace> cell_place(const History& history, const Sources& sources, core::InputId input,
                                    RowId row);

// The same of a field of a reference's row.
std::optional<CellPlace> cell_place(const ReferenceRows& rows, const Sources& sources,
                                    const ReferenceRow& row, std::uint32_t field);

// Rows given by hand, as examples and tests do; sorted, linked and interned here. Rows of a level above that
// were not given are made where rows below need them, under an empty key; rows of `everything` for each
// period from the first to the last.
struct GivenRow {
    std::string key{};  // of a record empty
    Period period{};
    std::vector<std::pair<core::InputId, core::Value>> cells{};  // those not given are missing
    core::LevelId level{0};
    std::optional<Date> date{};           // of a record
    std::optional<std::size_t> parent{};  // the row above, by its place in the list
};
struct GivenReferences {
    Table<core::ReferenceId, std::vector<ReferenceRow>> rows;
};
History from_rows(const core::Scheme& scheme, const std::vector<GivenRow>& rows,
                  const GivenReferences& references = {});
// Where each given row came to stand.
std::vector<RowId> places_of(const History& history, const std::vector<GivenRow>& rows);

}  // namespace accrue::data
