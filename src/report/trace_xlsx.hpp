// report/trace_xlsx.hpp — A trace as a workbook with live formulas: an auditor changes a number and sees what
// follows, or lets the spreadsheet show what a cell depends on.
#pragma once

#include <string>

#include "explain/trace.hpp"
#include "report/spreadsheet.hpp"

namespace accrue::report {

// A row a value, those that it follows from below it; beside each its formula as written, where it stands,
// and a note.
Sheet trace_sheet(const explain::Trace& trace, const Sources& sources);

}  // namespace accrue::report
