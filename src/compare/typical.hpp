// compare/typical.hpp — One person-month that stands for all, and a path along which its result grows: the
// whole result, and with it what had come by each day, in the proportion that is usual.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compare/finding.hpp"
#include "curve/movement.hpp"

namespace accrue::compare {

// Of the result, by that day of the month.
struct ShareByDay {
    int day;
    Exact share;
};
// What the result is measured against.
struct Plan {
    core::InputId input;
    data::RowId row;
    Exact amount;  // above 0
};
struct Typical {
    std::size_t at = 0;  // the person-month, by its place in `Paid`
    data::RowId row;     // that is paid
    core::LevelId level;
    Exact result;
    std::optional<Plan> plan;
    std::vector<curve::Moving> movings;  // what follows the result
    std::vector<ShareByDay> by_day;
};
// Why there is no such path.
struct NoPath {
    std::string why;  // in a sentence; empty when no result is known
};
// The person-month with the median result; shares by day are those of the whole history, to 0.1 %. A result
// that rules add up grows in all its records alike.
std::variant<Typical, NoPath> typical(const Ground& ground);

}  // namespace accrue::compare
