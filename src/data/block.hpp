// data/block.hpp — Rows that are nothing but cells between delimiters, as many as the header has, found many
// at a time. Whatever is otherwise (quotes, other widths, blank rows, a lone CR, a NUL) ends a block: such a
// row is for `Records`.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace accrue::data {

// Cells are cut by their bytes alone; around a block there are `margin` bytes of text that may be read.
struct Block {
    static constexpr std::size_t most_rows = 1024;
    static constexpr std::size_t margin = 64;

    const char* base = nullptr;
    std::size_t width = 0;
    std::size_t rows = 0;
    bool is_ascii = true;
    std::vector<std::uint32_t> begins;  // by row, then cell: where it begins; and one more

    // How many rows it takes: fewer of very wide ones.
    std::size_t room() const {
        return std::clamp<std::size_t>((std::size_t{1} << 16U) / width, 16, most_rows);
    }
    std::uint32_t begin(std::size_t row, std::size_t column) const { return begins[row * width + column]; }
    std::string_view cell(std::size_t row, std::size_t column) const {
        const auto first = begin(row, column);
        auto last = begin(row, column + 1) - 1;
        // CR LF ends a row: the CR is none of its last cell
        if (column + 1 == width && last > first && base[last - 1] == '\r') --last;
        return {base + first, last - first};
    }
    std::string_view text() const { return {base, begin(rows, 0)}; }
};

// Sets `block` to the rows from byte `begin` of the text on that begin before `end`.
void find_rows(Block& block, std::string_view text, char delimiter, std::uint64_t begin, std::uint64_t end);

}  // namespace accrue::data
