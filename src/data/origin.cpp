#include "data/origin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace accrue::data {
namespace {

struct Named {
    Encoding encoding;
    std::string_view name;
    std::array<std::string_view, 5> others;  // letters and digits alone
};
constexpr std::array<Named, 13> encodings = {{
    {Encoding::utf_8, "UTF-8", {"utf8"}},
    {Encoding::utf_16_le, "UTF-16LE", {"utf16le", "utf16", "ucs2", "unicode"}},
    {Encoding::utf_16_be, "UTF-16BE", {"utf16be"}},
    {Encoding::utf_32_le, "UTF-32LE", {"utf32le", "utf32"}},
    {Encoding::utf_32_be, "UTF-32BE", {"utf32be"}},
    {Encoding::windows_1251, "windows-1251", {"windows1251", "cp1251", "win1251", "1251", "ansi1251"}},
    {Encoding::cp866, "cp866", {"cp866", "866", "ibm866", "dos866", "dos"}},
    {Encoding::koi8_r, "KOI8-R", {"koi8r", "koi8"}},
    {Encoding::koi8_u, "KOI8-U", {"koi8u"}},
    {Encoding::iso_8859_5, "ISO-8859-5", {"iso88595"}},
    {Encoding::mac_cyrillic, "x-mac-cyrillic", {"xmaccyrillic", "maccyrillic"}},
    {Encoding::windows_1252, "windows-1252", {"windows1252", "cp1252", "1252"}},
    {Encoding::iso_8859_1, "ISO-8859-1", {"iso88591", "latin1"}},
}};

// `Windows_1251` is `windows1251`.
std::string letters_and_digits(std::string_view name) {
    std::string text;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z') text += static_cast<char>(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) text += c;
    }
    return text;
}

}  // namespace

std::string_view to_text(Compression compression) {
    switch (compression) {
        case Compression::none:
            return "";
        case Compression::gzip:
            return "gzip";
        case Compression::zstd:
            return "zstd";
    }
    return "";
}

std::string_view to_text(Encoding encoding) {
    return std::ranges::find(encodings, encoding, &Named::encoding)->name;
}

std::optional<Encoding> encoding_named(std::string_view name) {
    const auto wanted = letters_and_digits(name);
    const auto found = std::ranges::find_if(encodings, [&](const Named& each) {
        return !wanted.empty() && std::ranges::find(each.others, wanted) != each.others.end();
    });
    return found == encodings.end() ? std::nullopt : std::optional(found->encoding);
}

std::string encoding_names() {
    std::string list;
    for (const auto& each : encodings) list += fmt::format("{}`{}`", list.empty() ? "" : ", ", each.name);
    return list;
}

}  // namespace accrue::data
