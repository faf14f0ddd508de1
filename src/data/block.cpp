#include "data/block.hpp"

#include <algorithm>

#include "data/block_loops.hpp"

namespace accrue::data {

void find_rows(Block& block, std::string_view text, char delimiter, std::uint64_t begin, std::uint64_t end) {
    constexpr std::uint64_t longest = std::uint64_t{1} << 30U;  // bytes; places in a block have 32 bits
    block.rows = 0;
    if (begin < Block::margin || begin + Block::margin >= text.size()) return;
    block.base = text.data() + begin;
    const auto safe = std::min(text.size() - Block::margin, begin + longest);
    block_loops().find_rows(block, text.data() + std::min(end, text.size()), text.data() + safe, delimiter);
}

}  // namespace accrue::data
