// data/utf8.hpp — Whether bytes are text, at memory speed.
#pragma once

#include <string_view>

namespace accrue::data {

// UTF-8 without a NUL.
bool is_utf8_text(std::string_view bytes);

}  // namespace accrue::data
