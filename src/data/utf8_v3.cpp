// UTF-8 for x86-64-v3, 32 bytes at a time, by the tables of Keiser and Lemire ("Validating UTF-8 in less than
// one instruction per byte", 2020): each pair of neighbouring bytes has, by three of its half bytes, bits for
// what is wrong with it.
#include "data/block_loops_v3.hpp"

#if defined(__x86_64__)

#include <immintrin.h>

#include <algorithm>
#include <array>

namespace accrue::data::v3 {
namespace {

constexpr std::uint8_t too_short = 1 << 0, too_long = 1 << 1, overlong_3 = 1 << 2, surrogate = 1 << 4,
                       overlong_2 = 1 << 5, too_large = 1 << 3, too_large_1000 = 1 << 6,
                       two_continued = 1 << 7, overlong_4 = 1 << 6,
                       carry = too_short | too_long | two_continued;

using HalfBytes = std::array<std::uint8_t, 16>;
constexpr HalfBytes first_high = {too_long,
                                  too_long,
                                  too_long,
                                  too_long,
                                  too_long,
                                  too_long,
                                  too_long,
                                  too_long,
                                  two_continued,
                                  two_continued,
                                  two_continued,
                                  two_continued,
                                  too_short | overlong_2,
                                  too_short,
                                  too_short | overlong_3 | surrogate,
                                  too_short | too_large | too_large_1000 | overlong_4};
constexpr std::uint8_t large_low = carry | too_large | too_large_1000;
constexpr HalfBytes first_low = {carry | overlong_3 | overlong_2 | overlong_4,
                                 carry | overlong_2,
                                 carry,
                                 carry,
                                 carry | too_large,
                                 large_low,
                                 large_low,
                                 large_low,
                                 large_low,
                                 large_low,
                                 large_low,
                                 large_low,
                                 large_low,
                                 large_low | surrogate,
                                 large_low,
                                 large_low};
constexpr std::uint8_t continued = too_long | overlong_2 | two_continued;
constexpr HalfBytes second_high = {too_short,
                                   too_short,
                                   too_short,
                                   too_short,
                                   too_short,
                                   too_short,
                                   too_short,
                                   too_short,
                                   continued | overlong_3 | too_large_1000 | overlong_4,
                                   continued | overlong_3 | too_large,
                                   continued | surrogate | too_large,
                                   continued | surrogate | too_large,
                                   too_short,
                                   too_short,
                                   too_short,
                                   too_short};

ACCRUE_V3 inline __m256i load(const char* place) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(place));
}

ACCRUE_V3 inline __m256i looked_up(const HalfBytes& table, __m256i half_bytes) {
    return _mm256_shuffle_epi8(
        _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data()))),
        half_bytes);
}

ACCRUE_V3 inline __m256i high_half(__m256i bytes) {
    return _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0F));
}

// The bytes that stand n before those of `here`.
template <int n>
ACCRUE_V3 inline __m256i before(__m256i here, __m256i earlier) {
    return _mm256_alignr_epi8(here, _mm256_permute2x128_si256(earlier, here, 0x21), 16 - n);
}

ACCRUE_V3 inline __m256i wrong_in(__m256i here, __m256i earlier) {
    const auto first = before<1>(here, earlier);
    const auto pairs = _mm256_and_si256(
        _mm256_and_si256(looked_up(first_high, high_half(first)),
                         looked_up(first_low, _mm256_and_si256(first, _mm256_set1_epi8(0x0F)))),
        looked_up(second_high, high_half(here)));
    const auto third = _mm256_subs_epu8(before<2>(here, earlier), _mm256_set1_epi8(0xE0 - 0x80));
    const auto fourth = _mm256_subs_epu8(before<3>(here, earlier), _mm256_set1_epi8(0xF0 - 0x80));
    const auto must_go_on =
        _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8(static_cast<char>(0x80)));
    return _mm256_xor_si256(must_go_on, pairs);
}

}  // namespace

// A character that is cut off at the end is followed by a blank here.
ACCRUE_V3 bool is_utf8_text(std::string_view bytes) {
    auto earlier = _mm256_setzero_si256(), wrong = earlier, zeros = earlier;
    const auto look_at = [&](__m256i here) ACCRUE_V3 {
        zeros = _mm256_or_si256(zeros, _mm256_cmpeq_epi8(here, _mm256_setzero_si256()));
        wrong = _mm256_or_si256(wrong, wrong_in(here, earlier));
        earlier = here;
    };
    std::size_t place = 0;
    for (; place + 32 <= bytes.size(); place += 32) look_at(load(bytes.data() + place));
    std::array<char, 32> rest{};
    rest.fill(' ');
    std::copy(bytes.begin() + static_cast<std::ptrdiff_t>(place), bytes.end(), rest.begin());
    look_at(load(rest.data()));
    wrong = _mm256_or_si256(wrong, zeros);
    return _mm256_testz_si256(wrong, wrong) != 0;
}

}  // namespace accrue::data::v3

#endif
