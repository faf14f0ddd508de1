// syntax/format.hpp — The same scheme, tidily spaced: keeps every comment and every meaning; formatting twice
// changes nothing more.
#pragma once

#include <optional>
#include <string>

#include "base/language.hpp"
#include "syntax/tree.hpp"

namespace accrue::syntax {

// The main file alone. With a language, every word of the language and every scale of a number is written in
// it; names and texts stay. There and back gives the same text.
std::string format(const Module& module, const Sources& sources, std::optional<Language> language = {});

}  // namespace accrue::syntax
