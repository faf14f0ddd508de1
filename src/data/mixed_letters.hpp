// data/mixed_letters.hpp — Notes on what tells two names apart that may look the same.
#pragma once

#include <initializer_list>
#include <string_view>

#include "base/diagnostic.hpp"

namespace accrue::data {

// Adds what the eye does not see in two names that count as one: letters of another alphabet than the rest of
// a word, blanks that are none of the keyboard's, or that each name is in an alphabet of its own.
void note_unseen(Diagnostic& report, std::string_view one, std::string_view other);

// Adds the hint, and before it for each of the names that mixes alphabets which of its letters is the other
// one's.
void hint_near(Diagnostic& report, std::initializer_list<std::string_view> names, Fact hint);

}  // namespace accrue::data
