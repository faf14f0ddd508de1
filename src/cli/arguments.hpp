// cli/arguments.hpp — The command line into a request. Whatever does not fit stops with what was meant
// instead.
#pragma once

#include <string>
#include <vector>

#include "cli/requests.hpp"

namespace accrue::cli {

enum class ColourWish { automatic, always, never };

struct Arguments {
    Request request;
    ColourWish colour = ColourWish::automatic;
};
Arguments parse_arguments(const std::vector<std::string>& args);

// `run`, `explain`, …
const std::vector<std::string>& command_names();

}  // namespace accrue::cli
