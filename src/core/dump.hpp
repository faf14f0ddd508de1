// core/dump.hpp — A core scheme as text that people and golden tests can read: one line a name, expressions
// as
// `(kind operand …)`, shared expressions written again.
#pragma once

#include <string>

#include "core/scheme.hpp"

namespace accrue::core {

std::string dump(const Scheme& scheme);
std::string dump(const Scheme& scheme, ExprId expression);

}  // namespace accrue::core
