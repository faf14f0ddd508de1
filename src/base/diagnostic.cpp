#include "base/diagnostic.hpp"

#include <fmt/args.h>
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/text.hpp"

namespace accrue {
namespace {

constexpr std::size_t most_arguments = 16;

// By `Chapter`.
const std::vector<std::vector<Wording>>& chapters() {
#define ACCRUE_MESSAGE(kind, code, severity, text, captions, help) \
    Wording{#kind, code, Severity::severity, text, captions, help},
    static const std::vector<std::vector<Wording>> all = {
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
    return all;
}

fmt::dynamic_format_arg_store<fmt::format_context> format_arguments(const std::vector<Argument>& arguments) {
    fmt::dynamic_format_arg_store<fmt::format_context> store;
    const overloaded push{[&](const std::string& text) { store.push_back(printable(text)); },
                          [&](std::int64_t number) { store.push_back(number); }};
    for (const auto& argument : arguments) std::visit(push, argument);
    // A wording that names more than it was given must still be shown.
    for (auto count = arguments.size(); count < most_arguments; ++count) store.push_back("…");
    return store;
}

std::string filled_in(std::string_view text, const std::vector<Argument>& arguments) {
    try {
        return fmt::vformat(fmt::string_view(text.data(), text.size()), format_arguments(arguments));
    } catch (const fmt::format_error&) {
        return std::string(text);
    }
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
    static const std::vector<Wording> all = [] {
        std::vector<Wording> gathered;
        for (const auto& chapter : chapters())
            gathered.insert(gathered.end(), chapter.begin(), chapter.end());
        return gathered;
    }();
    return all;
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
