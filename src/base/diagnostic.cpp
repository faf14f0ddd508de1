#include "base/diagnostic.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "base/messages/phrases/general.hpp"
#include "base/messages/translation.hpp"
#include "base/text.hpp"

namespace accrue {
namespace {

using Chapters = std::vector<std::vector<Wording>>;  // by `Chapter`

Chapters english_chapters() {
#define ACCRUE_MESSAGE(kind, code, severity, text, captions, help) \
    Wording{#kind, code, Severity::severity, text, captions, help},
    return {
        {
#include "base/messages/language.def"
        },
        {
#include "base/messages/meaning.def"
        },
        {
#include "base/messages/data.def"
        },
        {
#include "base/messages/computing.def"
        },
        {
#include "base/messages/findings.def"
        },
    };
#undef ACCRUE_MESSAGE
}

void translate(std::vector<Wording>& chapter, const std::vector<Translation>& translations) {
    std::unordered_map<std::string_view, const Translation*> by_name;
    for (const auto& translation : translations) by_name.emplace(translation.name, &translation);
    for (auto& wording : chapter) {
        const auto found = by_name.find(wording.name);
        if (found == by_name.end()) continue;
        wording.text = found->second->text;
        wording.captions = found->second->captions;
        wording.help = found->second->help;
    }
}

Chapters russian_chapters() {
    auto chapters = english_chapters();
    for (std::size_t i = 0; i < chapters.size(); ++i) translate(chapters[i], all_translations()[i]);
    return chapters;
}

const Chapters& chapters() {
    static const auto english = english_chapters();
    if (spoken() == Language::english) return english;
    static const auto russian = russian_chapters();
    return russian;
}

std::vector<Wording> gathered(const Chapters& chapters) {
    std::vector<Wording> all;
    for (const auto& chapter : chapters) all.insert(all.end(), chapter.begin(), chapter.end());
    return all;
}

std::vector<std::string_view> parts(std::string_view captions) {
    std::vector<std::string_view> found;
    for (auto bar = captions.find('|'); bar != std::string_view::npos; bar = captions.find('|')) {
        found.push_back(trimmed(captions.substr(0, bar)));
        captions.remove_prefix(bar + 1);
    }
    found.push_back(trimmed(captions));
    return found;
}

std::vector<Label> labels(const Diagnostic& diagnostic) {
    auto captions = parts(wording(diagnostic.kind).captions);
    captions.resize(std::max(captions.size(), diagnostic.spans.size()));
    std::vector<Label> found;
    for (std::size_t i = 0; i < diagnostic.spans.size(); ++i) {
        found.push_back({diagnostic.spans[i], filled_in(captions[i], diagnostic.arguments)});
    }
    return found;
}

auto place_key(const Diagnostic& diagnostic) {
    const auto span = diagnostic.spans.empty() ? Span{} : diagnostic.spans.front();
    return std::tuple(span.source.value, span.begin, span.length, diagnostic.kind);
}

bool same(const Diagnostic& a, const Diagnostic& b) {
    return a.kind == b.kind && a.spans == b.spans && a.arguments == b.arguments;
}

}  // namespace

const std::vector<Wording>& all_wordings() {
    static const auto english = gathered(english_chapters());
    if (spoken() == Language::english) return english;
    static const auto russian = gathered(russian_chapters());
    return russian;
}

const std::vector<std::vector<Translation>>& all_translations() {
#define ACCRUE_RUSSIAN(kind, text, captions, help) Translation{#kind, text, captions, help},
    static const std::vector<std::vector<Translation>> all = {
        {
#include "base/messages/russian/language.def"
        },
        {
#include "base/messages/russian/meaning.def"
        },
        {
#include "base/messages/russian/data.def"
        },
        {
#include "base/messages/russian/computing.def"
        },
        {
#include "base/messages/russian/findings.def"
        },
    };
#undef ACCRUE_RUSSIAN
    return all;
}

const std::vector<Wording>& wordings_of(Chapter chapter) {
    return chapters()[static_cast<std::size_t>(chapter)];
}

std::string_view word(Severity severity) {
    switch (severity) {
        case Severity::error:
            return "error";
        case Severity::warning:
            return "warning";
        case Severity::note:
            return "note";
    }
    return "";
}

std::string in_words(Severity severity) {
    switch (severity) {
        case Severity::error:
            return phrase(say::error);
        case Severity::warning:
            return phrase(say::warning);
        case Severity::note:
            return phrase(say::note);
    }
    return "";
}

const Wording& wording(Kind kind) {
    const auto number = static_cast<std::size_t>(kind);
    return chapters()[number / kinds_of_a_chapter][number % kinds_of_a_chapter];
}

Severity severity(const Diagnostic& diagnostic) {
    return wording(diagnostic.kind).severity;
}

bool has_errors(const Diagnostics& diagnostics) {
    return std::ranges::any_of(diagnostics,
                               [](const auto& each) { return severity(each) == Severity::error; });
}

std::string worded(const Fact& fact) {
    return filled_in(wording(fact.kind).text, fact.arguments);
}

Worded in_words(const Diagnostic& diagnostic) {
    const auto& words = wording(diagnostic.kind);
    std::vector<std::string> notes;
    for (const auto& note : diagnostic.notes) notes.push_back(worded(note));
    return {.severity = words.severity,
            .code = std::string(words.code),
            .message = filled_in(words.text, diagnostic.arguments),
            .labels = labels(diagnostic),
            .notes = std::move(notes)};
}

std::string rendered(const Diagnostic& diagnostic, const Sources& sources, Colour colour) {
    return rendered(in_words(diagnostic), sources, colour);
}

void sort_by_place(Diagnostics& diagnostics) {
    std::ranges::stable_sort(diagnostics, {}, place_key);
    const auto copies = std::ranges::unique(diagnostics, same);
    diagnostics.erase(copies.begin(), copies.end());
}

}  // namespace accrue
