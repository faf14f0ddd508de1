// cli/data_files.hpp — Which files hold the rows of the scheme's levels, and reading them.
#pragma once

#include <string>

#include "cli/requests.hpp"
#include "cli/session.hpp"
#include "core/scheme.hpp"
#include "data/read.hpp"

namespace accrue::cli {

// The files that the paths name: `level=FILE`, a file or the files of a folder that are named after a level,
// a records level or a reference; of a scheme with one file any file (for a sketch: the folder's only CSV
// file). Stops when there is none, when it is not clear whose rows a file holds, or when two hold the same.
// With the period that is asked for: rows without an end date stand up to it.
DataChoice until(const core::Scheme& scheme, DataChoice choice, const std::optional<std::string>& period);

data::ReadHistory load_history(Session& session, const core::Scheme& scheme, const DataChoice& choice);

// The same, for a command that computes: shows what was found and stops when there are errors.
data::ReadHistory load_sound_history(Session& session, const core::Scheme& scheme, const DataChoice& choice);

// What the keys of the data are called: the scheme's level; a sketch has none and takes the column's own
// name.
std::string key_name(const core::Scheme& scheme, const std::vector<data::Understood>& understood);

// Standard input can be the scheme or the data, not both.
void refuse_two_readers(const SchemeChoice& scheme, const DataChoice& data);

// What was read, a line for each file: `read person.csv: 24 rows by `name` and `month`, 2024-01 to 2025-12`.
std::vector<std::string> understood_lines(const Sources& sources, const data::ReadHistory& read);

}  // namespace accrue::cli
