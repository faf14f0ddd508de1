#include "data/encoding.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "base/messages/data.hpp"
#include "base/messages/phrases.hpp"
#include "base/text.hpp"

namespace accrue::data {
namespace {

struct Signature {
    std::string_view bytes;
    Phrase what;
};
constexpr std::array<Signature, 7> signatures = {{
    {{"PK\x03\x04", 4}, Phrase::spreadsheet_file},
    {{"\xD0\xCF\x11\xE0", 4}, Phrase::old_spreadsheet_file},
    {{"\x1F\x8B", 2}, Phrase::gzip_archive},
    {{"\x28\xB5\x2F\xFD", 4}, Phrase::zstd_archive},
    {{"%PDF", 4}, Phrase::pdf_document},
    {{"{\\rtf", 5}, Phrase::rtf_document},
    {{"SQLite format", 13}, Phrase::sqlite_database},
}};

std::optional<Phrase> other_file(std::string_view text) {
    const auto found = std::ranges::find_if(
        signatures, [&](const Signature& signature) { return text.starts_with(signature.bytes); });
    return found == signatures.end() ? std::nullopt : std::optional(found->what);
}

constexpr std::size_t sample_size = 1 << 16;  // bytes

// Zeros at every other byte are what UTF-16 makes of Latin letters and digits.
std::string_view utf16(std::string_view text) {
    if (text.starts_with("\xFF\xFE")) return "UTF-16 LE";
    if (text.starts_with("\xFE\xFF")) return "UTF-16 BE";
    const auto sample = text.substr(0, sample_size);
    std::array<std::size_t, 2> zeros{};
    for (std::size_t i = 0; i < sample.size(); ++i) zeros[i % 2] += sample[i] == '\0' ? 1 : 0;
    if (zeros[1] > sample.size() / 8 && zeros[0] == 0) return "UTF-16 LE";
    if (zeros[0] > sample.size() / 8 && zeros[1] == 0) return "UTF-16 BE";
    return "";
}

// The letters а о е и т н, of which a third of any Russian text consists, as each code page writes them.
struct CodePage {
    std::string_view name;
    std::string_view letters;
};
constexpr std::array<CodePage, 3> code_pages = {{
    {"windows-1251", "\xE0\xEE\xE5\xE8\xF2\xED"},
    {"KOI8-R", "\xC1\xCF\xC5\xC9\xD4\xCE"},
    {"cp866 (DOS)", "\xA0\xAE\xA5\xA8\xE2\xAD"},
}};

std::string likely_code_page(std::string_view text) {
    const auto sample = text.substr(0, sample_size);
    const auto count = [&](const CodePage& page) {
        return std::ranges::count_if(
            sample, [&](char byte) { return page.letters.find(byte) != std::string_view::npos; });
    };
    const auto high =
        std::ranges::count_if(sample, [](char byte) { return static_cast<unsigned char>(byte) >= 0x80; });
    const auto best = std::ranges::max_element(code_pages, {}, count);
    if (count(*best) * 4 >= high && count(*best) > 1) return std::string(best->name);
    return phrase(Phrase::one_byte_encoding);
}

// The first byte that is not UTF-8. Most of a file is ASCII, which is skipped eight bytes at a time.
std::optional<std::size_t> first_broken(std::string_view text) {
    std::size_t begin = 0;
    while (begin < text.size()) {
        std::uint64_t word = 0;
        while (begin + sizeof word <= text.size()) {
            std::memcpy(&word, text.data() + begin, sizeof word);
            if ((word & 0x8080'8080'8080'8080U) != 0) break;
            begin += sizeof word;
        }
        auto end = begin;
        while (end < text.size() && static_cast<unsigned char>(text[end]) < 0x80) ++end;
        begin = end;
        while (end < text.size() && static_cast<unsigned char>(text[end]) >= 0x80) ++end;
        if (const auto broken = invalid_utf8(text.substr(begin, end - begin))) return begin + *broken;
        begin = end;
    }
    return std::nullopt;
}

Diagnostic at(Kind kind, SourceId source, std::size_t offset, std::vector<Argument> arguments) {
    return {kind, {Span{offset, 1, source}}, std::move(arguments), {}};
}

Diagnostic about_file(Kind kind, SourceId source, const Sources& sources, std::string_view what) {
    return {kind, {}, {sources[source].name(), std::string(what)}, {{kind::hint_save_as_utf8, {}}}};
}

}  // namespace

std::size_t mark_length(std::string_view text) {
    return text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
}

Diagnostics not_text(SourceId source, const Sources& sources) {
    const auto text = sources[source].text();
    if (const auto what = other_file(text)) {
        return {about_file(kind::file_not_csv, source, sources, phrase(*what))};
    }
    const void* const zero = text.empty() ? nullptr : std::memchr(text.data(), 0, text.size());
    const auto broken = first_broken(text);
    if (zero == nullptr && !broken) return {};
    if (const auto what = utf16(text); !what.empty()) {
        return {about_file(kind::file_not_utf8, source, sources, what)};
    }
    if (zero != nullptr) {
        const auto offset = static_cast<std::size_t>(static_cast<const char*>(zero) - text.data());
        return {at(kind::file_nul_byte, source, offset, {})};
    }
    auto diagnostic = about_file(kind::file_not_utf8, source, sources, likely_code_page(text));
    diagnostic.spans = {Span{*broken, 1, source}};
    return {diagnostic};
}

}  // namespace accrue::data
