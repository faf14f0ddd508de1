// data/files_together.hpp — The rows of several files of one level, one behind the other.
#pragma once

#include "data/frames.hpp"

namespace accrue::data {

// Those of a further file behind all there are. Texts of both have their numbers from one place.
void append_file(LevelRows& all, LevelRows file);

}  // namespace accrue::data
