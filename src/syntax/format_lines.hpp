// syntax/format_lines.hpp — The lines of a formatted file: their columns are lined up with those of their
// neighbours, then they are written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "grammar/words.hpp"

namespace accrue::syntax {

enum class Sort : std::uint8_t {
    statement,     // begins a statement or a row
    continuation,  // goes on with it
    comment,       // a comment alone
};

// Where the cells of a line are lined up with those of its neighbours.
enum class Columns : std::uint8_t { none, colon, bars, alternatives };

struct Line {
    Sort sort = Sort::statement;
    std::size_t depth = 0;
    bool blank_before = false;
    std::vector<std::string> cells{""};
    Columns columns = Columns::none;
    std::size_t group = 0;  // lines of one table, or of one definition
    std::string comment;    // behind it
    // The first `=` or `:` where nothing else lines it up: what stands before it, and its column in the
    // source.
    std::optional<std::size_t> sign_at;
    std::size_t sign_column = 0;
    std::vector<grammar::Word> words;  // of the language, before that sign
    bool begins_with_equals = false;
};

// The cells of tables, the `=` and conditions of alternatives, the signs and the comments of neighbours stand
// below each other.
std::string lined_up(std::vector<Line> lines);

}  // namespace accrue::syntax
