// Amounts as text for x86-64-v4 (AVX-512), eight at a time.
#include "report/hundredths.hpp"

#if defined(__x86_64__)

#include <immintrin.h>

namespace accrue::report::v4 {
namespace {

#define ACCRUE_V4 __attribute__((target("avx512f,avx512bw,avx512cd,avx512vl,avx2")))

// Of each of eight numbers below 10^8 the digits, one a byte, the first of them lowest, as in v3.
ACCRUE_V4 inline __m512i digits_of(__m512i numbers) {
    const auto high = _mm512_srli_epi64(_mm512_mul_epu32(numbers, _mm512_set1_epi64(3'518'437'209)), 45);
    const auto low = _mm512_sub_epi64(numbers, _mm512_mul_epu32(high, _mm512_set1_epi64(10'000)));
    const auto halves = _mm512_or_si512(high, _mm512_slli_epi64(low, 32));
    const auto hundreds = _mm512_srli_epi16(_mm512_mulhi_epu16(halves, _mm512_set1_epi16(5'243)), 3);
    const auto rest = _mm512_sub_epi16(halves, _mm512_mullo_epi16(hundreds, _mm512_set1_epi16(100)));
    const auto pairs = _mm512_or_si512(hundreds, _mm512_slli_epi32(rest, 16));
    const auto tens = _mm512_mulhi_epu16(pairs, _mm512_set1_epi16(6'554));
    const auto ones = _mm512_sub_epi16(pairs, _mm512_mullo_epi16(tens, _mm512_set1_epi16(10)));
    return _mm512_or_si512(tens, _mm512_slli_epi16(ones, 8));
}

// How many of its leading digits are zeros that are not shown.
ACCRUE_V4 inline __m512i blanks_of(__m512i digits) {
    const auto shown = _mm512_or_si512(digits, _mm512_set1_epi64(std::int64_t{1} << 40));
    const auto lowest = _mm512_and_si512(shown, _mm512_sub_epi64(_mm512_setzero_si512(), shown));
    const auto behind = _mm512_lzcnt_epi64(lowest);
    return _mm512_srli_epi64(_mm512_sub_epi64(_mm512_set1_epi64(63), behind), 3);
}

// Sixteen bytes four times. Of the plain intrinsic GCC 12 says that it reads what nobody set.
ACCRUE_V4 inline __m512i four_times(__m128i bytes) {
    return _mm512_maskz_broadcast_i32x4(0xFFFF, bytes);
}
template <class Byte>
ACCRUE_V4 inline __m512i four_times(const Byte* bytes) {
    return four_times(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes)));
}

// The texts of four amounts: with all eight digits, then moved over those that are not shown; what comes in
// behind them is none of the text.
class Texts {
  public:
    ACCRUE_V4 explicit Texts(const HundredthsForm& form)
        : digit_at_(four_times(form.digit_at())), fixed_(four_times(form.fixed())) {}

    ACCRUE_V4 __m512i of(__m512i digits, __m512i blanks, __m512i which) const {
        const auto whole =
            _mm512_or_si512(_mm512_shuffle_epi8(_mm512_permutexvar_epi64(which, digits), digit_at_), fixed_);
        const auto blank =
            _mm512_shuffle_epi8(_mm512_permutexvar_epi64(which, blanks), _mm512_setzero_si512());
        return _mm512_shuffle_epi8(whole, _mm512_add_epi8(places_, blank));
    }

  private:
    __m512i digit_at_, fixed_;
    __m512i places_ = four_times(_mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
};

ACCRUE_V4 inline void put_four(__m512i texts, Piece* pieces) {
    const auto put = [&](std::size_t i, __m128i text) ACCRUE_V4 {
        _mm_storeu_si128(reinterpret_cast<__m128i*>(pieces[i].bytes.data()), text);
    };
    put(0, _mm512_castsi512_si128(texts));
    put(1, _mm512_extracti32x4_epi32(texts, 1));
    put(2, _mm512_extracti32x4_epi32(texts, 2));
    put(3, _mm512_extracti32x4_epi32(texts, 3));
}

}  // namespace

ACCRUE_V4 void put_hundredths_of_rows(const HundredthsForm& form, const std::uint64_t* numbers,
                                      std::size_t count, Piece* pieces) {
    const Texts texts(form);
    const auto most_size = _mm512_set1_epi64(static_cast<std::int64_t>(form.size()));
    const auto first = _mm512_setr_epi64(0, 0, 1, 1, 2, 2, 3, 3),
               second = _mm512_setr_epi64(4, 4, 5, 5, 6, 6, 7, 7);
    for (std::size_t i = 0; i < count; i += numbers_at_once, pieces += numbers_at_once) {
        const auto digits = digits_of(_mm512_loadu_si512(numbers + i));
        const auto blanks = blanks_of(digits);
        put_four(texts.of(digits, blanks, first), pieces);
        put_four(texts.of(digits, blanks, second), pieces + 4);
        alignas(64) std::array<std::size_t, numbers_at_once> sizes;
        _mm512_store_si512(sizes.data(), _mm512_sub_epi64(most_size, blanks));
        for (std::size_t each = 0; each < numbers_at_once; ++each) pieces[each].size = sizes[each];
    }
}

}  // namespace accrue::report::v4

#endif
