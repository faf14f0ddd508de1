// Rows of a block for x86-64-v3, 64 bytes of text at a time.
#include "data/block_loops_v3.hpp"

#if defined(__x86_64__)

#include <immintrin.h>

#include <algorithm>
#include <bit>

namespace accrue::data::v3 {
namespace {

// 64 bytes of text, a bit each.
struct Bits {
    std::uint64_t line_ends, ends, special;
};

// Pages of text follow each other in ways that the machine does not foresee.
constexpr std::ptrdiff_t fetched_ahead = 1536;  // bytes

struct Sought {
    __m256i delimiter, line_end, special;
};

// A byte is special when it is the one that stands at its low half byte: NUL, `"`, CR.
ACCRUE_V3 inline Sought sought_for(char delimiter) {
    constexpr char none = 0x7F;
    const auto special = _mm256_setr_epi8(
        0, none, '"', none, none, none, none, none, none, none, none, none, none, '\r', none, 0x70,  //
        0, none, '"', none, none, none, none, none, none, none, none, none, none, '\r', none, 0x70);
    return {_mm256_set1_epi8(delimiter), _mm256_set1_epi8('\n'), special};
}

ACCRUE_V3 inline __m256i load(const char* place) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(place));
}

ACCRUE_V3 inline std::uint64_t bits(__m256i low, __m256i high) {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(low)) |
           static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm256_movemask_epi8(high))) << 32U;
}

// A CR is part of a line end when LF follows.
ACCRUE_V3 std::uint64_t but_line_ends(std::uint64_t special, std::uint64_t line_ends, const char* place) {
    const auto returns = bits(_mm256_cmpeq_epi8(load(place), _mm256_set1_epi8('\r')),
                              _mm256_cmpeq_epi8(load(place + 32), _mm256_set1_epi8('\r')));
    const auto behind = line_ends >> 1U | static_cast<std::uint64_t>(place[64] == '\n') << 63U;
    return special & ~(returns & behind);
}

// Collects in `bytes` what any byte has.
ACCRUE_V3 inline Bits bits_at(const char* place, const Sought& sought, __m256i& bytes) {
    const auto low = load(place), high = load(place + 32);
    const auto low_ends = _mm256_cmpeq_epi8(low, sought.line_end);
    const auto high_ends = _mm256_cmpeq_epi8(high, sought.line_end);
    const auto low_special = _mm256_cmpeq_epi8(_mm256_shuffle_epi8(sought.special, low), low);
    const auto high_special = _mm256_cmpeq_epi8(_mm256_shuffle_epi8(sought.special, high), high);
    bytes = _mm256_or_si256(bytes, _mm256_or_si256(low, high));
    Bits found{bits(low_ends, high_ends),
               bits(_mm256_or_si256(low_ends, _mm256_cmpeq_epi8(low, sought.delimiter)),
                    _mm256_or_si256(high_ends, _mm256_cmpeq_epi8(high, sought.delimiter))),
               0};
    const auto special = _mm256_or_si256(low_special, high_special);
    if (_mm256_testz_si256(special, special) == 0)
        found.special = but_line_ends(bits(low_special, high_special), found.line_ends, place);
    return found;
}

// Where delimiters and line ends stand, one behind the other.
ACCRUE_V3 inline std::uint32_t* write_places(std::uint32_t* out, std::uint32_t behind, std::uint64_t ends) {
    constexpr int at_once = 8;
    const int count = std::popcount(ends);
    for (int written = 0; written < count; written += at_once) {
        for (int i = 0; i < at_once; ++i) {
            out[written + i] = behind + static_cast<std::uint32_t>(_tzcnt_u64(ends));
            ends = _blsr_u64(ends);
        }
    }
    return out + count;
}

// Not blank: mostly seen by the first byte of a row.
inline bool is_filled(const char* row, const char* end, char delimiter) {
    if (static_cast<unsigned char>(*row) > ' ' && *row != delimiter) return true;
    while (row < end && (*row == ' ' || *row == '\t' || *row == delimiter)) ++row;
    return row < end && *row != '\n' && *row != '\r';
}

}  // namespace

ACCRUE_V3 void find_rows(Block& block, const char* last, const char* end, char delimiter) {
    const auto sought = sought_for(delimiter);
    const auto width = static_cast<std::ptrdiff_t>(block.width);
    const auto wanted = static_cast<std::ptrdiff_t>(block.room() * block.width);
    block.begins.resize(static_cast<std::size_t>(wanted) + 2 * 64 + 8);
    auto* const first = block.begins.data();
    *first = 0;
    auto* out = first + 1;
    auto* row_end = first + width;  // where the next line end must come to stand
    const char* const base = block.base;
    auto bytes = _mm256_setzero_si256();
    std::size_t rows = 0;
    bool goes_on = base < last && base < end && is_filled(base, end, delimiter);
    for (const char* place = base; goes_on && place < end && out - first <= wanted; place += 64) {
        __builtin_prefetch(place + fetched_ahead);
        auto found = bits_at(place, sought, bytes);
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
        out = write_places(out, static_cast<std::uint32_t>(place - base) + 1, found.ends);
    }
    block.rows = std::min(rows, block.room());
    block.is_ascii = _mm256_movemask_epi8(bytes) == 0;
}

}  // namespace accrue::data::v3

#endif
