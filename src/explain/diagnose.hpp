// explain/diagnose.hpp — What is wrong with the rows of a run, one report a cause, and what its promises come
// to in a row.
#pragma once

#include <vector>

#include "explain/evaluate.hpp"

namespace accrue::explain {

// Why these rows have no amounts: each cause once, of its first row, with how many person-months share it and
// how much money of their other pay lines waits for it.
Diagnostics diagnose(Evaluation& evaluation, const std::vector<data::RowId>& rows);
// The same of given definitions (promises, what nothing reads).
Diagnostics diagnose(Evaluation& evaluation, const std::vector<core::DefinitionId>& definitions,
                     const std::vector<data::RowId>& rows);

// How a promise is broken in a row, both sides with their numbers: "for `Маша` in 2026-03: -200 000.00 <
// 0.00".
Fact how_broken(Evaluation& evaluation, core::DefinitionId promise, data::RowId row);

// Pools that are not 0 and have nobody below them: what they hold is paid to no one. One warning a share.
Diagnostics unshared_pools(Evaluation& evaluation);

// `Маша` 2026-03, `Оля` 2026-03 …
std::string named(const core::Scheme& scheme, const data::History& history,
                  const std::vector<data::RowId>& rows, std::size_t most);

}  // namespace accrue::explain
