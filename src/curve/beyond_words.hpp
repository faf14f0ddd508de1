// curve/beyond_words.hpp — Why a rule cannot be followed exactly, in words.
#pragma once

#include <string>

#include "curve/local.hpp"

namespace accrue::curve {

// `a rounded amount is compared`
std::string words_of(BeyondKind why);

}  // namespace accrue::curve
