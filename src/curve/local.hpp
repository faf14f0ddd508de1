// curve/local.hpp — What a value is around one amount of what moves: a ratio of polynomials instead of a
// number, beside everything else that a value can be.
#pragma once

#include <optional>
#include <variant>

#include "curve/ratio.hpp"
#include "explain/evaluate.hpp"

namespace accrue::curve {

struct Rounder {
    Rounding mode;
    Exact step;
};
// Money or a number. Fine roundings are left out: what the scheme gives is at most `slack` away.
struct Amount {
    Ratio value;
    Exact slack = 0;
    std::optional<Rounder> rounded = {};  // … and it is just this rounding of `value`
};

enum class BeyondKind : std::uint8_t {
    rounded_compared,  // a fine rounding decides what comes next
    rounded_inside,    // … or multiplies
    too_high,          // polynomials of more than `most_degrees`
    paired,            // a condition that compares each row with the one that asks
    lots,
    coefficient,  // of a system of equations
    key,          // of a table from a file
    date,
    remainder,  // who takes the odd kopeck
};
// The rule `at` moves in a way that is not followed exactly.
struct Beyond {
    BeyondKind why;
    core::ExprId at;
    friend bool operator==(const Beyond&, const Beyond&) = default;
};
inline constexpr int most_degrees = 8;

// Texts, dates, months and yes/no are `core::Value`; amounts never are.
using Local = std::variant<Amount, core::Value, explain::Missing, explain::Failure, Beyond>;
Local local(const explain::Outcome& outcome);

const Amount* amount(const Local& local);
// The yes/no of a condition that has a value.
bool holds(const Local& condition);
// Do both say the same everywhere?
bool same(const Local& a, const Local& b);

}  // namespace accrue::curve
