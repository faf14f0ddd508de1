// report/formula_text.hpp — Constants, ranges and roundings as formulas of a spreadsheet write them.
#pragma once

#include <string>
#include <vector>

#include "core/scheme.hpp"

namespace accrue::report {

// `0.005`, `25000/3`, `TRUE`, `DATE(2026,3,15)`, `"head"`.
std::string constant_formula(const core::Value& value);
// Does it need no brackets as an operand?
bool is_closed(const core::Value& value);

// Arguments of a function, cells that stand below each other in one: `B7,B8,B9` as `B7:B9`.
std::vector<std::string> with_ranges(const std::vector<std::string>& arguments);

// `ROUND(B7,2)`, and what stands for it where a spreadsheet has no such rounding. What is left of binary
// arithmetic, below a millionth of a step, is taken for nothing. `x` is a cell or a constant but for modes
// that read it once.
std::string rounding_formula(const std::string& x, Rounding mode, const Exact& step);
bool reads_once(Rounding mode);

}  // namespace accrue::report
