// base/messages/phrases/evidence.hpp — The phrases of this chapter, `say::…`, one for each row of
// `evidence.def`.
#pragma once

#include "base/phrase.hpp"

namespace accrue::say {

enum class Evidence : std::uint16_t {
#define ACCRUE_PHRASE(name, english, russian) name,
#include "base/messages/phrases/evidence.def"
#undef ACCRUE_PHRASE
};
#define ACCRUE_PHRASE(name, english, russian) \
    inline constexpr Phrase name =            \
        phrase_of(PhraseChapter::evidence, static_cast<std::uint16_t>(Evidence::name));
#include "base/messages/phrases/evidence.def"
#undef ACCRUE_PHRASE

}  // namespace accrue::say
