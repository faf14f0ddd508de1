// cli/data_files.hpp — Which file holds the rows of the scheme's level, and reading it.
#pragma once

#include <string>

#include "cli/requests.hpp"
#include "cli/session.hpp"
#include "core/scheme.hpp"
#include "data/read.hpp"

namespace accrue::cli {

// The one file that the paths name: the file itself, `level=FILE`, or in a folder the file named after the
// level (for a sketch: the folder's only CSV file). Stops when there is none or more than one.
std::string data_file(const core::Scheme& scheme, const std::vector<std::string>& paths);

data::ReadHistory load_history(Session& session, const core::Scheme& scheme, const DataChoice& choice);

// The same, for a command that computes: shows what was found and stops when there are errors.
data::ReadHistory load_sound_history(Session& session, const core::Scheme& scheme, const DataChoice& choice);

// What the keys of the data are called: the scheme's level; a sketch has none and takes the column's own
// name.
std::string key_name(const core::Scheme& scheme, const data::Understood& understood);

// Standard input can be the scheme or the data, not both.
void refuse_two_readers(const SchemeChoice& scheme, const DataChoice& data);

// What was read, in one line: `read person.csv: 24 rows by `name` and `month`, 2024-01 to 2025-12`.
std::string understood_line(const Sources& sources, const data::ReadHistory& read);

}  // namespace accrue::cli
