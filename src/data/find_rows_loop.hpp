// data/find_rows_loop.hpp — Finds the rows of a block, 64 bytes of text at a time, for files that each say
// how their machine looks at 64 bytes: `ACCRUE_MACHINE` is the attribute of its functions, and `Look` has
//     Look(char delimiter);
//     Bits at(const char* place);               also remembers what any byte has
//     std::uint64_t returns(const char* place)  where a CR stands
//     std::uint32_t* write_places(std::uint32_t* out, std::uint32_t behind, std::uint64_t ends)
//                                               writes `behind` + where each bit stands; at most 16 more
//     bool is_ascii() const
#pragma once

#include <immintrin.h>

#include <algorithm>
#include <bit>

#include "data/block.hpp"

namespace accrue::data {
namespace {

// 64 bytes of text, a bit each.
struct Bits {
    std::uint64_t line_ends;
    std::uint64_t ends;     // of cells: delimiters and line ends
    std::uint64_t special;  // NUL, `"`, CR
};

// At a byte's low half byte the one byte that is special; elsewhere what no byte with that half is.
constexpr char none = 0x7F;
constexpr char special_bytes[16] = {0,    none, '"',  none, none, none, none, none,
                                    none, none, none, none, none, '\r', none, 0x70};

// Pages of text follow each other in ways that the machine does not foresee.
constexpr std::ptrdiff_t fetched_ahead = 1536;  // bytes

// Not blank: mostly seen by the first byte of a row.
inline bool is_filled(const char* row, const char* end, char delimiter) {
    if (static_cast<unsigned char>(*row) > ' ' && *row != delimiter) return true;
    while (row < end && (*row == ' ' || *row == '\t' || *row == delimiter)) ++row;
    return row < end && *row != '\n' && *row != '\r';
}

template <class Look>
ACCRUE_MACHINE inline void find_rows_with(Block& block, const char* last, const char* end, char delimiter) {
    Look look(delimiter);
    const auto width = static_cast<std::ptrdiff_t>(block.width);
    const auto wanted = static_cast<std::ptrdiff_t>(block.room() * block.width);
    block.begins.resize(static_cast<std::size_t>(wanted) + 2 * 64 + 16);
    auto* const first = block.begins.data();
    *first = 0;
    auto* out = first + 1;
    auto* row_end = first + width;  // where the next line end must come to stand
    const char* const base = block.base;
    std::size_t rows = 0;
    bool goes_on = base < last && base < end && is_filled(base, end, delimiter);
    for (const char* place = base; goes_on && place < end && out - first <= wanted; place += 64) {
        __builtin_prefetch(place + fetched_ahead);
        auto found = look.at(place);
        if (found.special != 0) {
            // a CR is part of a line end when LF follows
            const auto behind = found.line_ends >> 1U | static_cast<std::uint64_t>(place[64] == '\n') << 63U;
            found.special &= ~(look.returns(place) & behind);
        }
        if (found.special != 0) {
            const auto before = _blsmsk_u64(found.special) >> 1U;
            found.ends &= before;
            found.line_ends &= before;
            goes_on = false;
        }
        for (auto line_ends = found.line_ends; line_ends != 0; line_ends = _blsr_u64(line_ends)) {
            const auto cells = std::popcount(found.ends & _blsmsk_u64(line_ends));
            const char* const next = place + _tzcnt_u64(line_ends) + 1;
            const bool is_whole = out + cells - 1 == row_end && next <= end;
            rows += is_whole ? 1 : 0;
            row_end += width;
            if (!is_whole || next >= last || !is_filled(next, end, delimiter)) {
                goes_on = false;
                break;
            }
        }
        out = look.write_places(out, static_cast<std::uint32_t>(place - base) + 1, found.ends);
    }
    block.rows = std::min(rows, block.room());
    block.is_ascii = look.is_ascii();
}

}  // namespace
}  // namespace accrue::data
