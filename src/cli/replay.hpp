// cli/replay.hpp — One amount computed from what a pack holds, and its trace in every form: the same whether
// the pack is being made or verified.
#pragma once

#include <string>

#include "cli/session.hpp"
#include "evidence/pack.hpp"
#include "explain/trace.hpp"

namespace accrue::cli {

// The forms of a trace as a pack has them: `trace.txt`, `trace.json`, `trace.html`.
evidence::PackedTraces traces_of(const explain::Trace& trace, const Sources& sources);
// As far as it goes, with every row.
explain::Trace whole_trace(explain::Evaluation& evaluation, core::DefinitionId definition, data::RowId row);
// Exact, for machines; empty where the row is in error.
std::string exact_amount(explain::Evaluation& evaluation, core::DefinitionId definition, data::RowId row);

struct Replayed {
    std::string amount;
    evidence::PackedTraces traces;
};
// In the pack's language. Stops where schemes or rows have errors.
Replayed replayed(const evidence::Pack& pack);

}  // namespace accrue::cli
