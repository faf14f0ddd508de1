// base/messages/phrases/reading.hpp — The phrases of this chapter, `say::…`, one for each row of
// `reading.def`.
#pragma once

#include "base/phrase.hpp"

namespace accrue::say {

enum class Reading : std::uint16_t {
#define ACCRUE_PHRASE(name, english, russian) name,
#include "base/messages/phrases/reading.def"
#undef ACCRUE_PHRASE
};
#define ACCRUE_PHRASE(name, english, russian) \
    inline constexpr Phrase name =            \
        phrase_of(PhraseChapter::reading, static_cast<std::uint16_t>(Reading::name));
#include "base/messages/phrases/reading.def"
#undef ACCRUE_PHRASE

}  // namespace accrue::say
