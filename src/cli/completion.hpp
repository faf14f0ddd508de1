// cli/completion.hpp — What a shell offers behind `accrue` at the tabulator key, as a script in the language
// of that shell.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/requests.hpp"

namespace accrue::cli {

std::optional<Shell> shell_named(std::string_view name);

// Where nothing else is offered, files are.
std::string completion_script(Shell shell, const std::vector<OfferedCommand>& commands);

}  // namespace accrue::cli
