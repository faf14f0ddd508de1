// check/check.hpp — Gives the written scheme its meaning: names, types and units, order, and each construct
// as the few kinds of core. All mistakes of a file in one pass, none caused by another.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/diagnostic.hpp"
#include "core/scheme.hpp"
#include "syntax/parse.hpp"

namespace accrue::check {

struct ExampleCell {
    std::variant<core::InputId, core::DefinitionId> what;
    std::vector<std::optional<core::Value>> values;  // one a period; none is a blank
    Span span;
};
struct Expectation {
    core::DefinitionId what;                         // none for `expect error` and `expect promise broken`
    std::vector<std::optional<core::Value>> values;  // one a period; none where nothing is expected
    std::vector<int> about_digits;                   // `about 33.33`: compare at 2 digits; -1 exactly
    bool error = false, promise_broken = false;
    std::string error_text;
    Span span;
};
// A row of a level, in each of its periods.
struct ExampleRow {
    core::LevelId level{0};
    std::string key;           // empty for records and for `everything`
    std::optional<Date> date;  // of a record: then one period
    std::vector<Period> periods;
    std::vector<ExampleCell> cells;
    std::vector<Expectation> expectations;
    std::optional<std::size_t> parent;  // the row in which it stands, by its place in `Example::rows`
    Span span;
};
struct ExampleReferenceRow {
    core::ReferenceId reference;
    std::vector<std::optional<core::Value>> keys;    // none fits anything
    std::vector<std::optional<core::Value>> fields;  // none: blank
    std::optional<Date> from, to;
    Span span;
};
struct Example {
    std::string title;
    Span span;
    std::vector<ExampleRow> rows;  // outer before inner
    std::vector<ExampleReferenceRow> reference_rows;
};

// What a sketch left unsaid, and the lines that would say it.
struct Assumption {
    Kind kind;  // a note: `collected` is an input with day columns
    std::vector<Argument> arguments;
    std::string line;  // `input collected : money by day`
};

struct Checked {
    core::Scheme scheme;  // whole when diagnostics hold no error
    std::vector<Example> examples;
    std::vector<Assumption> assumptions;
    Diagnostics diagnostics;
};
// `parsed` may hold unreadable statements: what they would have defined is known and silent, and a line that
// parsing has already reported is not reported again.
Checked check(const syntax::Parsed& parsed, const Sources& sources);

}  // namespace accrue::check
