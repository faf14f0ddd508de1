// data/file.hpp — The rows of one data file as they are read, and the way back from a row to its cells.
#pragma once

#include "base/diagnostic.hpp"
#include "core/scheme.hpp"
#include "data/history.hpp"
#include "data/records.hpp"

namespace accrue::data {

// A row as it is read or given, before it has its place in a history.
struct FileRow {
    KeyId key{};  // a number among the keys of its file; none when something of the row was reported
    Period period{};
    Date date{};               // of a record
    std::uint32_t line = 0;    // as in `Row`
    std::uint64_t offset = 0;  // as in `Row`
};
// Where a row begins; line 0 when there is none.
struct Place {
    std::uint64_t offset = 0;
    std::uint32_t line = 0;
    explicit operator bool() const { return line != 0; }
};
using FileRows = Table<RowId, FileRow, ColumnMemory<FileRow>>;  // `resize` leaves new rows unwritten

struct File {
    SourceId source;
    std::string_view text;
    char delimiter = ',';
    std::string called;              // as in `DataFile`
    std::size_t lines_skipped = 0;   // at the end, behind `text`
    bool has_typed_numbers = false;  // a source's own stand bare with a point, its texts of digits in quotes
    std::vector<std::string> headers;  // as written, trimmed
    std::vector<Span> header_spans;
    FileRows rows;  // in the order of the file

    Cell cell(const FileRow& row, std::uint32_t column) const;
    Cell cell(RowId row, std::uint32_t column) const { return cell(rows[row], column); }
    Cell cell(Place row, std::uint32_t column) const;
    Place place(RowId row) const { return {rows[row].offset, rows[row].line}; }
    Span span(RowId row, std::uint32_t column) const { return span(cell(row, column).text); }
    Span span(std::string_view part) const;  // of a part of `text`
    // The hint to remove it, or how many lines end the file from it on, where only those of a footer stand
    // behind it.
    Fact row_to_remove(Place row) const;
};

}  // namespace accrue::data
