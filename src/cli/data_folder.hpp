// cli/data_folder.hpp — Which files of a folder hold the rows of a scheme's levels.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/session.hpp"
#include "cli/stored_tables.hpp"
#include "core/scheme.hpp"

namespace accrue::cli {

// A file or table whose rows are wanted.
struct NamedFile {
    std::string name;                            // of the level or reference
    std::string path;                            // of a table as it is shown
    bool is_chosen = false;                      // by its own `--data`, not by that of a folder
    bool is_left_out = false;                    // a workbook or database that is only told of
    std::optional<sources::Address> store = {};  // a workbook or database whose tables are still to be chosen
    std::optional<ChosenTable> table = {};       // of a database or workbook that is read
};
NamedFile named_table(const ChosenTable& chosen);

// `payment` of `history/payment.csv.gz`.
std::string name_of_file(const std::string& path);

// The only level or reference that must have a file; that may have any name.
std::optional<std::string> only_file(const core::Scheme& scheme);

// Those that are named after something in the scheme; of a sketch the only one. Workbooks and databases that
// are named after a level hold its rows; they are not opened here. Files that are nearly named so are taken,
// too, as what they are called, and told to be of no level. Stops when none is there.
// What is called after a level and is of a form that nobody reads here is told.
std::vector<NamedFile> files_in_folder(const core::Scheme& scheme, const std::filesystem::path& folder,
                                       Diagnostics& told);

// All that may hold rows, by their names.
std::vector<std::filesystem::path> tables_in(const std::filesystem::path& folder);

}  // namespace accrue::cli
