// base/messages/phrases/general.hpp — The phrases of this chapter, `say::…`, one for each row of
// `general.def`.
#pragma once

#include "base/phrase.hpp"

namespace accrue::say {

enum class General : std::uint16_t {
#define ACCRUE_PHRASE(name, english, russian) name,
#include "base/messages/phrases/general.def"
#undef ACCRUE_PHRASE
};
#define ACCRUE_PHRASE(name, english, russian) \
    inline constexpr Phrase name =            \
        phrase_of(PhraseChapter::general, static_cast<std::uint16_t>(General::name));
#include "base/messages/phrases/general.def"
#undef ACCRUE_PHRASE

}  // namespace accrue::say
