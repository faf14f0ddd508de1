// syntax/format.hpp — The same scheme, tidily spaced: keeps every comment and every meaning; formatting twice
// changes nothing more.
#pragma once

#include <string>

#include "syntax/tree.hpp"

namespace accrue::syntax {

std::string format(const Module& module, const Sources& sources);

}  // namespace accrue::syntax
