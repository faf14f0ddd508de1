// report/lots_table.hpp — What became of lots, as a table of a spreadsheet: a row a period, and for each lot
// what the period found of it and what it used.
#pragma once

#include "report/term_formulas.hpp"

namespace accrue::report {

// `node` are lots of the trace.
LotsPlaces write_lots(TermFormulas& formulas, explain::NodeId node);

}  // namespace accrue::report
