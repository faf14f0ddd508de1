// data/sheet.hpp — One file, read for what it is wanted for: keys, periods and columns by row of the file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/file.hpp"
#include "data/read.hpp"
#include "data/roles.hpp"
#include "data/text_column.hpp"
#include "data/troubles.hpp"
#include "data/wanted.hpp"

namespace accrue::data {

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

    Diagnostics reports() const;
};

Sheet read_sheet(Wanted wanted, SourceId source, const Sources& sources, const Told& told, Texts& texts);

}  // namespace accrue::data
