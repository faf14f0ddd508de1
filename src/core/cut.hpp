// core/cut.hpp — Whether a history may be cut into parts that know nothing of each other.
#pragma once

#include <optional>

#include "core/scheme.hpp"

namespace accrue::core {

// The level by whose keys it may be cut: it alone is paid, and what a key is paid depends on its own rows, on
// the records below them and on references. None when rules look at other keys' rows, at rows above or at the
// whole company.
std::optional<LevelId> cut_by(const Scheme& scheme);

}  // namespace accrue::core
