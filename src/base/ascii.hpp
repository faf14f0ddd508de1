// base/ascii.hpp — Bytes of ASCII, whatever the locale.
#pragma once

#include <string_view>

namespace accrue {

constexpr bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

// Without a way out of the loop, which would cost more than the rest of a text.
constexpr bool is_ascii(std::string_view text) {
    unsigned char bytes = 0;
    for (const char byte : text) bytes |= static_cast<unsigned char>(byte);
    return bytes < 0x80;
}

}  // namespace accrue
