// check/parts.hpp — Which parts of splits come into an amount in whole.
#pragma once

#include <map>

#include "core/scheme.hpp"

namespace accrue::check {

// And whether always, or in some cases only. What comes into a difference is not among them.
using PartsPaid = std::map<core::DefinitionId, bool>;
PartsPaid parts_in(const core::Scheme& scheme, core::ExprId amount);

}  // namespace accrue::check
