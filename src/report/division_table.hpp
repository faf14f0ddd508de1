// report/division_table.hpp — How a pool was divided, as a table of a spreadsheet: a row a member, from what
// each claims to what each gets.
#pragma once

#include <vector>

#include "report/term_formulas.hpp"

namespace accrue::report {

// `node` is a division of the trace.
DivisionPlaces write_division(TermFormulas& formulas, explain::NodeId node);

}  // namespace accrue::report
