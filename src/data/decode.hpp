// data/decode.hpp — Text in one of the older encodings into UTF-8.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "data/origin.hpp"

namespace accrue::data {

// Thrown where the C library lacks a conversion.
struct NotInstalled {
    Encoding encoding;
};

// What each byte of a one-byte encoding stands for; `no_character` where it has none.
using CodePage = std::array<char32_t, 256>;
constexpr char32_t no_character = 0xFFFF'FFFF;
const CodePage& code_page(Encoding encoding);

bool has_code_page(Encoding encoding);

// Bytes that are no character of the encoding: U+FFFD stands for them in the text.
struct Misfit {
    std::size_t place = 0;  // in the text
    std::string bytes;      // `0x98`
};
struct Decoded {
    std::string text;
    std::optional<Misfit> misfit;  // the first one
    std::size_t misfits = 0;
};
Decoded decoded(std::string_view bytes, Encoding encoding);

}  // namespace accrue::data
