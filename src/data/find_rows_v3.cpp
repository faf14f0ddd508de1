// Rows of a block for x86-64-v3 (AVX2).
#include "data/block_loops_v3.hpp"

#if defined(__x86_64__)

#define ACCRUE_MACHINE ACCRUE_V3
#include "data/find_rows_loop.hpp"

namespace accrue::data::v3 {
namespace {

ACCRUE_V3 inline __m256i load(const char* place) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(place));
}

ACCRUE_V3 inline std::uint64_t bits(__m256i low, __m256i high) {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(low)) |
           static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm256_movemask_epi8(high))) << 32U;
}

class Look {
  public:
    ACCRUE_V3 explicit Look(char delimiter)
        : delimiter_(_mm256_set1_epi8(delimiter)),
          special_(
              _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(special_bytes)))) {
    }

    ACCRUE_V3 Bits at(const char* place) {
        const auto line_end = _mm256_set1_epi8('\n');
        const auto low = load(place), high = load(place + 32);
        const auto low_ends = _mm256_cmpeq_epi8(low, line_end), high_ends = _mm256_cmpeq_epi8(high, line_end);
        const auto low_special = _mm256_cmpeq_epi8(_mm256_shuffle_epi8(special_, low), low);
        const auto high_special = _mm256_cmpeq_epi8(_mm256_shuffle_epi8(special_, high), high);
        any_ = _mm256_or_si256(any_, _mm256_or_si256(low, high));
        return {bits(low_ends, high_ends),
                bits(_mm256_or_si256(low_ends, _mm256_cmpeq_epi8(low, delimiter_)),
                     _mm256_or_si256(high_ends, _mm256_cmpeq_epi8(high, delimiter_))),
                bits(low_special, high_special)};
    }
    ACCRUE_V3 static std::uint64_t returns(const char* place) {
        const auto mark = _mm256_set1_epi8('\r');
        return bits(_mm256_cmpeq_epi8(load(place), mark), _mm256_cmpeq_epi8(load(place + 32), mark));
    }
    ACCRUE_V3 static std::uint32_t* write_places(std::uint32_t* out, std::uint32_t behind,
                                                 std::uint64_t ends) {
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
    ACCRUE_V3 bool is_ascii() const { return _mm256_movemask_epi8(any_) == 0; }

  private:
    __m256i delimiter_, special_;
    __m256i any_ = _mm256_setzero_si256();
};

}  // namespace

ACCRUE_V3 void find_rows(Block& block, const char* last, const char* end, char delimiter) {
    find_rows_with<Look>(block, last, end, delimiter);
}

}  // namespace accrue::data::v3

#endif
