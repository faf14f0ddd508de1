// sources/table.hpp — A table of a database or a sheet of a workbook as a text of its own: delimited by
// commas, a line for each row, so that it is read, checked and reported as any file is. Its line numbers are
// those of the rows: of a sheet the sheet's own; of a database's table the header stands on line 1.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "data/read.hpp"

namespace accrue::sources {

// What should be known of a column that is read, found while its cells were taken: first in which row, and
// in how many cells.
struct Remark {
    Kind kind;
    std::uint32_t column = 0;
    std::uint32_t row = 0;
    std::int64_t count = 1;
    std::string word = {};  // of the first, where the words speak of one
};

struct Table {
    std::string text;
    data::Layout layout = data::Layout::table;
    std::vector<Remark> remarks;
    Diagnostics of_whole;  // what is known of no single column
};

// The remarks on columns that were read from this table, whose text is now a source.
Diagnostics reports(const Table& table, const Source& source, const data::Understood& understood);

// Thrown where a table cannot be had at all, up to the edge of the program.
struct Failure {
    Diagnostic report;
};

}  // namespace accrue::sources
