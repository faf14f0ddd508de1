// data/scattered.hpp — Rows that stand in any order, brought together by key. One pass over a file adds the
// text of each row to the part that its key belongs to. So parts follow each other as their keys do, each as
// small as a part of a file that stands by key.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/column_memory.hpp"
#include "base/parallel.hpp"
#include "base/source.hpp"
#include "data/growing_texts.hpp"

namespace accrue::data {

// The rows of a file that are to be brought together.
struct RowsByKey {
    std::string_view text;
    char delimiter = ',';
    std::size_t width = 0;  // columns
    std::uint32_t key_column = 0;
    std::uint64_t begin = 0;         // at which the first row begins; they go on to the end of the text
    const Source* source = nullptr;  // of the text, where that need not stay in memory
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
    // Nothing where a row is blank, has no key or is quoted: then nobody can tell rows apart so quickly.
    // Whether rows are otherwise well made is seen when they are read.
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
    struct Begin {
        std::uint64_t row = 0, byte = 0;
    };
    // The rows of one part in a piece of the file.
    struct Rows {
        GrowingTexts::Text text;
        std::uint64_t count = 0;
    };
    struct Piece {
        std::vector<Rows> parts;
        bool is_plain = true;
    };
    class Finding;
    void add_up(std::size_t parts, std::uint64_t first_byte);

    std::unique_ptr<GrowingTexts> texts_;  // of all pieces
    std::vector<Piece> pieces_;            // one behind the other
    std::vector<Begin> begins_;            // by part, and one more
};

}  // namespace accrue::data
