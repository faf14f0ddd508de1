// Amounts as text for x86-64-v3 (AVX2), four at a time.
#include "report/hundredths.hpp"

#if defined(__x86_64__)

#include <immintrin.h>

namespace accrue::report::v3 {
namespace {

#define ACCRUE_V3 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))

// Of each of four numbers below 10^8 the digits, one a byte, the first of them lowest. Halves of four digits
// are divided by 100, their quarters by 10; the factors are near enough to 2^45 / 10^4, 2^19 / 100, 2^16 / 10
// for numbers so small.
ACCRUE_V3 inline __m256i digits_of(__m256i numbers) {
    const auto high = _mm256_srli_epi64(_mm256_mul_epu32(numbers, _mm256_set1_epi64x(3'518'437'209)), 45);
    const auto low = _mm256_sub_epi64(numbers, _mm256_mul_epu32(high, _mm256_set1_epi64x(10'000)));
    const auto halves = _mm256_or_si256(high, _mm256_slli_epi64(low, 32));
    const auto hundreds = _mm256_srli_epi16(_mm256_mulhi_epu16(halves, _mm256_set1_epi16(5'243)), 3);
    const auto rest = _mm256_sub_epi16(halves, _mm256_mullo_epi16(hundreds, _mm256_set1_epi16(100)));
    const auto pairs = _mm256_or_si256(hundreds, _mm256_slli_epi32(rest, 16));
    const auto tens = _mm256_mulhi_epu16(pairs, _mm256_set1_epi16(6'554));
    const auto ones = _mm256_sub_epi16(pairs, _mm256_mullo_epi16(tens, _mm256_set1_epi16(10)));
    return _mm256_or_si256(tens, _mm256_slli_epi16(ones, 8));
}

template <class Byte>
ACCRUE_V3 inline __m128i load(const Byte* bytes) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
}

// At `places + n`: the places from n on, then none.
constexpr auto places = [] {
    std::array<std::uint8_t, 2 * Piece::short_size> numbers{};
    for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = static_cast<std::uint8_t>(i < Piece::short_size ? i : 0x80);
    return numbers;
}();

ACCRUE_V3 inline void put(const HundredthsForm& form, std::uint64_t digits, Piece& piece) {
    const auto blank = _tzcnt_u64(digits | std::uint64_t{1} << 40U) / 8;
    const auto spread =
        _mm_shuffle_epi8(_mm_cvtsi64_si128(static_cast<long long>(digits)), load(form.digit_at()));
    const auto text = _mm_shuffle_epi8(_mm_or_si128(spread, load(form.fixed())), load(places.data() + blank));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(piece.bytes.data()), text);
    piece.size = form.size() - blank;
}

}  // namespace

ACCRUE_V3 void put_hundredths_of_rows(const HundredthsForm& form, const std::uint64_t* numbers,
                                      std::size_t count, Piece* pieces) {
    for (std::size_t i = 0; i < count; i += 4) {
        const auto digits = digits_of(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(numbers + i)));
        const auto low = _mm256_castsi256_si128(digits), high = _mm256_extracti128_si256(digits, 1);
        put(form, static_cast<std::uint64_t>(_mm_cvtsi128_si64(low)), pieces[i]);
        put(form, static_cast<std::uint64_t>(_mm_extract_epi64(low, 1)), pieces[i + 1]);
        put(form, static_cast<std::uint64_t>(_mm_cvtsi128_si64(high)), pieces[i + 2]);
        put(form, static_cast<std::uint64_t>(_mm_extract_epi64(high, 1)), pieces[i + 3]);
    }
}

}  // namespace accrue::report::v3

#endif
