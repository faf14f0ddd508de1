#include "explain/example.hpp"

#include <algorithm>

#include "base/language.hpp"
#include "base/messages/computing.hpp"
#include "base/messages/phrases/results.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "base/text.hpp"
#include "explain/operate.hpp"
#include "explain/rows.hpp"
#include "explain/shown.hpp"

namespace accrue::explain {
namespace {

using core::DefinitionId;
using data::RowId;

// Equal, or both the same at the digit that the example writes.
bool agree(const core::Value& actual, const Expected& expected) {
    const auto *number = std::get_if<Exact>(&actual), *wanted = std::get_if<Exact>(&expected.value);
    if (expected.about_digits < 0 || number == nullptr || wanted == nullptr)
        return equal(actual, expected.value);
    return rounded(*number, Rounding::half_up, Exact::scaled(1, expected.about_digits)) == *wanted;
}

// The paid amount would agree; the value is what it is before it is rounded.
bool differs_by_rounding(const core::Scheme& scheme, const core::Value& actual, const Expected& expected) {
    const auto *number = std::get_if<Exact>(&actual), *wanted = std::get_if<Exact>(&expected.value);
    return number != nullptr && wanted != nullptr && expected.about_digits < 0 && expected.span.length > 0 &&
           scheme.definitions[expected.what].type.kind == core::TypeKind::money &&
           rounded(*number, scheme.rounding, scheme.rounding_step) == *wanted;
}

// `expect bonus = 5660.38` with `about` for its sign, in the words of the scheme.
std::string about(const Sources& sources, Span expectation) {
    std::string text(sources.text(expectation));
    if (const auto sign = text.find('='); sign != std::string::npos)
        text.replace(sign, 1, text.starts_with("expect") ? "about" : "около");
    return text;
}

std::string name_words(const core::Definition& definition) {
    const bool is_total = definition.kind == core::DefinitionKind::pay_total;
    return is_total ? phrase(say::head_pay) : core::shown_name(definition);
}

std::string difference(const core::Value& actual, const Expected& expected,
                       const core::Definition& definition) {
    const auto *number = std::get_if<Exact>(&actual), *wanted = std::get_if<Exact>(&expected.value);
    if (number == nullptr || wanted == nullptr) return phrase(say::expected_here);
    const auto more = *number - *wanted;
    const auto size = shown(core::Value(abs(more)), definition.type, definition.shown_as_percent);
    return phrase(more.sign() > 0 ? say::more_than_this : say::less_than_this, size);
}

DefinitionId total_of(Evaluation& evaluation, RowId row) {
    return evaluation.scheme().levels[evaluation.history().rows[row].level].pay_total;
}

// The row's `pay`; without one, all that its level defines.
std::vector<DefinitionId> what_must_fail(Evaluation& evaluation, RowId row) {
    if (const auto total = total_of(evaluation, row)) return {total};
    const auto& scheme = evaluation.scheme();
    auto own = scheme.order;
    std::erase_if(own, [&](DefinitionId definition) {
        return scheme.definitions[definition].level != evaluation.history().rows[row].level;
    });
    return own;
}

const Failure* failure_in(Evaluation& evaluation, RowId row) {
    for (const auto definition : what_must_fail(evaluation, row)) {
        const auto* failure = std::get_if<Failure>(&evaluation.value(definition, row));
        if (failure != nullptr) return failure;
    }
    return nullptr;
}

// The message with its notes, as the example's text may name any of them.
std::string all_words(const Diagnostic& diagnostic) {
    auto words = worded({diagnostic.kind, diagnostic.arguments});
    for (const auto& note : diagnostic.notes) words += "\n" + worded(note);
    return words;
}

// Does the message hold the text, in either language? A scheme's examples must not depend on who tries them.
bool says(Evaluation& evaluation, const Failure& failure, const std::string& text) {
    const auto own = spoken();
    bool found = false;
    for (const auto language : {Language::english, Language::russian}) {
        speak(language);
        found = found ||
                folded(all_words(diagnostic(evaluation, failure))).find(folded(text)) != std::string::npos;
    }
    speak(own);
    return found;
}

}  // namespace

std::optional<Diagnostic> compare(Evaluation& evaluation, const Expected& expected, RowId row) {
    const auto& definition = evaluation.scheme().definitions[expected.what];
    const auto wanted = shown(expected.value, definition.type, definition.shown_as_percent);
    const auto& outcome = evaluation.value(expected.what, row);
    const auto* actual = present(outcome);
    if (actual == nullptr) {
        Diagnostic missing{
            kind::expected_value_missing, {expected.span}, {name_words(definition), wanted}, {}};
        if (const auto* failure = std::get_if<Failure>(&outcome)) {
            const auto why = diagnostic(evaluation, *failure);
            missing.notes.push_back({why.kind, why.arguments});
        }
        return missing;
    }
    if (agree(*actual, expected)) return std::nullopt;
    Diagnostic differs{kind::expectation_differs,
                       {expected.span},
                       {name_words(definition), shown(*actual, definition.type, definition.shown_as_percent),
                        wanted, difference(*actual, expected, definition)},
                       {}};
    if (differs_by_rounding(evaluation.scheme(), *actual, expected))
        differs.notes.push_back({kind::hint_expect_about, {about(evaluation.sources(), expected.span)}});
    return differs;
}

std::optional<Diagnostic> compare_error(Evaluation& evaluation, const std::string& expected_text, Span span,
                                        RowId row) {
    const auto& scheme = evaluation.scheme();
    const auto* failure = failure_in(evaluation, row);
    if (failure == nullptr) {
        const auto name = row_name(scheme, evaluation.history(), row);
        const auto total = total_of(evaluation, row);
        const auto* paid = total ? present(evaluation.value(total, row)) : nullptr;
        if (paid == nullptr) return Diagnostic{kind::expected_error_no_failure, {span}, {name}, {}};
        return Diagnostic{kind::expected_error_absent,
                          {span},
                          {name, shown(*paid, scheme.definitions[total].type, false)},
                          {}};
    }
    if (says(evaluation, *failure, expected_text)) return std::nullopt;
    const auto found = diagnostic(evaluation, *failure);
    return Diagnostic{kind::expected_error_differs, {span}, {worded({found.kind, found.arguments})}, {}};
}

std::optional<Diagnostic> compare_promises(Evaluation& evaluation, Span span, RowId row) {
    const auto& scheme = evaluation.scheme();
    const auto is_broken = [&](const core::Promise& promise) {
        const bool speaks_of_it =
            promise.holds && scheme.definitions[promise.holds].level == evaluation.history().rows[row].level;
        const auto* holds = speaks_of_it ? present(evaluation.value(promise.holds, row)) : nullptr;
        return holds != nullptr && !std::get<bool>(*holds);
    };
    if (std::ranges::any_of(evaluation.scheme().promises, is_broken)) return std::nullopt;
    return Diagnostic{kind::expected_promise_kept, {span}, {}, {}};
}

}  // namespace accrue::explain
