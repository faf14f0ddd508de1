// cli/run_whole.hpp — A run of a history that is in memory as a whole.
#pragma once

#include "cli/running.hpp"

namespace accrue::cli {

Exit run_whole(const Running& run);

}  // namespace accrue::cli
