// data/history.hpp — What happened, month by month: the rows of one level in month-major order, a column an
// input, and for each row where in which file it stands.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/scheme.hpp"

namespace accrue::data {

using RowId = Id<struct RowTag>;
using KeyId = Id<struct KeyTag>;
using TextId = Id<struct TextTag>;

// One input's values. Money and numbers are whole counts of 10^-digits (a percent cell `50%` is 0.5); dates
// are day counts, months month indices, texts TextIds, yes/no 0 and 1.
struct Column {
    core::TypeKind kind = core::TypeKind::number;
    int digits = 0;
    std::vector<std::int64_t> values;            // 0 where missing or in `large`
    std::vector<std::uint8_t> missing;           // by row; empty when no cell is
    std::vector<std::pair<RowId, Exact>> large;  // by rising row: values that no int64 at `digits` holds
    std::uint32_t source_column = 0;             // position in the file, from 0; for cells
    bool absent = false;                         // the file has no such column: every cell is missing

    bool is_missing(RowId row) const { return absent || (!missing.empty() && missing[row.value] != 0); }
};

struct Row {
    KeyId key{};
    Month month{};
    RowId previous{};          // the same key's latest earlier row; may be none
    SourceId source{};         // the file
    std::uint64_t offset = 0;  // byte at which the row begins in its file
    std::uint32_t line = 0;    // 1-based line (first line of the row) in its file
};

// One cell as it stands in its file.
struct CellPlace {
    Span span;  // of the raw text, in its file
    std::string file;
    std::size_t line = 0;
    std::string column;  // the header as written
    std::string raw;
};

struct History {
    std::vector<std::string> keys;          // by KeyId, in code-point order
    std::vector<std::string> texts;         // by TextId: its spelling that is first in code-point order
    std::vector<std::string> folded_texts;  // by TextId: what equality compares; equal texts have one id
    Table<RowId, Row> rows;                 // by month, then key
    Table<core::InputId, Column> columns;
    char delimiter = ',';
    std::vector<std::string> headers;  // by position in the file
    SourceId source;                   // none when the rows come from an example

    const std::string& key(RowId row) const { return keys[rows[row].key.value]; }
    std::optional<RowId> find(std::string_view key, Month month) const;
    // The value of a cell; nothing when it is missing.
    std::optional<core::Value> value(core::InputId input, RowId row) const;
};

// Where a value was read, or nothing when it stands in no file.
std::optional<CellPlace> cell_place(const History& history, const Sources& sources, core::InputId input,
                                    RowId row);

// Rows given by hand, as examples and tests do; sorted, linked and interned here.
struct GivenRow {
    std::string key;
    Month month;
    std::vector<std::pair<core::InputId, core::Value>> cells;  // those not given are missing
};
History from_rows(const core::Scheme& scheme, const std::vector<GivenRow>& rows);

}  // namespace accrue::data
