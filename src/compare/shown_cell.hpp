// compare/shown_cell.hpp — One cell of a finding as people read it.
#pragma once

#include <string>

#include "compare/finding.hpp"

namespace accrue::compare {

// `42 000.00`, `12.3 %`, `0.418`; `—` where there is nothing to say. Texts as they are.
std::string shown(const Cell& cell, Holds holds);
// For machines: exact; a percent is a fraction.
std::string exact(const Cell& cell);
// Is the column set on the right?
inline bool is_number(Holds holds) {
    return holds != Holds::text;
}

}  // namespace accrue::compare
