// grammar/words.hpp — The keywords: one table for both languages, and how a phrase is recognised in a text.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "base/language.hpp"

namespace accrue::grammar {

enum class Word : std::uint8_t {
#define ACCRUE_WORD(id, place, english, russian) id,
#include "grammar/words.def"
#undef ACCRUE_WORD
};

// Where in the grammar a phrase stands. A phrase may mean different things in different places.
enum class Place : std::uint8_t {
    statement,
    header,
    data_head,
    duration,
    lots,
    share,
    closing,
    period,
    mode,
    type,
    operand,
    infix,
    scope,
    everybody,
    running,
    counting,
    earlier,
    ranking,
    convert,
    input,
    table,
    table_end,
    cell,
    promise,
    example,
    function,
    name,
    scale,
};

struct Phrase {
    Word word;
    Place place;
    std::string_view english, russian;

    constexpr std::string_view in(Language language) const {
        return language == Language::english ? english : russian;
    }
    // A name may not be spelled so.
    constexpr bool reserved() const {
        return place == Place::operand || place == Place::infix || place == Place::closing ||
               place == Place::input;
    }
};

inline constexpr Phrase phrases[] = {
#define ACCRUE_WORD(id, place, english, russian) {Word::id, Place::place, english, russian},
#include "grammar/words.def"
#undef ACCRUE_WORD
};

constexpr const Phrase& phrase(Word word) {
    return phrases[static_cast<std::size_t>(word)];
}

// ---------------------------------------------------------------- characters

// The bytes of the letter of a name that begins here, or 0. Everything beyond ASCII counts that is neither a
// blank nor a sign of punctuation, currency, mathematics or drawing.
std::size_t letter_length(const char* at, const char* end);

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// The bytes of a blank: space, tab, carriage return, U+00A0, U+2009, U+202F; or 0.
constexpr std::size_t blank_length(const char* at, const char* end) {
    if (at == end) return 0;
    if (*at == ' ' || *at == '\t' || *at == '\r') return 1;
    if (*at == '\xC2' && end - at > 1 && at[1] == '\xA0') return 2;
    if (*at == '\xE2' && end - at > 2 && at[1] == '\x80' && (at[2] == '\xAF' || at[2] == '\x89')) return 3;
    return 0;
}

// Whether a letter or digit stands here, so that a word before it is not yet at its end.
bool word_goes_on(const char* at, const char* end);

// ---------------------------------------------------------------- recognising

// The bytes that the phrase takes at this place, or 0 when it does not stand there as whole words.
std::size_t taken_by(std::string_view phrase, const char* at, const char* end);

// How many bytes at the beginning of a phrase, at most four, are always spelled the same: up to a blank or an
// ё.
constexpr std::size_t fixed_bytes(std::string_view phrase) {
    std::size_t n = 0;
    while (n < 4 && n < phrase.size() && phrase[n] != ' ' && phrase.substr(n, 2) != "ё") ++n;
    return n;
}

// Whether the first letters of the phrase stand here: tells nearly always, and cheaply.
inline bool may_begin(std::string_view phrase, const char* at, const char* end) {
    const std::size_t n = fixed_bytes(phrase);
    return n != 0 && static_cast<std::size_t>(end - at) >= n && std::memcmp(at, phrase.data(), n) == 0;
}

inline std::size_t taken_by(Word word, const char* at, const char* end) {
    const Phrase& p = phrase(word);
    if (may_begin(p.english, at, end)) {
        if (const std::size_t n = taken_by(p.english, at, end)) return n;
    }
    return may_begin(p.russian, at, end) ? taken_by(p.russian, at, end) : 0;
}

// The same for a word known to the compiler, which then compares with constants.
template <Word word>
std::size_t taken_by(const char* at, const char* end) {
    static constexpr Phrase p = phrase(word);
    static constexpr std::size_t english = fixed_bytes(p.english), russian = fixed_bytes(p.russian);
    const auto left = static_cast<std::size_t>(end - at);
    if (left >= english && std::memcmp(at, p.english.data(), english) == 0) {
        if (const std::size_t n = taken_by(p.english, at, end)) return n;
    }
    if (russian != 0 && left >= russian && std::memcmp(at, p.russian.data(), russian) == 0) {
        return taken_by(p.russian, at, end);
    }
    return 0;
}

// The reserved phrase that begins here, with its length.
struct Found {
    Word word;
    std::size_t length;
};
std::optional<Found> reserved_phrase(const char* at, const char* end);

// The built-in function of this name, in either language.
constexpr const Phrase* built_in_function(std::string_view name) {
    for (const Phrase& p : phrases) {
        if (p.place == Place::function && (p.english == name || p.russian == name)) return &p;
    }
    return nullptr;
}

// The bytes of the run of letters and digits here; it may be a keyword. 0 when no letter stands here.
std::size_t identifier_length(const char* at, const char* end);

}  // namespace accrue::grammar
