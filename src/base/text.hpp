// base/text.hpp — Unicode text as the language sees it: normal form, folding, width on a terminal, and
// guesses at what a mistyped name was meant to be.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace accrue {

// The offset of the first byte that is not valid UTF-8.
std::optional<std::size_t> invalid_utf8(std::string_view text);

// Unicode normal form C.
std::string nfc(std::string_view text);

// What two texts have in common when they count as equal: NFC, trimmed, single blanks, case folded without
// locale, ё as е.
std::string folded(std::string_view text);

std::string_view trimmed(std::string_view text);

// The text cut into characters as people count them: a letter with its combining marks is one. A byte that is
// not UTF-8 stands alone.
std::vector<std::string_view> characters(std::string_view text);

// Columns that the text takes on a terminal; characters as people count them.
std::size_t display_width(std::string_view text);
std::size_t character_count(std::string_view text);

// The text padded with blanks to `width` columns.
std::string padded_right(std::string_view text, std::size_t width);
std::string padded_left(std::string_view text, std::size_t width);

// The text with control and escape characters shown as `\x1b`, so that data cannot steer a terminal.
std::string printable(std::string_view text);

// Two alphabets inside one run of letters ("рlan" with a Cyrillic р): the offset and length of the first
// letter that is not of the run's prevailing alphabet, or, between equals, of its first. `заполнение_CRM` has
// none.
struct MixedLetter {
    std::size_t offset = 0;
    std::size_t length = 0;
};
std::optional<MixedLetter> mixed_alphabets(std::string_view word);

// The text as the other keyboard layout (ЙЦУКЕН and QWERTY) would have typed it.
std::string other_layout(std::string_view text);

// The candidate that was probably meant: the same after folding, in the other layout, with look-alike letters
// of the other alphabet, or at a small edit distance.
std::optional<std::string> closest(std::string_view written, const std::vector<std::string>& candidates);

}  // namespace accrue
