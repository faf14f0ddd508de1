// cli/recorded_run.hpp — The run that a manifest tells of, ready to be made again: its options, and its
// schemes as they were.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/requests.hpp"
#include "cli/scheme_file.hpp"
#include "evidence/recorded.hpp"

namespace accrue::cli {

// What the options of a manifest asked for; where its data lie and where results go is left open.
RunRequest recorded_request(const std::map<std::string, std::string>& options);

// A count of lines or columns that an option has. Stops when it is none.
std::size_t recorded_count(const std::string& option, const std::string& value);

// The schemes as the manifest has them, the one that was run first; those that they use are found among them.
LoadedScheme load_recorded(Session& session, const std::vector<evidence::RecordedScheme>& schemes);

}  // namespace accrue::cli
