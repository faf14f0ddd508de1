// tests/property/random_scheme.hpp — Schemes written from the list of core's kinds: every kind, every
// operation, every type. They keep what `check` promises and mean nothing.
#pragma once

#include "core/scheme.hpp"
#include "data/history.hpp"
#include "random.hpp"

namespace accrue::property {

// With `own_row` no rule looks at another period or at a group of rows.
enum class Reach : std::uint8_t { anywhere, own_row };
core::Scheme random_scheme(Random& random, Reach reach = Reach::anywhere);

// Rows for it: gaps, blanks, amounts of all sizes, people who change teams.
std::vector<data::GivenRow> random_rows(const core::Scheme& scheme, Random& random);

// Rows of its references, some of which fit.
data::GivenReferences random_references(const core::Scheme& scheme, Random& random);

// An amount as plans have them, sometimes one that is far too large, or a third.
Exact random_amount(Random& random, bool large);

}  // namespace accrue::property
