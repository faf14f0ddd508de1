// data/records.hpp — Delimited text cut into rows and cells (RFC 4180: quotes, doubled quotes, line breaks
// inside quotes; a line ends in CRLF, LF or a lone CR). Cells are views into the text; nothing is copied.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace accrue::data {

// What stands between two delimiters; of a quoted cell, what stands inside its quotes.
struct Cell {
    std::string_view text;
    bool quoted = false;
    bool doubled = false;  // `""` stands for `"`
};
std::string unquoted(const Cell& cell);

enum class QuoteFlaw : std::uint8_t { none, never_closed, text_behind };

class Records {
  public:
    // From byte `begin`, which stands on line `line` (1-based).
    Records(std::string_view text, char delimiter, std::uint64_t begin = 0, std::uint32_t line = 1);

    // Steps to the next row; false behind the last one.
    bool next();
    // The next row begins at this byte, on this line.
    void move_to(std::uint64_t begin, std::uint32_t line);

    const std::vector<Cell>& cells() const { return cells_; }
    std::uint64_t offset() const { return offset_; }     // byte at which the row begins
    std::uint64_t rest() const { return next_offset_; }  // byte behind the row's line break
    std::uint32_t line() const { return line_; }
    std::uint32_t rest_line() const { return next_line_; }  // of the byte at `rest`
    QuoteFlaw flaw() const { return flaw_; }
    std::uint64_t flaw_offset() const { return flaw_offset_; }

    // A blank line, or one of delimiters alone.
    bool is_blank() const;

  private:
    const char* plain_cell(const char* begin);
    const char* quoted_cell(const char* quote);
    void flawed(QuoteFlaw flaw, const char* place);

    std::string_view text_;
    char delimiter_;
    std::array<bool, 256> stops_{};  // bytes that end an unquoted cell
    std::vector<Cell> cells_;
    std::uint64_t offset_ = 0;
    std::uint64_t next_offset_ = 0;
    std::uint32_t line_ = 1;
    std::uint32_t next_line_ = 1;
    QuoteFlaw flaw_ = QuoteFlaw::none;
    std::uint64_t flaw_offset_ = 0;
};

}  // namespace accrue::data
