// data/file.hpp — The rows of one data file as they are read, and the way back from a row to its cells.
#pragma once

#include "core/scheme.hpp"
#include "data/history.hpp"
#include "data/records.hpp"

namespace accrue::data {

struct File {
    SourceId source;
    std::string_view text;
    char delimiter = ',';
    std::vector<std::string> headers;  // as written, trimmed
    std::vector<Span> header_spans;
    Table<RowId, Row> rows;  // in the order of the file

    Cell cell(const Row& row, std::uint32_t column) const;
    Cell cell(RowId row, std::uint32_t column) const { return cell(rows[row], column); }
    Span span(RowId row, std::uint32_t column) const { return span(cell(row, column).text); }
    Span span(std::string_view part) const;  // of a part of `text`
    RowId last_row() const { return RowId(rows.size() - 1); }
};

}  // namespace accrue::data
