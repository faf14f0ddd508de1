// report/diagnostics_json.hpp — Diagnostics for editors and scripts, schema `accrue.diagnostics/1`.
#pragma once

#include <iosfwd>

#include "base/diagnostic.hpp"

namespace accrue::report {

void write_diagnostics_json(std::ostream& out, const Diagnostics& diagnostics, const Sources& sources);

}  // namespace accrue::report
