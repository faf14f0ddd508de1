// compare/moves_with.hpp — Does what a definition comes to depend on some inputs?
#pragma once

#include <vector>

#include "core/scheme.hpp"

namespace accrue::compare {

// In the same period or through earlier ones, of the row or of others.
bool moves_with(const core::Scheme& scheme, core::DefinitionId definition,
                const std::vector<core::InputId>& inputs);

}  // namespace accrue::compare
