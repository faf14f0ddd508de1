// data/cutting.hpp — Where a file that stands by key may be cut: between the rows of one key and those of the
// next. Looks at a few rows only; that the others stand by key is seen when they are read.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace accrue::data {

// Rows of plain cells are lines: where the one behind `place` begins, or the end.
std::uint64_t row_behind(std::string_view text, std::uint64_t place);
// A cell of such a row, with its line break or without, as it is written but without blanks around it;
// nothing when the row has fewer cells.
std::optional<std::string_view> plain_cell(std::string_view row, char delimiter, std::uint32_t column);

class Cutting {
  public:
    // The text from byte `begin`, at which a row begins; the key is in that column.
    Cutting(std::string_view text, char delimiter, std::uint32_t key_column, std::uint64_t begin)
        : text_(text), delimiter_(delimiter), key_column_(key_column), at_(begin) {}

    std::uint64_t at() const { return at_; }
    std::uint64_t end() const { return text_.size(); }
    bool is_at_end() const { return at_ == text_.size(); }
    // A row to be looked at is quoted or has no such column: nobody knows where to cut.
    bool is_lost() const { return is_lost_; }

    // About so many bytes on, and behind all rows of the key that stand there: that key. Nothing at the end.
    std::optional<std::string_view> advance(std::uint64_t bytes);
    // Behind all rows of keys up to this one.
    void advance_behind(std::string_view key);

  private:
    std::uint64_t row_behind(std::uint64_t place) const { return data::row_behind(text_, place); }
    std::string_view key(std::uint64_t row);
    bool is_behind(std::uint64_t row, std::string_view key_before);

    std::string_view text_;
    char delimiter_;
    std::uint32_t key_column_;
    std::uint64_t at_;
    bool is_lost_ = false;
};

}  // namespace accrue::data
