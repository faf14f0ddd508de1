// compare/meaning.hpp — What an expression computes, as a text that is the same for expressions that are
// written differently and mean the same: in another language, with other blanks, `40M` for `40 000 000`.
#pragma once

#include <string>

#include "core/scheme.hpp"

namespace accrue::compare {

// For comparing, not for people. Names stand for what they name; what check made on the way is opened.
std::string meaning(const core::Scheme& scheme, core::ExprId expression);

}  // namespace accrue::compare
