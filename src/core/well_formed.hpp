// core/well_formed.hpp — In code, what `check` promises of a scheme: ids in range, operands before users,
// types that fit, an order without cycles. Returns the first sentence that does not hold, for tests and debug
// builds.
#pragma once

#include <optional>
#include <string>

#include "core/scheme.hpp"

namespace accrue::core {

std::optional<std::string> broken_promise(const Scheme& scheme);

}  // namespace accrue::core
