// report/corrections.hpp — What closed periods would pay with the data of today: differences to be carried
// into a later period, never a paid period overwritten.
#pragma once

#include <string>
#include <vector>

#include "report/results.hpp"

namespace accrue::report {

struct Correction {
    core::LevelId level;
    std::string key;
    Period period;
    core::DefinitionId pay;
    Exact was = 0, is_now = 0;  // 0 where the key has no row of that period
};

// Of periods before `current`: every amount that is another now, by key, then period, then as the scheme
// writes the lines. Both are results of one scheme.
std::vector<Correction> corrections(const Results& before, const Results& now, Period current);

// For machines: a header, then a line each: key, period, component, was, now, correction.
std::string corrections_csv(const Results& now, const std::vector<Correction>& corrections);
std::string corrections_json(const Results& now, const std::vector<Correction>& corrections, Period current);

}  // namespace accrue::report
