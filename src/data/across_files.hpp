// data/across_files.hpp — What the files of one level say otherwise than each other, or both.
#pragma once

#include <vector>

#include "data/frames.hpp"
#include "data/sheet.hpp"

namespace accrue::data {

// Are the rows of a further file told apart by the same columns as those of the files before it, and its
// cells in the same units? What is not is reported in the further one, whose rows do not fit theirs when it
// is of the columns: then false.
bool has_same_columns(const std::vector<Sheet*>& before, Sheet& further, const Sources& sources);

// Keys and names of rows above that are one word written in one way here and in another one there, and keys
// that sum up others: `Ivanov Total`.
void report_alike(const LevelRows& level, const std::vector<Sheet*>& files, const Sources& sources);

// Records that two files have. Their rows have their keys, and have not been sorted.
void report_copied(const LevelRows& level, const std::vector<Sheet*>& files, const Sources& sources);

// A row's number as it is told where rows of other files are, too: `may.csv:3`.
std::string line_of(const Sheet& sheet, std::uint32_t line, const Sources& sources);

}  // namespace accrue::data
