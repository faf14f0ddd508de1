// cli/run_in_parts.hpp — A run of a long history, part by part.
#pragma once

#include <optional>

#include "cli/running.hpp"

namespace accrue::cli {

// Nothing when the history is short or must be run as a whole; nothing was shown or written then.
std::optional<Exit> run_in_parts(const Running& run);

}  // namespace accrue::cli
