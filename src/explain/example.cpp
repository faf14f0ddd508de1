#include "explain/example.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/messages/computing.hpp"
#include "base/text.hpp"
#include "explain/operate.hpp"
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

std::string difference(const core::Value& actual, const Expected& expected,
                       const core::Definition& definition) {
    const auto *number = std::get_if<Exact>(&actual), *wanted = std::get_if<Exact>(&expected.value);
    if (number == nullptr || wanted == nullptr) return "expected";
    const auto more = *number - *wanted;
    const auto size = shown(core::Value(abs(more)), definition.type, definition.shown_as_percent);
    return fmt::format("{} {} than this", size, more.sign() > 0 ? "more" : "less");
}

std::vector<DefinitionId> what_must_fail(const core::Scheme& scheme) {
    if (scheme.pay_total) return {scheme.pay_total};
    return scheme.order;
}

const Failure* failure_in(Evaluation& evaluation, RowId row) {
    for (const auto definition : what_must_fail(evaluation.scheme())) {
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

}  // namespace

std::optional<Diagnostic> compare(Evaluation& evaluation, const Expected& expected, RowId row) {
    const auto& definition = evaluation.scheme().definitions[expected.what];
    const auto wanted = shown(expected.value, definition.type, definition.shown_as_percent);
    const auto& outcome = evaluation.value(expected.what, row);
    const auto* actual = present(outcome);
    if (actual == nullptr) {
        Diagnostic missing{
            kind::expected_value_missing, {expected.span}, {core::shown_name(definition), wanted}, {}};
        if (const auto* failure = std::get_if<Failure>(&outcome)) {
            const auto why = diagnostic(evaluation, *failure);
            missing.notes.push_back({why.kind, why.arguments});
        }
        return missing;
    }
    if (agree(*actual, expected)) return std::nullopt;
    return Diagnostic{
        kind::expectation_differs,
        {expected.span},
        {core::shown_name(definition), shown(*actual, definition.type, definition.shown_as_percent), wanted,
         difference(*actual, expected, definition)},
        {}};
}

std::optional<Diagnostic> compare_error(Evaluation& evaluation, const std::string& expected_text, Span span,
                                        RowId row) {
    const auto& scheme = evaluation.scheme();
    const auto* failure = failure_in(evaluation, row);
    if (failure == nullptr) {
        const auto* total = scheme.pay_total ? present(evaluation.value(scheme.pay_total, row)) : nullptr;
        const auto paid =
            total != nullptr ? shown(*total, scheme.definitions[scheme.pay_total].type, false) : "";
        return Diagnostic{kind::expected_error_absent, {span}, {evaluation.history().key(row), paid}, {}};
    }
    const auto found = diagnostic(evaluation, *failure);
    if (folded(all_words(found)).find(folded(expected_text)) != std::string::npos) return std::nullopt;
    return Diagnostic{kind::expected_error_differs, {span}, {worded({found.kind, found.arguments})}, {}};
}

std::optional<Diagnostic> compare_promises(Evaluation& evaluation, Span span, RowId row) {
    const auto is_broken = [&](const core::Promise& promise) {
        const auto* holds = promise.holds ? present(evaluation.value(promise.holds, row)) : nullptr;
        return holds != nullptr && !std::get<bool>(*holds);
    };
    if (std::ranges::any_of(evaluation.scheme().promises, is_broken)) return std::nullopt;
    return Diagnostic{kind::expected_promise_kept, {span}, {}, {}};
}

}  // namespace accrue::explain
