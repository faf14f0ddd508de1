// base/messages/phrases/curves.hpp — The phrases of this chapter, `say::…`, one for each row of `curves.def`.
#pragma once

#include "base/phrase.hpp"

namespace accrue::say {

enum class Curves : std::uint16_t {
#define ACCRUE_PHRASE(name, english, russian) name,
#include "base/messages/phrases/curves.def"
#undef ACCRUE_PHRASE
};
#define ACCRUE_PHRASE(name, english, russian) \
    inline constexpr Phrase name = phrase_of(PhraseChapter::curves, static_cast<std::uint16_t>(Curves::name));
#include "base/messages/phrases/curves.def"
#undef ACCRUE_PHRASE

}  // namespace accrue::say
