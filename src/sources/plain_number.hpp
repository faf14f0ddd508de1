// sources/plain_number.hpp — A number as a machine writes it (`4.7250000000000003E7`), written with digits
// and a point alone.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace accrue::sources {

struct PlainNumber {
    std::string text;
    bool is_cut = false;        // it had more digits than are kept
    bool has_fraction = false;  // something stands behind the point
};

constexpr std::size_t all_digits = std::numeric_limits<std::size_t>::max();

// Rounded half up to so many significant digits. Nothing when the text is no number, or is further from 1
// than any amount: 10^±40.
std::optional<PlainNumber> plain_number(std::string_view written, std::size_t digits = all_digits);

// How many bits of digits a binary number has: beyond 2 to that power not every whole number is one.
constexpr int bits_of_single = 24, bits_of_double = 53;
// May a binary number be another than the one that was meant? Small whole numbers never are.
bool may_be_another(const PlainNumber& number, int bits);

// The shortest decimal that names the same binary number.
std::string shortest_decimal(double value);

}  // namespace accrue::sources
