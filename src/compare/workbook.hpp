// compare/workbook.hpp — The report as a workbook: a first sheet with its answer and a list of the tables, a
// sheet for each table, with a chart that the spreadsheet draws from the cells.
#pragma once

#include <string>
#include <vector>

#include "compare/report.hpp"
#include "report/spreadsheet.hpp"

namespace accrue::compare {

std::vector<report::Sheet> sheets_of(const Report& report);

// Its bytes. Throws `report::NotWritten`.
std::string to_workbook(const Report& report);

}  // namespace accrue::compare
