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
    std::string scheme;  // in bench/schemes
    // So many people with all their months. The whole is run at once and every amount kept; beside it as many
    // rows in parts, one after the other, as a long file is run, for the sum alone.
    std::function<data::History(std::size_t people)> history;
    std::size_t millions = 2;  // rows of the whole by which times are divided, unless said
    core::LevelId counted{0};  // those of this level
    // Writes what each row is paid, in hundredths, and gives the sum.
    std::function<std::int64_t(const data::History&, std::vector<std::int64_t>&)> by_hand;
};

// Prints what came out; gives the program's exit code. The first argument says how many million rows.
int held(const Contest& contest, int count, char** words);

}  // namespace accrue::bench
