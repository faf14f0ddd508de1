#include "data/decode.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <functional>
#include <map>
#include <mutex>

namespace accrue::data {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

// A conversion of the C library, which knows the encodings by the names that we show, but for one.
class Conversion {
  public:
    Conversion(std::string_view to, Encoding from)
        : converter_(iconv_open(std::string(to).c_str(), name(from).c_str())) {
        if (converter_ == reinterpret_cast<iconv_t>(-1))  // NOLINT: so iconv says no
            throw NotInstalled{from};
    }
    Conversion(const Conversion&) = delete;
    Conversion& operator=(const Conversion&) = delete;
    ~Conversion() { iconv_close(converter_); }

    // Takes from `in` and puts behind `out` as far as it goes; 0 or an `errno`.
    int convert(std::string_view& in, std::string& out) {
        std::array<char, 1 << 14> room;             // NOLINT: filled by iconv
        auto* from = const_cast<char*>(in.data());  // NOLINT: iconv does not write there
        auto left = in.size();
        auto* to = room.data();
        auto room_left = room.size();
        const auto done = iconv(converter_, &from, &left, &to, &room_left);
        const int trouble = done == static_cast<std::size_t>(-1) ? errno : 0;
        out.append(room.data(), static_cast<std::size_t>(to - room.data()));
        in = in.substr(in.size() - left);
        return trouble;
    }

  private:
    static std::string name(Encoding encoding) {
        if (encoding == Encoding::mac_cyrillic) return "MAC-CYRILLIC";
        return std::string(to_text(encoding));
    }
    iconv_t converter_;
};

std::string in_hexadecimal(std::string_view bytes) {
    std::string text = "0x";
    for (const char byte : bytes) text += fmt::format("{:02X}", static_cast<unsigned char>(byte));
    return text;
}

void add_misfit(Decoded& decoded, std::size_t place, std::string_view bytes) {
    if (decoded.misfits++ == 0) decoded.misfit = {place, in_hexadecimal(bytes)};
}

// ---------------------------------------------------------------- one-byte encodings

CodePage read_code_page(Encoding encoding) {
    CodePage page;
    for (std::size_t byte = 0; byte < page.size(); ++byte) {
        Conversion conversion("UTF-32LE", encoding);
        const char letter = static_cast<char>(byte);
        std::string_view in(&letter, 1);
        std::string out;
        const bool is_known = conversion.convert(in, out) == 0 && out.size() == sizeof(char32_t);
        page[byte] = no_character;
        if (is_known) std::memcpy(&page[byte], out.data(), sizeof(char32_t));
    }
    return page;
}

struct Letter {
    std::array<char, 3> bytes{};
    std::uint8_t length = 0;
    bool is_known = true;  // else what is shown in its place
};

Letter in_utf8(char32_t code) {
    const auto byte = [](char32_t bits) { return static_cast<char>(bits); };
    if (code == no_character) return {{replacement[0], replacement[1], replacement[2]}, 3, false};
    if (code < 0x80) return {{byte(code)}, 1};
    if (code < 0x800) return {{byte(0xC0 | code >> 6), byte(0x80 | (code & 0x3F))}, 2};
    return {{byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F))}, 3};
}

std::array<Letter, 256> in_utf8(const CodePage& page) {
    std::array<Letter, 256> letters;
    std::ranges::transform(page, letters.begin(), [](char32_t code) { return in_utf8(code); });
    return letters;
}

bool is_ascii(char byte) {
    return static_cast<unsigned char>(byte) < 0x80;
}

// Where the bytes that are the same in UTF-8 end, from `begin` on.
std::size_t end_of_ascii(std::string_view bytes, std::size_t begin) {
    std::uint64_t word = 0;
    while (begin + sizeof word <= bytes.size()) {
        std::memcpy(&word, bytes.data() + begin, sizeof word);
        if ((word & 0x8080'8080'8080'8080U) != 0) break;
        begin += sizeof word;
    }
    while (begin < bytes.size() && is_ascii(bytes[begin])) ++begin;
    return begin;
}

// No letter takes more than three bytes, which are written all of them.
Decoded of_code_page(std::string_view bytes, Encoding encoding) {
    const auto letters = in_utf8(code_page(encoding));
    const auto others = static_cast<std::size_t>(std::ranges::count_if(bytes, std::not_fn(is_ascii)));
    Decoded result;
    result.text.resize(bytes.size() + others * 2 + sizeof(Letter::bytes));
    char* to = result.text.data();
    for (std::size_t begin = 0; begin < bytes.size();) {
        const auto end = end_of_ascii(bytes, begin);
        std::memcpy(to, bytes.data() + begin, end - begin);
        to += end - begin;
        for (begin = end; begin < bytes.size() && !is_ascii(bytes[begin]); ++begin) {
            const auto& letter = letters[static_cast<unsigned char>(bytes[begin])];
            if (!letter.is_known)
                add_misfit(result, static_cast<std::size_t>(to - result.text.data()), bytes.substr(begin, 1));
            std::memcpy(to, letter.bytes.data(), letter.bytes.size());
            to += letter.length;
        }
    }
    result.text.resize(static_cast<std::size_t>(to - result.text.data()));
    return result;
}

// ---------------------------------------------------------------- UTF-16 and UTF-32

Decoded of_units(std::string_view bytes, Encoding encoding) {
    const bool is_utf_16 = encoding == Encoding::utf_16_le || encoding == Encoding::utf_16_be;
    const std::size_t unit = is_utf_16 ? 2 : 4;
    Conversion conversion("UTF-8", encoding);
    Decoded result;
    result.text.reserve(bytes.size());
    while (!bytes.empty()) {
        const int trouble = conversion.convert(bytes, result.text);
        if (trouble != EILSEQ && trouble != EINVAL) continue;
        const auto length = std::min(unit, bytes.size());
        add_misfit(result, result.text.size(), bytes.substr(0, length));
        result.text += replacement;
        bytes.remove_prefix(length);
    }
    return result;
}

}  // namespace

bool has_code_page(Encoding encoding) {
    return encoding >= Encoding::windows_1251;
}

const CodePage& code_page(Encoding encoding) {
    assert(has_code_page(encoding));
    static std::mutex mutex;
    static std::map<Encoding, CodePage> pages;
    const std::lock_guard lock(mutex);
    const auto known = pages.find(encoding);
    return known != pages.end() ? known->second
                                : pages.emplace(encoding, read_code_page(encoding)).first->second;
}

Decoded decoded(std::string_view bytes, Encoding encoding) {
    if (encoding == Encoding::utf_8) return {std::string(bytes), std::nullopt, 0};
    return has_code_page(encoding) ? of_code_page(bytes, encoding) : of_units(bytes, encoding);
}

}  // namespace accrue::data
