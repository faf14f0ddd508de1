// data/origin.hpp — How the bytes of a data file were written before they became the text that is read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace accrue::data {

enum class Compression : std::uint8_t { none, gzip, zstd };
std::string_view to_text(Compression compression);  // `gzip`

enum class Encoding : std::uint8_t {
    utf_8,
    utf_16_le,
    utf_16_be,
    utf_32_le,
    utf_32_be,
    windows_1251,
    cp866,
    koi8_r,
    koi8_u,
    iso_8859_5,
    mac_cyrillic,
    windows_1252,
    iso_8859_1,
};
std::string_view to_text(Encoding encoding);  // `windows-1251`
// Of a name as people write it: `windows-1251`, `CP1251`, `1251`.
std::optional<Encoding> encoding_named(std::string_view name);
std::string encoding_names();  // `UTF-8`, `UTF-16LE`, …

struct Origin {
    Compression compression = Compression::none;
    Encoding encoding = Encoding::utf_8;
};

}  // namespace accrue::data
