// cli/arguments.hpp — The command line into a request. Whatever does not fit stops with what was meant
// instead.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/language.hpp"
#include "cli/requests.hpp"

namespace accrue::cli {

enum class ColourWish { automatic, always, never };

struct Arguments {
    Request request;
    ColourWish colour = ColourWish::automatic;
};
// What `--lang` says, looked up before anything else, so that a refusal of the line is in that language too.
std::optional<Language> language_wish(const std::vector<std::string>& args);
Arguments parse_arguments(const std::vector<std::string>& args);

// `run`, `explain`, …
const std::vector<std::string>& command_names();

}  // namespace accrue::cli
