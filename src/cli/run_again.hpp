// cli/run_again.hpp — The run that a manifest tells of, made once more in a folder of its own.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/session.hpp"
#include "evidence/recorded.hpp"
#include "sources/tables.hpp"

namespace accrue::cli {

// A folder for what is computed again; it goes with everything in it.
class ScratchFolder {
  public:
    ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder();
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

struct Again {
    std::optional<evidence::Recorded> manifest;  // none: it could not be computed
    std::string path;                            // of the result
    std::vector<std::string> messages;           // why
    std::string unit = "month";                  // the name of the scheme's period
};
// `places`: where the inputs lie now, in their order.
Again run_again(const evidence::Recorded& recorded, const std::vector<std::string>& places,
                const std::filesystem::path& folder, std::size_t threads, const Session& session);

// Is it a table of a database or a sheet of a workbook, not a file?
bool is_table(const std::string& place);

// Manifests of tables stand beside them, in a table of their own; `result` is the table that one tells of,
// the first one where that is empty.
std::optional<std::string> manifest_in(const sources::Address& address, const std::string& result);

}  // namespace accrue::cli
