// data/sheet.hpp — One file, read for what it is wanted for: keys, periods and columns by row of the file. A
// long file is read in pieces, on several cores or one piece at a time; joined they are what the file is when
// it is read at once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/parallel.hpp"
#include "data/file.hpp"
#include "data/opening.hpp"
#include "data/ragged.hpp"
#include "data/read.hpp"
#include "data/roles.hpp"
#include "data/survey.hpp"
#include "data/text_column.hpp"
#include "data/troubles.hpp"
#include "data/wanted.hpp"

namespace accrue::data {

// Rows that begin at byte `begin` or behind it and before `end`. A row begins at `begin`, on line `line`; who
// does not know the line says 1 and the piece counts its lines from there (see `Joining::add`).
struct RowRange {
    std::uint64_t begin = 0, end = 0;
    std::uint32_t line = 1;
};

// Rows that are none, and what follows from where they stand.
struct Gaps {
    std::size_t blank_between = 0;  // blank rows before the piece's last good one
    std::size_t blank_behind = 0;   // and those behind it
    std::uint32_t first_blank_line = 0;
    std::vector<RaggedRow> ragged_behind;  // rows of another width behind the last good one: perhaps a footer
    bool has_ragged_alone = false;         // and there is no good one
};

// What a piece of a file has to tell the others.
struct PieceOfFile {
    RowRange range;
    std::uint64_t rest =
        0;  // where the row behind the last one begins; beyond `range.end` when quotes reach there
    std::uint32_t lines = 0;  // line breaks from the beginning of the range to `rest`
    bool is_text = true;      // false: bytes that are not UTF-8 text; nothing behind them was read
    Gaps gaps;
    Troubles behind;  // what is known only once all of its rows are read; reported behind the others
    Settled settled;
};

struct Sheet {
    Wanted wanted;
    File file;  // its rows' keys are numbers in `keys`; none of a row of which something was reported
    Roles roles;
    Understood understood;
    std::vector<std::string> keys;     // in code-point order
    std::vector<std::string> parents;  // names of rows above, in code-point order
    std::vector<KeyId> parent_of;      // by row, into `parents`; empty when no column says it
    std::vector<RowId> cells;          // by row: whose cells it has; empty: its own
    std::vector<Column> columns;       // by wanted column
    std::optional<Column> from, to;    // days, blank when missing
    Troubles troubles;
    Diagnostics not_text;  // why the file is no text at all

    std::optional<Survey> survey;  // of the rows as they are now, unless it has to be made anew
    bool is_in_order() const { return survey && survey->is_by_key && survey->rows == understood.rows; }
    std::vector<Place> first_of_key, first_of_parent;  // by key: the first row that has it
    PieceOfFile piece;

    Diagnostics reports() const;
};

// The rows of a range. `keys`, `columns`, `understood` and `troubles` are of these rows alone.
Sheet read_rows(const Opening& opening, RowRange range, Texts& texts);

// How a long file is cut.
struct Pieces {
    std::uint64_t least_size = std::uint64_t{4} << 20U;  // bytes
    std::size_t by_thread = 4;                           // pieces for each, at most
    std::size_t least_threads = 2;                       // fewer read a file at once
};

// A whole file. It is the same however it is cut and read.
Sheet read_sheet(Wanted wanted, SourceId source, const Sources& sources, const Told& told, Texts& texts,
                 Workers& workers, Pieces cut = {});

}  // namespace accrue::data
