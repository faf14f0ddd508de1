// sources/sheet_text.hpp — A sheet of a workbook, cell by cell as it streams by, into a table's text: numbers
// with the digits that a spreadsheet shows at most, days where the format says so, a formula by its last
// result.
#pragma once

#include "sources/workbook_parts.hpp"

namespace accrue::sources {

struct SheetLook {
    const SharedTexts& texts;
    const std::vector<CellFormat>& styles;
    Epoch epoch;
    bool is_to_be_calculated;  // once a spreadsheet opens it
};

// `name` stands in messages.
Table read_sheet_part(const Archive& archive, const std::string& part, const std::string& name,
                      const SheetLook& look, const Limits& limits);

// Has any cell of the sheet something in it?
bool has_cells(const Archive& archive, const std::string& part, const Limits& limits);

}  // namespace accrue::sources
