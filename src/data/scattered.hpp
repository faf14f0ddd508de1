// data/scattered.hpp — Rows that stand in any order, brought together by key. One pass over a file finds
// where each row stands and to which part its key belongs; when a part is read, its rows are copied side by
// side. So parts follow each other as their keys do, each as small as a part of a file that stands by key.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/column_memory.hpp"
#include "base/parallel.hpp"

namespace accrue::data {

// The rows of a file that are to be brought together.
struct RowsByKey {
    std::string_view text;
    char delimiter = ',';
    std::size_t width = 0;  // columns
    std::uint32_t key_column = 0;
    std::uint64_t begin = 0;  // at which the first row begins; they go on to the end of the text
};

// Into parts by their code-point order: no key of a part comes before one of an earlier part.
class KeyParts {
  public:
    // About as many parts, alike in size, as are asked for, by a few keys of files that are alike.
    KeyParts(const std::vector<RowsByKey>& files, std::size_t parts);
    std::size_t size() const { return begins_.size() + 1; }
    // Keys as numbers: not a larger one for a key that comes before another.
    std::uint64_t number_of(std::string_view key) const;
    // The parts of many keys, by their numbers.
    void find(std::span<const std::uint64_t> numbers, std::uint16_t* parts) const;

  private:
    std::string beginning_;              // that the keys looked at have in common
    std::vector<std::uint64_t> begins_;  // by part but the first: the number of the first key in it
};

class ScatteredRows {
  public:
    // Nothing where a row is blank, has no key, is quoted or very long: then nobody can tell rows apart so
    // quickly. Whether rows are otherwise well made is seen when they are read.
    static std::optional<ScatteredRows> found(const RowsByKey& file, const KeyParts& parts, Workers& workers);

    std::size_t rows(std::size_t part) const { return begins_[part + 1].row - begins_[part].row; }
    // Where the part would stand if the rows of all parts stood one behind the other, from the first row on.
    std::uint64_t begin(std::size_t part) const { return begins_[part].byte; }
    std::uint64_t end(std::size_t part) const { return begins_[part + 1].byte; }

    // Rows side by side in the order of the file, each with a line break.
    struct Copy {
        ColumnOf<char> bytes;  // with a margin before and behind the rows
        std::uint64_t begin = 0, end = 0;
        std::string_view text() const { return {bytes.data(), bytes.size()}; }
    };
    Copy copy(std::size_t part) const;

  private:
    // Where a row stands, in eight bytes.
    class Stretch {
      public:
        static constexpr std::uint64_t most_offset = (std::uint64_t{1} << 48U) - 1;

        Stretch() = default;
        Stretch(std::uint64_t offset, std::uint16_t length) : both_(offset << 16U | length) {}
        std::uint64_t offset() const { return both_ >> 16U; }
        std::uint64_t length() const { return both_ & 0xFFFFU; }  // with the line break, where there is one

      private:
        std::uint64_t both_;
    };
    struct Begin {
        std::uint64_t row = 0, byte = 0;
    };
    struct Row {
        std::uint16_t part, length;
    };
    // Of a piece of the file: its rows one behind the other.
    struct Piece {
        std::uint64_t begin = 0;
        ColumnOf<Row> rows;
        std::vector<Begin> sums;  // by part: how many rows and bytes; then where they begin
        bool is_plain = true;
    };
    class Finding;
    void add_up(std::vector<Piece>& pieces, std::size_t parts, std::uint64_t first_byte);
    void bring_together(std::vector<Piece>& pieces, Workers& workers);

    std::string_view text_;
    ColumnOf<Stretch> rows_;     // by part, then as they stand
    std::vector<Begin> begins_;  // by part, and one more
};

}  // namespace accrue::data
