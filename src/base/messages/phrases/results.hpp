// base/messages/phrases/results.hpp — The phrases of this chapter, `say::…`, one for each row of
// `results.def`.
#pragma once

#include "base/phrase.hpp"

namespace accrue::say {

enum class Results : std::uint16_t {
#define ACCRUE_PHRASE(name, english, russian) name,
#include "base/messages/phrases/results.def"
#undef ACCRUE_PHRASE
};
#define ACCRUE_PHRASE(name, english, russian) \
    inline constexpr Phrase name =            \
        phrase_of(PhraseChapter::results, static_cast<std::uint16_t>(Results::name));
#include "base/messages/phrases/results.def"
#undef ACCRUE_PHRASE

}  // namespace accrue::say
