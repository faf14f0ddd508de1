// explain/example.hpp — What an example expects against what the rules give.
#pragma once

#include <string>

#include "explain/evaluate.hpp"

namespace accrue::explain {

struct Expected {
    core::DefinitionId what;
    core::Value value;
    int about_digits = -1;  // compare after rounding to this many digits; -1 exactly
    Span span;
};
// Nothing when the row gives the expected value.
std::optional<Diagnostic> compare(Evaluation& evaluation, const Expected& expected, data::RowId row);

// `expect error "…"`: the row's `pay` (or, without one, any definition) fails, and the text occurs in the
// message.
std::optional<Diagnostic> compare_error(Evaluation& evaluation, const std::string& expected_text, Span span,
                                        data::RowId row);

// `expect promise broken`
std::optional<Diagnostic> compare_promises(Evaluation& evaluation, Span span, data::RowId row);

}  // namespace accrue::explain
