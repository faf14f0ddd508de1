// data/mixed_letters.hpp — Hints that show two names which may look the same.
#pragma once

#include <initializer_list>
#include <string_view>

#include "base/diagnostic.hpp"

namespace accrue::data {

// Adds the hint, and before it for each of the names that mixes alphabets which of its letters is the other
// one's.
void hint_near(Diagnostic& report, std::initializer_list<std::string_view> names, Fact hint);

}  // namespace accrue::data
