// contest.hpp — A scheme in memory against the loop that one would write by hand over int64: both in turns,
// medians of five rounds, in processor time. Their sums must be equal.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/scheme.hpp"
#include "data/history.hpp"

namespace accrue::bench {

struct Contest {
    std::string title;
    core::Scheme scheme;
    data::History whole;       // run at once
    data::History part;        // run again and again, as a long file is run while it is read
    core::LevelId counted{0};  // by whose rows the times are divided
    // Writes what each row is paid, in hundredths, and gives the sum.
    std::function<std::int64_t(const data::History&, std::vector<std::int64_t>&)> by_hand;
};

// How many people make up a part.
std::size_t people_of_a_part(std::size_t months);

// Prints what came out; gives the program's exit code.
int held(const Contest& contest);

}  // namespace accrue::bench
