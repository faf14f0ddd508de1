// cli/unfinished_files.hpp — Files, and folders of files, that must not stay behind when a signal ends the
// program: SIGINT, SIGTERM and SIGHUP remove them first.
#pragma once

#include <string>

namespace accrue::cli::unfinished {

// From the program's one thread that writes. A file beyond the few that there is room for stays behind.
void remember(const std::string& path);
void forget(const std::string& path);
// All that are remembered; for signal handlers.
void remove_all();

}  // namespace accrue::cli::unfinished
