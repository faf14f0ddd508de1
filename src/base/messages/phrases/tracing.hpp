// base/messages/phrases/tracing.hpp — The phrases of this chapter, `say::…`, one for each row of
// `tracing.def`.
#pragma once

#include "base/phrase.hpp"

namespace accrue::say {

enum class Tracing : std::uint16_t {
#define ACCRUE_PHRASE(name, english, russian) name,
#include "base/messages/phrases/tracing.def"
#undef ACCRUE_PHRASE
};
#define ACCRUE_PHRASE(name, english, russian) \
    inline constexpr Phrase name =            \
        phrase_of(PhraseChapter::tracing, static_cast<std::uint16_t>(Tracing::name));
#include "base/messages/phrases/tracing.def"
#undef ACCRUE_PHRASE

}  // namespace accrue::say
