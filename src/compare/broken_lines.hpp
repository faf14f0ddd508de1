// compare/broken_lines.hpp — A text in lines that are not wider than their place.
#pragma once

#include <string>
#include <vector>

namespace accrue::compare {

// Words in lines of at most so many columns; a word that is longer is broken. A number with its `%` is one
// word. At least one line.
std::vector<std::string> broken_lines(const std::string& text, std::size_t width);

// Columns that its longest word takes.
std::size_t longest_word(const std::string& text);

}  // namespace accrue::compare
