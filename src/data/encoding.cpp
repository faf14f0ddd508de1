#include "data/encoding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/messages/data.hpp"
#include "base/messages/phrases/reading.hpp"
#include "base/text.hpp"
#include "data/file_names.hpp"
#include "data/recognise.hpp"

namespace accrue::data {
namespace {

struct Signature {
    std::string_view bytes;
    Phrase what;
};
constexpr std::array<Signature, 13> signatures = {{
    {{"PK\x03\x04", 4}, say::spreadsheet_file},
    {{"\xD0\xCF\x11\xE0", 4}, say::old_spreadsheet_file},
    {{"\x1F\x8B", 2}, say::gzip_archive},
    {{"\x28\xB5\x2F\xFD", 4}, say::zstd_archive},
    {{"%PDF", 4}, say::pdf_document},
    {{"{\\rtf", 5}, say::rtf_document},
    {{"SQLite format", 13}, say::sqlite_database},
    {{"MOXCEL", 6}, say::spreadsheet_of_1c},
    {{"<?xml", 5}, say::xml_document},
    {{"<html", 5}, say::html_page},
    {{"<HTML", 5}, say::html_page},
    {{"<table", 6}, say::html_page},
    {{"<!DOCTYPE", 9}, say::html_page},
}};

// Programs save tables as web pages, too, and call them `.xls`.
std::optional<Phrase> other_file(std::string_view text) {
    const auto beginning = text.substr(mark_length(text));
    const auto found = std::ranges::find_if(
        signatures, [&](const Signature& signature) { return beginning.starts_with(signature.bytes); });
    return found == signatures.end() ? std::nullopt : std::optional(found->what);
}

Diagnostic at(Kind kind, SourceId source, std::size_t offset) {
    return {kind, {Span{offset, 1, source}}, {}, {}};
}

Diagnostic broken_utf_8(SourceId source, const Sources& sources, std::size_t offset) {
    auto report = at(kind::utf_8_broken, source, offset);
    const auto byte = static_cast<unsigned char>(sources[source].text()[offset]);
    report.arguments = {sources[source].name(), fmt::format("0x{:02X}", byte)};
    return report;
}

Diagnostic other_encoding(SourceId source, const Sources& sources, std::size_t offset,
                          std::optional<std::string_view> called) {
    auto report = at(kind::file_not_utf8, source, offset);
    const auto readings = russian_readings(sources[source].text());
    const auto likely = readings.is_russian ? std::string(to_text(readings.all.front().encoding)) : "";
    report.arguments = {sources[source].name(), likely.empty() ? phrase(say::one_byte_encoding) : likely};
    if (!called) return report;
    report.notes = {
        {kind::hint_encoding, {option_of_file(*called, likely.empty() ? "windows-1252" : likely)}},
        {kind::hint_save_as_utf8, {}}};
    return report;
}

}  // namespace

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

std::size_t mark_length(std::string_view text) {
    return text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
}

Diagnostics not_text(SourceId source, const Sources& sources, std::optional<std::string_view> called) {
    const auto text = sources[source].text();
    const auto what = called ? other_file(text) : std::nullopt;
    if (what) {
        return {Diagnostic{kind::file_not_csv,
                           {},
                           {sources[source].name(), phrase(*what)},
                           {{kind::hint_save_as_utf8, {}}}}};
    }
    const void* const zero = text.empty() ? nullptr : std::memchr(text.data(), 0, text.size());
    if (zero != nullptr) {
        const auto offset = static_cast<std::size_t>(static_cast<const char*>(zero) - text.data());
        return {at(kind::file_nul_byte, source, offset)};
    }
    const auto broken = first_broken(text);
    if (!broken) return {};
    if (is_partly_utf_8(text)) return {broken_utf_8(source, sources, *broken)};
    return {other_encoding(source, sources, *broken, called)};
}

}  // namespace accrue::data
