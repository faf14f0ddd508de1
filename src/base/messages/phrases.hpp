// base/messages/phrases.hpp — The other words of the program: what traces, tables, remarks and help are made
// of. One row of `phrases.def` each, in both languages.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/words.hpp"

namespace accrue {

enum class Phrase : std::uint16_t {
#define ACCRUE_PHRASE(name, english, russian) name,
#include "base/messages/phrases.def"
#undef ACCRUE_PHRASE
};

struct PhraseWords {
    std::string_view name, english, russian;
};
const std::vector<PhraseWords>& all_phrases();

// The phrase in the language that is spoken, its facts put in: `phrase(Phrase::of_month, month)`.
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
