// report/digits.hpp — Whole counts of 10^-digits as decimal text, eight digits at a time.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace accrue::report {

// Room that every function here may need at `place`; more is written than the text that they end.
inline constexpr std::size_t digits_room = 48;

// The digits of a number below 10^8, one a byte, the first of them lowest. Two halves, then four quarters,
// then eight digits are divided at once in one word: 10486 / 2^20 is 1/100 and 103 / 2^10 is 1/10, near
// enough for numbers so small.
inline std::uint64_t eight_digits(std::uint64_t number) {
    const std::uint64_t halves = number / 10'000 | (number % 10'000) << 32U;
    const std::uint64_t hundreds = (halves * 10'486) >> 20U & 0x0000'007F'0000'007FU;
    const std::uint64_t pairs = (halves - hundreds * 100) << 16U | hundreds;
    const std::uint64_t tens = (pairs * 103) >> 10U & 0x000F'000F'000F'000FU;
    return tens | (pairs - tens * 10) << 8U;
}

inline constexpr std::uint64_t zeros = 0x3030'3030'3030'3030U;
inline constexpr std::uint64_t eight_digits_limit = 100'000'000;

inline void put(char* place, std::uint64_t word) {
    std::memcpy(place, &word, sizeof word);
}

// `place` behind what is written, here and below.
inline char* put_whole(char* place, std::uint64_t number) {
    if (number >= eight_digits_limit) {
        place = put_whole(place, number / eight_digits_limit);
        put(place, eight_digits(number % eight_digits_limit) | zeros);
        return place + 8;
    }
    const auto digits = eight_digits(number);
    const auto blank = static_cast<unsigned>(std::countr_zero(digits | std::uint64_t{1} << 56U)) / 8;
    put(place, (digits | zeros) >> blank * 8);
    return place + (8 - blank);
}

// 12345 as `123.45`: two digits behind the point, as most money has.
inline char* put_hundredths(char* place, std::uint64_t number, char point) {
    std::uint64_t digits = 0;
    unsigned blank = 0;
    if (number >= eight_digits_limit) {
        place = put_whole(place, number / eight_digits_limit);
        digits = eight_digits(number % eight_digits_limit);
    } else {
        digits = eight_digits(number);
        blank = static_cast<unsigned>(std::countr_zero(digits | std::uint64_t{1} << 40U)) / 8;
    }
    digits |= zeros;
    const auto whole = 6 - blank;
    put(place, digits >> blank * 8);
    place[whole] = point;
    const auto behind = static_cast<std::uint16_t>(digits >> 48U);
    std::memcpy(place + whole + 1, &behind, sizeof behind);
    return place + whole + 3;
}

inline constexpr int most_digits_behind = 18;
inline constexpr auto powers_of_ten = [] {
    std::array<std::uint64_t, most_digits_behind + 1> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
}();

// Count × 10^-digits; 0 to `most_digits_behind` digits.
inline char* put_decimal(char* place, std::int64_t count, int digits, char point) {
    *place = '-';
    place += count < 0 ? 1 : 0;
    const auto number = count < 0 ? 0 - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
    if (digits == 2) return put_hundredths(place, number, point);
    const auto power = powers_of_ten[static_cast<std::size_t>(digits)];
    place = put_whole(place, number / power);
    if (digits == 0) return place;
    *place++ = point;
    auto rest = number % power;
    for (char* behind = place + digits; behind != place; rest /= 10)
        *--behind = static_cast<char>('0' + rest % 10);
    return place + digits;
}

}  // namespace accrue::report
