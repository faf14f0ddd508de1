// syntax/format_words.hpp — What the formatter writes for each token, in the language that is asked for, and
// which tokens stand apart.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "grammar/words.hpp"
#include "syntax/format.hpp"
#include "syntax/read_tokens.hpp"

namespace accrue::syntax {

// By token; as it is written where no language is asked for.
std::vector<std::string> texts_of(const std::vector<grammar::Token>& tokens,
                                  std::optional<Language> language);

// Is there a blank between the two?
bool stand_apart(grammar::TokenKind left, grammar::TokenKind right);

}  // namespace accrue::syntax
