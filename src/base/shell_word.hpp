// base/shell_word.hpp — Words as a shell takes them, so that a command that the program prints can be copied.
#pragma once

#include <string>

namespace accrue {

// In quotes only when it holds what a shell takes for more than text.
std::string shell_word(const std::string& word);
// Always in quotes.
std::string in_shell_quotes(const std::string& word);

}  // namespace accrue
