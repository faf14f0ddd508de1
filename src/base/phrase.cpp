#include "base/phrase.hpp"

#include <array>

#include "base/language.hpp"

namespace accrue {
namespace {

#define ACCRUE_PHRASE(name, english, russian) PhraseWords{#name, english, russian},
constexpr PhraseWords general[] = {
#include "base/messages/phrases/general.def"
};
constexpr PhraseWords tracing[] = {
#include "base/messages/phrases/tracing.def"
};
constexpr PhraseWords reading[] = {
#include "base/messages/phrases/reading.def"
};
constexpr PhraseWords commands[] = {
#include "base/messages/phrases/commands.def"
};
constexpr PhraseWords results[] = {
#include "base/messages/phrases/results.def"
};
constexpr PhraseWords evidence[] = {
#include "base/messages/phrases/evidence.def"
};
constexpr PhraseWords comparing[] = {
#include "base/messages/phrases/comparing.def"
};
constexpr PhraseWords curves[] = {
#include "base/messages/phrases/curves.def"
};
#undef ACCRUE_PHRASE

constexpr std::array<std::span<const PhraseWords>, phrase_chapters> chapters = {
    general, tracing, reading, commands, results, evidence, comparing, curves};

}  // namespace

std::span<const PhraseWords> phrases_of(PhraseChapter chapter) {
    return chapters[static_cast<std::size_t>(chapter)];
}

std::string_view words_of(Phrase which) {
    const auto value = static_cast<unsigned>(which);
    const auto& words = chapters[value >> 12U][value & 0xfffU];
    return spoken() == Language::russian ? words.russian : words.english;
}

std::string phrase(Phrase which, const std::vector<Argument>& arguments) {
    return filled_in(words_of(which), arguments);
}

}  // namespace accrue
