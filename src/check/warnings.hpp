// check/warnings.hpp — What is allowed and yet probably not meant: pay below zero, amounts paid past their
// gates or twice, alternatives that are never taken, names that nobody reads.
#pragma once

#include "check/check.hpp"
#include "check/declarations.hpp"
#include "check/typing.hpp"

namespace accrue::check {

// Errors: a whole with gates paid bare, a whole paid with its part. Warnings: the rest. For a scheme without
// errors.
void warn(const Checked& checked, const syntax::Module& module, const Sources& sources,
          const Declarations& declarations, const Typing& typing, Diagnostics& diagnostics);

}  // namespace accrue::check
