// base/messages/phrases/commands.hpp — The phrases of this chapter, `say::…`, one for each row of
// `commands.def`.
#pragma once

#include "base/phrase.hpp"

namespace accrue::say {

enum class Commands : std::uint16_t {
#define ACCRUE_PHRASE(name, english, russian) name,
#include "base/messages/phrases/commands.def"
#undef ACCRUE_PHRASE
};
#define ACCRUE_PHRASE(name, english, russian) \
    inline constexpr Phrase name =            \
        phrase_of(PhraseChapter::commands, static_cast<std::uint16_t>(Commands::name));
#include "base/messages/phrases/commands.def"
#undef ACCRUE_PHRASE

}  // namespace accrue::say
