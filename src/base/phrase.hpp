// base/phrase.hpp — The words of the program beside its messages: what traces, tables, remarks and help are
// made of, in both languages. They stand in chapters, `base/messages/phrases/CHAPTER.def`; a file that speaks
// includes the headers of its chapters and says `phrase(say::of_month, month)`. Places for facts and plurals
// as in messages (base/words.hpp): `{0}`, `{0:row/rows}`. Words of the language stand in the spelling of the
// language that is spoken.
#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/words.hpp"

namespace accrue {

enum class PhraseChapter : std::uint16_t {
    general,
    tracing,
    reading,
    commands,
    results,
    evidence,
    comparing,
    curves
};
inline constexpr std::size_t phrase_chapters = 8;

// A chapter and a row of it. Rows that stand together count up by one.
enum class Phrase : std::uint16_t {};
constexpr Phrase phrase_of(PhraseChapter chapter, std::uint16_t row) {
    return Phrase((static_cast<unsigned>(chapter) << 12U) + row);
}
constexpr Phrase after(Phrase first, int rows) {
    return Phrase(static_cast<unsigned>(first) + static_cast<unsigned>(rows));
}

struct PhraseWords {
    std::string_view name, english, russian;
};
std::span<const PhraseWords> phrases_of(PhraseChapter chapter);
// In the language that is spoken, the places for facts as they stand. Allocates nothing.
std::string_view words_of(Phrase which);

// The phrase in the language that is spoken, its facts put in.
std::string phrase(Phrase which, const std::vector<Argument>& arguments);

template <class Text>
Argument as_argument(const Text& text) {
    if constexpr (std::integral<Text>) {
        return static_cast<std::int64_t>(text);
    } else {
        return std::string(text);
    }
}
template <class... Facts>
std::string phrase(Phrase which, const Facts&... facts) {
    return phrase(which, std::vector<Argument>{as_argument(facts)...});
}

}  // namespace accrue
