// core/builtins.hpp — What the built-in names are.
#pragma once

#include "core/scheme.hpp"

namespace accrue::core {

const Type& type_of(Builtin builtin);

}  // namespace accrue::core
