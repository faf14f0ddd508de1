// cli/recorded_run.hpp — The run that a manifest tells of, ready to be made again: its options, its schemes
// as they were, and where its files lie now.
#pragma once

#include <filesystem>
#include <optional>
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

// Where files lie that a manifest names as they were asked for: from the folder in which accrue was called,
// which the result's own place tells; beside the manifest; or where `--data` says.
class RecordedPlaces {
  public:
    // `data`: folders, files, or `level=FILE`.
    RecordedPlaces(const std::string& manifest, const evidence::Recorded& recorded,
                   std::vector<std::string> data);

    // Nothing where it lies nowhere. Of a table, its address.
    std::optional<std::string> input(const evidence::RecordedInput& input) const;
    std::optional<std::string> scheme(const std::string& name) const;
    std::optional<std::string> result(const std::string& name) const;

  private:
    std::optional<std::string> beside(const std::string& name) const;
    std::optional<std::string> said_of(const evidence::RecordedInput& input) const;
    std::optional<std::string> file_said(const std::string& where,
                                         const evidence::RecordedInput& input) const;

    std::string told_of_;  // the file beside which the manifest stands
    bool has_one_input_;
    std::vector<std::filesystem::path> folders_;  // the likeliest first
    std::vector<std::string> data_;
};

}  // namespace accrue::cli
