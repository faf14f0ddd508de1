// base/messages/phrases/comparing.hpp — The phrases of this chapter, `say::…`, one for each row of
// `comparing.def`.
#pragma once

#include "base/phrase.hpp"

namespace accrue::say {

enum class Comparing : std::uint16_t {
#define ACCRUE_PHRASE(name, english, russian) name,
#include "base/messages/phrases/comparing.def"
#undef ACCRUE_PHRASE
};
#define ACCRUE_PHRASE(name, english, russian) \
    inline constexpr Phrase name =            \
        phrase_of(PhraseChapter::comparing, static_cast<std::uint16_t>(Comparing::name));
#include "base/messages/phrases/comparing.def"
#undef ACCRUE_PHRASE

}  // namespace accrue::say
