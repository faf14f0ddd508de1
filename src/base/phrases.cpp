#include "base/messages/phrases.hpp"

#include "base/language.hpp"

namespace accrue {

const std::vector<PhraseWords>& all_phrases() {
#define ACCRUE_PHRASE(name, english, russian) PhraseWords{#name, english, russian},
    static const std::vector<PhraseWords> all = {
#include "base/messages/phrases.def"
    };
#undef ACCRUE_PHRASE
    return all;
}

std::string phrase(Phrase which, const std::vector<Argument>& arguments) {
    const auto& words = all_phrases()[static_cast<std::size_t>(which)];
    return filled_in(spoken() == Language::russian ? words.russian : words.english, arguments);
}

}  // namespace accrue
