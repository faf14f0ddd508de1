// grammar/reading.hpp — What the rules know while they read: whether a line break counts, how deep they are,
// where the last bracket was opened; and, when asked, the tokens.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "grammar/words.hpp"

namespace accrue::grammar {

// A token by what it is to a reader; the formatter decides by it what stands beside what.
enum class TokenKind : std::uint8_t {
    word,
    name,
    number,
    text,
    open_round,
    open_call,
    close_round,
    open_block,
    open_row,
    open_table,
    close_brace,
    comma,
    colon,
    bar,
    equals,
    infix,
    prefix,
    glue,  // glue: `@` and the point of `team.bonus`
    range,
    percent,
    line_break,
};

struct Token {
    const char* begin = nullptr;
    std::uint32_t length = 0;
    TokenKind kind = TokenKind::name;
    Word word = Word::scheme;  // of kind `word`

    const char* end() const { return begin + length; }
};

// What the rule that failed wanted to see.
enum class Wanted : std::uint8_t {
    value,
    statement,
    end_of_statement,
    name,
    text,
    number_end,
    closing_quote,
    close_round,
    colon,
    equals,
    type,
    input_word,
    currency_code,
    mode,
    to,
    step,
    period,
    month_number,
    month,
    date_or_month,
    name_or_bracket,
    scope,
    months_back,
    until_month,
    day,
    into,
    part,
    rises,
    comma,
    bar,
    rows,
    key,
    cell,
    head,
    table_by_or_rows,
    dots,
    parameter,
    open_parameters,
    table_row,
    matrix_row,
    example_line,
    example_rest,
    block_or_definition,
    expected_sign,
    replaceable,
    not_too_deep,
    close_square,
    records_for,
    reference_by,
    field,
    duration,
    lots_row,
    among,
    share_as,
    clause,
    convert_to,
    convert_at,
    example_day,
    example_week,
    example_quarter,
    example_year,
    definition,
};

// The blanks at the beginning of the line that holds `at`.
inline std::ptrdiff_t indent_of(const char* at, const char* begin) {
    while (at != begin && at[-1] != '\n') --at;
    const char* const line = at;
    while (*at == ' ' || *at == '\t') ++at;
    return at - line;
}

// Thrown where a statement cannot be read on, and caught where its line ends.
struct Stop {
    const char* at;
    Wanted wanted;
    const char* bracket;  // the innermost open `(` or `[`, or null
};

enum class RowKind : std::uint8_t { statement, table_row, matrix_row, example_line, field, clause, lots_row };

// Whether a line break is only a blank, as inside `(`, or ends a row.
enum class LineBreak : std::uint8_t { ends_row, is_blank };

struct Comment {
    const char* begin;
    const char* end;
};

class Reading {
  public:
    static constexpr int deepest = 150;

    LineBreak line_break = LineBreak::ends_row;
    int depth = 0;
    const char* bracket = nullptr;      // the innermost open `(` or `[`
    const char* brace = nullptr;        // the innermost open `{`
    const char* implied_end = nullptr;  // where a `}` was taken for written
    std::vector<Token>* tokens = nullptr;
    std::vector<Comment> comments;  // in order

    virtual ~Reading() = default;

    // A statement or row begins; it was read; it was not, and reading goes on at the place returned.
    virtual void begin_row(RowKind) {}
    virtual void end_row() {}
    virtual void miss_brace(const char*) {}
    virtual const char* recover(RowKind kind, const char* begin, const char* end, const Stop& stop);

    // The end of the gap that begins here.
    const char* gap_end(const char* at, const char* end);
    // The first place after blanks, line breaks and comments.
    const char* skip_lines(const char* at, const char* end);

    void record(TokenKind kind, const char* begin, const char* end, Word word = Word::scheme) {
        if (tokens) keep_token({begin, static_cast<std::uint32_t>(end - begin), kind, word});
    }

  private:
    const char* skip_comment(const char* at, const char* end);
    void keep_token(const Token& token);

    // The last gap that needed a look at the next line.
    const char* looked_from_ = nullptr;
    const char* looked_to_ = nullptr;
    LineBreak looked_with_ = LineBreak::ends_row;
};

}  // namespace accrue::grammar
