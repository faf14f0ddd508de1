// Rows of a block for x86-64-v4 (AVX-512), with VBMI2: where bits stand is written at once.
#include "data/block_loops_v3.hpp"

#if defined(__x86_64__)

#include <array>

#define ACCRUE_MACHINE ACCRUE_V4
#include "data/find_rows_loop.hpp"

namespace accrue::data::v4 {
namespace {

class Look {
  public:
    ACCRUE_V4 explicit Look(char delimiter) : delimiter_(_mm512_set1_epi8(delimiter)) {
        alignas(64) std::array<char, 64> numbers{}, special{};
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            numbers[i] = static_cast<char>(i);
            special[i] = special_bytes[i % 16];
        }
        numbers_ = _mm512_load_si512(numbers.data());
        special_ = _mm512_load_si512(special.data());
    }

    ACCRUE_V4 Bits at(const char* place) {
        const auto bytes = _mm512_loadu_si512(place);
        any_ = _mm512_or_si512(any_, bytes);
        const auto line_ends = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n'));
        return {line_ends, line_ends | _mm512_cmpeq_epi8_mask(bytes, delimiter_),
                _mm512_cmpeq_epi8_mask(_mm512_shuffle_epi8(special_, bytes), bytes)};
    }
    ACCRUE_V4 static std::uint64_t returns(const char* place) {
        return _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(place), _mm512_set1_epi8('\r'));
    }
    ACCRUE_V4 std::uint32_t* write_places(std::uint32_t* out, std::uint32_t behind,
                                          std::uint64_t ends) const {
        const auto places = _mm512_maskz_compress_epi8(ends, numbers_);
        const auto base = _mm512_set1_epi32(static_cast<int>(behind));
        const auto write = [&](std::uint32_t* at, __m128i sixteen) ACCRUE_V4 {
            _mm512_storeu_si512(at, _mm512_add_epi32(_mm512_cvtepu8_epi32(sixteen), base));
        };
        write(out, _mm512_castsi512_si128(places));
        const int count = std::popcount(ends);
        if (count > 16) {
            write(out + 16, _mm512_extracti32x4_epi32(places, 1));
            write(out + 32, _mm512_extracti32x4_epi32(places, 2));
            write(out + 48, _mm512_extracti32x4_epi32(places, 3));
        }
        return out + count;
    }
    ACCRUE_V4 bool is_ascii() const { return _mm512_movepi8_mask(any_) == 0; }

  private:
    __m512i delimiter_, special_, numbers_;
    __m512i any_ = _mm512_setzero_si512();
};

}  // namespace

ACCRUE_V4 void find_rows(Block& block, const char* last, const char* end, char delimiter) {
    find_rows_with<Look>(block, last, end, delimiter);
}

}  // namespace accrue::data::v4

#endif
