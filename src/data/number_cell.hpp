// data/number_cell.hpp — One cell of a number column as it is written, taken apart but not yet read: whether
// its `.` is a point or parts groups is for the whole column to decide.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"
#include "number/exact.hpp"

namespace accrue::data {

// What stands between digits. U+00A0, U+202F, U+2009 and U+2007 are blanks.
enum class Mark : std::uint8_t { none, blank, apostrophe, point, comma };
std::string to_text(Mark mark);  // `.`; a blank is ` `

constexpr std::size_t most_digits = 40;

// The text `-1 234,50 тыс. руб.` has digits 123450, blank groups, a comma before the last 2 digits, scale 3.
struct NumberCell {
    std::array<char, most_digits> digits{};  // without leading zeros
    std::size_t digit_count = 0;
    Mark group = Mark::none;
    Mark decimal = Mark::none;
    int after = 0;           // digits behind `decimal`
    bool ambiguous = false;  // one `.` or `,` before three digits, held in `decimal`; may part groups
    bool negative = false;
    bool percent = false;
    int scale = 0;                // power of ten
    std::string_view currencies;  // those its sign may stand for; empty without one
    std::string_view body;        // `1 234,50`: the digits and what stands between them

    bool is_zero() const { return digit_count == 0; }
    // The value is digits × 10^exponent; `%` counts as 10^-2.
    int exponent() const { return scale - after - (percent ? 2 : 0); }
    std::string group_text() const;  // what parts the groups, as written
};

// Why a cell is no number, with the part that is to blame.
struct NotANumber {
    Kind kind;
    std::string_view part;
};

struct NumberReading {
    std::optional<NumberCell> cell;
    NotANumber trouble{};  // when there is no cell
};
// The text is trimmed and stands for something.
NumberReading take_apart(std::string_view text);

// The letter that stands where a number has a digit, `О` in `15О` or `l` in `l50`; empty when the text has
// other letters or no digits.
std::string_view letter_for_digit(std::string_view text);

// A dash beside a currency, `-   ₽`: how spreadsheets show 0 in their accounting format.
bool is_accounting_zero(std::string_view text);

// The whole number of at most 40 digits.
Exact whole_number(std::string_view digits);

}  // namespace accrue::data
