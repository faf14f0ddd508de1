// report/lines.hpp — Rows as lines of text for machines. Every such form is the same kind of line: fixed
// text, and between it cells; forms differ in the fixed text and in how a key is quoted.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "report/results.hpp"

namespace accrue::report {

struct KeyCell {
    core::LevelId level;  // of the row above with that level; empty when there is none
};
struct PeriodCell {};
struct DateCell {};  // of a record
struct AmountCell {
    core::DefinitionId definition;
};
using CellContent = std::variant<KeyCell, PeriodCell, DateCell, AmountCell>;
struct LineCell {
    CellContent content;
    std::string behind;  // the fixed text up to the next cell, or to the end of the line
};

// What becomes of one row of a level: one line or several.
struct LinePlan {
    std::string before;  // the first cell
    std::vector<LineCell> cells;
};

enum class PeriodStyle {
    iso,        // `2026-03`, `2026-Q1`, `2026-03-15`
    first_day,  // `01.03.2026`
};
// Amounts that no decimal is, as 25000/3.
enum class Fractions { written, refused };
struct LineStyle {
    std::function<std::string(std::string_view)> key;  // as it stands in a line: quoted, escaped, encoded
    PeriodStyle periods = PeriodStyle::iso;
    char point = '.';
    Fractions fractions = Fractions::written;
};

// The rows of one level of a part, line after line. May be called from any thread. Throws `Refused` for a
// fraction that the style refuses.
void append_lines(std::string& text, const Results& part, const LevelResults& level, const LinePlan& plan,
                  const LineStyle& style);

}  // namespace accrue::report
