#include "grammar/words.hpp"

#include <algorithm>
#include <vector>

namespace accrue::grammar {

namespace {

struct CodePoint {
    char32_t value = 0;
    std::size_t length = 1;
};

CodePoint decoded(const char* at, const char* end) {
    const auto byte = [&](int i) { return static_cast<unsigned char>(at[i]); };
    const auto left = end - at;
    if (byte(0) < 0x80) return {byte(0), 1};
    if (byte(0) < 0xE0 && left > 1) return {char32_t((byte(0) & 0x1Fu) << 6 | (byte(1) & 0x3Fu)), 2};
    if (byte(0) < 0xF0 && left > 2) {
        return {char32_t((byte(0) & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu)), 3};
    }
    if (left > 3) {
        return {char32_t((byte(0) & 0x07u) << 18 | (byte(1) & 0x3Fu) << 12 | (byte(2) & 0x3Fu) << 6 |
                         (byte(3) & 0x3Fu)),
                4};
    }
    return {0, 1};
}

// Blanks, punctuation, currencies, arrows, mathematics, drawing, private use, emoji: no letters of a name.
bool is_letter(char32_t c) {
    struct Range {
        char32_t first, last;
    };
    static constexpr Range not_letters[] = {
        {0x80, 0xA9},        {0xAB, 0xB4},     {0xB6, 0xB9},     {0xBB, 0xBF},     {0xD7, 0xD7},
        {0xF7, 0xF7},        {0x1680, 0x1680}, {0x2000, 0x206F}, {0x20A0, 0x20CF}, {0x2100, 0x2BFF},
        {0x2E00, 0x2E7F},    {0x3000, 0x3004}, {0x3008, 0x3020}, {0xD800, 0xF8FF}, {0xFE00, 0xFE1F},
        {0xFE30, 0xFE6F},    {0xFEFF, 0xFF0F}, {0xFF1A, 0xFF20}, {0xFFE0, 0xFFFF}, {0x1F000, 0x1FAFF},
        {0xE0000, 0x10FFFF},
    };
    for (const Range& range : not_letters) {
        if (c < range.first) return true;
        if (c <= range.last) return false;
    }
    return true;
}

// Reserved phrases by their first letter, longest first, so that a name is let through at a glance.
struct ReservedByLetter {
    struct Row {
        std::string_view text;
        Word word;
        std::size_t fixed;
    };
    std::array<std::vector<Row>, 256> rows;

    // An ASCII letter is its byte; a Cyrillic one is told by its second byte, which is above 0x7F.
    static std::size_t letter_of(const char* at, const char* end) {
        const auto first = static_cast<unsigned char>(*at);
        return first < 0x80 || end - at < 2 ? first : static_cast<unsigned char>(at[1]);
    }

    ReservedByLetter() {
        for (const Phrase& p : phrases) {
            if (!p.reserved()) continue;
            for (const std::string_view text : {p.english, p.russian}) {
                if (!text.empty())
                    rows[letter_of(text.begin(), text.end())].push_back({text, p.word, fixed_bytes(text)});
            }
        }
        for (auto& row : rows) {
            std::ranges::sort(row,
                              [](const auto& a, const auto& b) { return a.text.size() > b.text.size(); });
        }
    }
};

}  // namespace

std::size_t letter_length(const char* at, const char* end) {
    if (at == end) return 0;
    if (is_ascii_letter(*at)) return 1;
    if (static_cast<unsigned char>(*at) < 0x80) return 0;
    // Cyrillic, the common case.
    if ((*at == '\xD0' || *at == '\xD1') && end - at > 1) return 2;
    const CodePoint c = decoded(at, end);
    return is_letter(c.value) ? c.length : 0;
}

bool word_goes_on(const char* at, const char* end) {
    return at != end && (is_digit(*at) || letter_length(at, end) != 0);
}

std::size_t identifier_length(const char* at, const char* end) {
    const char* p = at;
    p += letter_length(p, end);
    if (p == at) return 0;
    while (p != end) {
        if (is_digit(*p)) {
            ++p;
        } else if (const std::size_t n = letter_length(p, end)) {
            p += n;
        } else {
            break;
        }
    }
    return static_cast<std::size_t>(p - at);
}

std::size_t taken_by(std::string_view phrase, const char* at, const char* end) {
    const char* p = at;
    for (std::size_t i = 0; i < phrase.size();) {
        if (phrase[i] == ' ') {
            std::size_t n = blank_length(p, end);
            if (n == 0) return 0;
            for (; n != 0; n = blank_length(p, end)) p += n;
            ++i;
        } else if (p != end && *p == phrase[i]) {
            ++p, ++i;
        } else if (i + 1 < phrase.size() && phrase.substr(i, 2) == "ё" && end - p > 1 &&
                   std::string_view(p, 2) == "е") {
            p += 2, i += 2;
        } else if (i > 0 && phrase.substr(i - 1, 2) == "ё" && p != at && std::string_view(p - 1, 2) == "е") {
            ++p, ++i;  // ё and е may share their first byte
        } else {
            return 0;
        }
    }
    return word_goes_on(p, end) ? 0 : static_cast<std::size_t>(p - at);
}

std::optional<Found> reserved_phrase(const char* at, const char* end) {
    static const ReservedByLetter reserved;
    if (at == end) return std::nullopt;
    const auto left = static_cast<std::size_t>(end - at);
    for (const auto& row : reserved.rows[ReservedByLetter::letter_of(at, end)]) {
        if (left < row.fixed || std::memcmp(at, row.text.data(), row.fixed) != 0) continue;
        if (const std::size_t n = taken_by(row.text, at, end)) return Found{row.word, n};
    }
    return std::nullopt;
}

}  // namespace accrue::grammar
