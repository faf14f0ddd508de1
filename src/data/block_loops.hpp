// data/block_loops.hpp — The innermost loops of reading: one set for any machine, others for x86-64-v3 (AVX2)
// and x86-64-v4 (AVX-512), chosen once for the machine that the program runs on. All give the same.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "data/block.hpp"

namespace accrue::data {

// Cells of plain digits, `-1234.56`, as whole counts of 10^-digits.
struct PlainNumbers {
    char point = '\0';  // NUL when none is known yet: digits alone
    int digits = 0;
};

struct BlockLoops {
    // Rows of `block.width` cells from `block.base` on that begin before `last`; no byte from `end` on
    // belongs to them, and `Block::margin` bytes behind it may be read.
    void (*find_rows)(Block& block, const char* last, const char* end, char delimiter);
    // The cells of a column from a row on into `values`, up to the first one that is otherwise: how many.
    std::size_t (*read_numbers)(const Block& block, std::size_t column, std::size_t row,
                                const PlainNumbers& numbers, std::int64_t* values);
    // UTF-8 without a NUL.
    bool (*is_utf8_text)(std::string_view bytes);
};
const BlockLoops& block_loops();
// All that this machine can run: that for any machine first, the one that is chosen last.
std::vector<BlockLoops> usable_block_loops();

namespace any_machine {
extern const BlockLoops block_loops;
}

}  // namespace accrue::data
