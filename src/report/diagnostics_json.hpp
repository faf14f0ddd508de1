// report/diagnostics_json.hpp — Diagnostics for editors and scripts, schema `accrue.diagnostics/1`.
#pragma once

#include <iosfwd>
#include <nlohmann/json_fwd.hpp>

#include "base/diagnostic.hpp"

namespace accrue::report {

// As a list, for other documents.
nlohmann::ordered_json diagnostics_json(const Diagnostics& diagnostics, const Sources& sources);

void write_diagnostics_json(std::ostream& out, const Diagnostics& diagnostics, const Sources& sources);

}  // namespace accrue::report
