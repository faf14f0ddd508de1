// syntax/read_tokens.hpp — A text as the tokens that the grammar saw in it, for the formatter.
#pragma once

#include <string_view>
#include <vector>

#include "grammar/reading.hpp"

namespace accrue::syntax {

struct Tokens {
    std::vector<grammar::Token> tokens;  // in order; they point into the text
    std::vector<grammar::Comment> comments;
};
Tokens read_tokens(std::string_view text);

}  // namespace accrue::syntax
