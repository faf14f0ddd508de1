// data/inspect.hpp — What was understood of a file, in words.
#pragma once

#include <string>
#include <vector>

#include "data/read.hpp"

namespace accrue::data {

// How a column writes 1234.56; `1234` where no cell has a fraction.
std::string as_written(const NumberFormat& format);

// `cells are parted by ;`, `key: column `person`, by its name`, …
std::vector<std::string> described(const Understood& understood);

// The first of them alone: how its text is written.
std::string described_text(const Understood& understood);

}  // namespace accrue::data
