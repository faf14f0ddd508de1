// syntax/places.hpp — Looking around in a text: what stands at a place, and what the line would be with
// another text in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "grammar/words.hpp"
#include "syntax/tree.hpp"

namespace accrue::syntax {

// The first place after blanks.
std::size_t after_blanks(std::string_view text, std::size_t at);
// The first place after blanks, line breaks and comments.
std::size_t after_lines(std::string_view text, std::size_t at);
// The place after the last character before `at` that is no blank; not before `least`.
std::size_t before_blanks(std::string_view text, std::size_t at, std::size_t least);

// Where the statement that holds `at` ends on its line: at the line break, a comment, `;` or a `}` that it
// did not open.
std::size_t end_of_row(std::string_view text, std::size_t at);

// The token at the place: a word, a number, a text in quotes, a sign; of no length at the end of a line.
Span token_at(std::string_view text, std::size_t at, SourceId source);

// The bytes of a keyword phrase of the place's sort that begins at `at`, or 0.
std::size_t phrase_at(std::string_view text, std::size_t at, grammar::Word word);
bool opens_statement(std::string_view text, std::size_t at);

// The name that begins at the place; empty when none does.
std::string_view name_at(std::string_view text, std::size_t place);
// The figure that begins at the place, with its groups of digits, scale, `%` and currency; empty when none
// does.
std::string_view figure_at(std::string_view text, std::size_t place);
// Where the next row may begin: on the next line, and behind `{` and `;`.
std::size_t next_row(std::string_view text, std::size_t at);
// What `input role, grade : text` says, if it begins at the place.
struct InputRow {
    std::string_view names;  // `role, grade`
    grammar::Word type;
};
std::optional<InputRow> input_row(std::string_view text, std::size_t at);
// The type that an `input` row of the text says for the name.
std::optional<grammar::Word> type_of_input(std::string_view text, std::string_view name);

// Every bracket of the text is closed in it.
bool are_closed(std::string_view text);
// The bytes of `pay`, or of `pay q =`, with which the line begins.
std::size_t opener_of_pay(std::string_view line);

// The text between two places with one piece of it replaced.
std::string with_replaced(std::string_view text, std::size_t begin, std::size_t end, Span piece,
                          std::string_view by);

}  // namespace accrue::syntax
