#include "report/escapes.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <cassert>
#include <nlohmann/json.hpp>

#include "base/messages/computing.hpp"
#include "base/messages/phrases/results.hpp"
#include "base/text.hpp"
#include "report/writer.hpp"

namespace accrue::report {
namespace {

class Converter {
  public:
    Converter() : handle_(iconv_open("WINDOWS-1251", "UTF-8")) {
        if (handle_ == failed()) throw NotWritten{phrase(say::no_conversion, "windows-1251"), ""};
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;
    ~Converter() { iconv_close(handle_); }

    // How many bytes of the text could be converted; each character becomes one byte.
    std::size_t convert(std::string_view text, std::string& into) {
        into.resize(text.size());
        auto* from = const_cast<char*>(text.data());  // iconv only reads it
        auto* to = into.data();
        std::size_t rest = text.size(), room = into.size();
        iconv(handle_, &from, &rest, &to, &room);
        into.resize(static_cast<std::size_t>(to - into.data()));
        return text.size() - rest;
    }

  private:
    static iconv_t failed() { return reinterpret_cast<iconv_t>(-1); }  // NOLINT: as iconv_open says it
    iconv_t handle_;
};

// The code point at the text's beginning; the text is UTF-8.
std::uint32_t code_point(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    const int more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    std::uint32_t point = more == 0 ? first : first & (0x3FU >> more);
    for (int i = 1; i <= more; ++i) point = point << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
    return point;
}

std::string_view first_character(std::string_view text) {
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) ++size;
    return text.substr(0, size);
}

}  // namespace

std::string csv_field(std::string_view text, char delimiter) {
    const auto is_special = [&](char c) { return c == delimiter || c == '"' || c == '\r' || c == '\n'; };
    if (std::ranges::none_of(text, is_special)) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string defused(std::string_view text) {
    const bool is_risky = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != text.npos;
    return (is_risky ? "'" : "") + std::string(text);
}

std::string json_text(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string copy_field(std::string_view text) {
    std::string field;
    for (const char c : text) {
        switch (c) {
            case '\t':
                field += "\\t";
                break;
            case '\n':
                field += "\\n";
                break;
            case '\r':
                field += "\\r";
                break;
            case '\\':
                field += "\\\\";
                break;
            default:
                field += c;
        }
    }
    return field;
}

std::string from_copy_field(std::string_view field) {
    std::string text;
    for (std::size_t i = 0; i < field.size(); ++i) {
        if (field[i] != '\\') {
            text += field[i];
            continue;
        }
        assert(i + 1 < field.size());
        const char c = field[++i];
        text += c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
    }
    return text;
}

std::string windows_1251(std::string_view text) {
    std::string converted;
    const auto done = Converter().convert(text, converted);
    if (done == text.size()) return converted;
    const auto lacking = text.substr(done);
    throw Refused{{kind::character_not_in_1251,
                   {},
                   {std::string(first_character(lacking)), fmt::format("U+{:04X}", code_point(lacking)),
                    std::string(text)},
                   {}}};
}

}  // namespace accrue::report
