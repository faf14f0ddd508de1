// cli/fitted.hpp — Messages on a terminal: a line that is too wide goes on below itself, between words, so
// that the terminal does not cut words in two.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace accrue::cli {

// The headings and notes of messages (`error: …`, `  = hint: …`) in lines no wider than `width`; excerpts of
// sources stay as they are. What stands in backticks is not broken: it can be copied whole.
std::string fitted(std::string_view messages, std::size_t width);

}  // namespace accrue::cli
