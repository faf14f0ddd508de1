// base/word_parts.hpp — Where a word may be broken that is wider than its line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace accrue {

// Behind the marks that part it: `turnover_` and `share`. Together the parts are the word.
std::vector<std::string> parts_of_word(std::string_view word);

}  // namespace accrue
