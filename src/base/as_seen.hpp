// base/as_seen.hpp — What a text looks like to the eye: letters of other alphabets that look like Latin ones
// are those, and what is not to be seen at all is left out.
#pragma once

#include <string>
#include <string_view>

namespace accrue {

// The folded text with letters that look Latin as Latin ones: two texts that look alike are one here.
std::string as_seen(std::string_view text);

// Does it hold a character that is not to be seen: a blank without width, a soft hyphen, a mark of direction?
bool has_invisible(std::string_view text);

// A letter of any alphabet, or the sign of a currency?
bool has_word(std::string_view text);

}  // namespace accrue
