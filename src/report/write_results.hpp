// report/write_results.hpp — The amounts of a run, for people and for machines.
#pragma once

#include <cstddef>
#include <iosfwd>

#include "report/promises.hpp"
#include "report/results.hpp"

namespace accrue::report {

// A table not wider than `width` columns; a longer listing where it would be.
void write_table(std::ostream& out, const Results& results, std::size_t width);

// One object of schema `accrue.run/1`, decimals as strings, a row a line.
void write_json(std::ostream& out, const Results& results, const std::vector<PromiseResult>& promises,
                const Sources& sources);

}  // namespace accrue::report
