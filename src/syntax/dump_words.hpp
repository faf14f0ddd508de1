// syntax/dump_words.hpp — The English words and signs of what a tree says in one, whatever the language of
// its text.
#pragma once

#include <string>
#include <string_view>

#include "syntax/tree.hpp"

namespace accrue::syntax {

std::string_view sign_of(Operator op);
std::string_view word_of(Rounding mode);
std::string_view word_of(AggregateOp op);
std::string_view word_of(TypeWord word);
std::string_view word_of(Clock clock);
std::string_view word_of(KeyMatch match);  // with a blank behind it, empty where the key is taken as it is
std::string_view word_of(PeriodWord word);
std::string plural(PeriodWord unit);

// A name as it is known in both languages: `pay` for `к выплате`.
std::string plain(std::string_view name);
// `40M` for `40 млн`.
std::string plain_number(std::string_view written);

}  // namespace accrue::syntax
