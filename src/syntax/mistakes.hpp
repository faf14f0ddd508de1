// syntax/mistakes.hpp — The mistakes that people make, told apart: each function knows one, names what was
// found, and offers the corrected text.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "grammar/reading.hpp"
#include "syntax/tree.hpp"

namespace accrue::syntax {

// A row that could not be read: where it begins, where reading stopped and what was wanted there. Byte
// offsets.
struct Place {
    std::string_view text;
    SourceId source;
    grammar::RowKind row = grammar::RowKind::statement;
    std::size_t begin = 0;
    std::size_t stop = 0;
    grammar::Wanted wanted = grammar::Wanted::statement;
    std::optional<std::size_t> bracket;  // the innermost `(` open there
    std::optional<std::size_t> brace;    // the `{` that the row stands in
};

// What is wrong at the place.
Diagnostic explained(const Place& place);
// Where reading goes on: the end of the row, its brackets, tables and continuation lines.
std::size_t row_after(const Place& place);
// The names that a broken row would have defined.
std::vector<Span> names_defined(std::string_view text, Span row);

// -------- mistakes that are read as what they were meant to be

Diagnostic wrong_relation(Span sign, std::string_view meant);
Diagnostic wrong_separator(Span sign);
std::optional<Diagnostic> mixed_limits(const Module& module, ExprId amount, std::string_view text);
std::optional<Diagnostic> share_above(const Module& module, ExprId excess, std::string_view text);
std::optional<Diagnostic> mixed_product(const Module& module, ExprId product, std::string_view text);
std::optional<Diagnostic> chained_comparison(const Module& module, ExprId comparison, std::string_view text);
std::optional<Diagnostic> mixed_logic(const Module& module, ExprId expression, std::string_view text);
// `max of a and b`
std::optional<Diagnostic> extreme_of_list(const Module& module, ExprId logic, std::string_view text);
// `if` on a line of its own, as far left as the amount above it and with another statement below
std::optional<Diagnostic> condition_between_lines(std::string_view text, Span amount, Span condition);
std::optional<Diagnostic> mixed_name(std::string_view name, Span where, const Diagnostics& known);
std::optional<Diagnostic> spreadsheet_function(const Module& module, Span name, Span call, ExprList arguments,
                                               std::string_view text);
std::optional<Diagnostic> wrong_row(const WrittenTable& table, const TableRow& row, const Module& module,
                                    std::string_view text);
Diagnostics wrong_alternatives(const std::vector<Alternative>& alternatives, std::string_view text);

// `if(a; b; c)`, where `if` is a word of the language: nothing when no spreadsheet's function stands at
// `name`.
std::optional<Diagnostic> unread_spreadsheet_call(std::string_view text, Span name);

}  // namespace accrue::syntax
