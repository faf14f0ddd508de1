// number/decimal.hpp — Exact numbers as decimal text, in and out.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "number/exact.hpp"

namespace accrue {

// Plain digits with an optional point and leading minus, no groups, no exponent: `-1234.50`. Nothing else is
// taken.
std::optional<Exact> parse_decimal(std::string_view text);

// A number of the language: groups by one blank, U+00A0, U+202F or `_`, a point, then k, M, B, тыс, млн, млрд
// (with a blank before the Russian ones). Not the percent sign. The text has the form that the grammar gives
// it.
std::optional<Exact> parse_literal(std::string_view text);

// The decimal expansion when it ends: `1234.5`, `-0.01`; nothing for 1/3.
std::optional<std::string> terminating(const Exact& value);

// For machines: the terminating decimal, else the fraction: `1234.5`, `25000/3`.
std::string to_machine(const Exact& value);

// For people. Digits before the point in groups of three with `group` between them; at least `least` and at
// most `most` digits after the point; cut off (towards 0) with `…` behind it when there would be more.
struct DecimalStyle {
    std::string_view group = " ";
    int least = 0;
    int most = 6;
};
std::string to_people(const Exact& value, const DecimalStyle& style = {});

// Money with two digits: `42 000.00`; more when the value has more, or others beside it; `8 333.33…` when it
// does not end.
std::string money_text(const Exact& value, int least = 2);
// How many digits that shows.
int money_digits(const Exact& value);
// `0.5 %`: the value × 100 with the sign.
std::string percent_text(const Exact& value);

}  // namespace accrue
