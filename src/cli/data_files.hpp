// cli/data_files.hpp — Which files hold the rows of the scheme's levels, and reading them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "cli/requests.hpp"
#include "cli/session.hpp"
#include "cli/stored_tables.hpp"
#include "core/scheme.hpp"
#include "data/read.hpp"

namespace accrue::cli {

// The files that the paths name: `level=FILE`, a file or the files of a folder that are named after a level,
// a records level or a reference; tables and sheets likewise (`shop.sqlite#payments`); of a scheme with one
// file any file (for a sketch: the folder's only CSV file). Stops when there is none, when it is not clear
// whose rows a file holds, or when two hold the same. With the period that is asked for: rows without an end
// date stand up to it.
DataChoice until(const core::Scheme& scheme, DataChoice choice, const std::optional<std::string>& period);

// The files and tables, taken in as text, and what was found on the way; with an error they are not to be
// read. What is known of tables' columns is told when it is understood which of them were read:
// `tables.reports(…)`.
struct OpenedData {
    std::vector<data::DataFile> files;
    std::vector<std::optional<Bytes>> bytes;  // by file, as they were read; none of tables
    Diagnostics diagnostics;
    std::vector<SourceId> no_texts;  // files whose bytes could not be taken for a text
    StoredTables tables;
};
OpenedData open_data(Session& session, const core::Scheme& scheme, const DataChoice& choice);
// Without a scheme: all that the paths lead to.
OpenedData open_data(Session& session, const DataChoice& choice);

data::ReadHistory read_opened(Session& session, const core::Scheme& scheme, const OpenedData& opened,
                              const DataChoice& choice, Workers& workers);
// To what was found while reading, what was found before it.
void add_found(const Session& session, const OpenedData& opened, data::ReadHistory& read);
// For a command that computes: shows what was found and stops when there are errors.
data::ReadHistory sound(Session& session, data::ReadHistory read);

// All in one, and `sound`.
data::ReadHistory load_history(Session& session, const core::Scheme& scheme, const DataChoice& choice);
data::ReadHistory load_sound_history(Session& session, const core::Scheme& scheme, const DataChoice& choice);

// The same, of one key: where its rows are enough and the files are long, only they are read, and that is
// said.
data::ReadHistory read_sound_of(Session& session, const core::Scheme& scheme, const OpenedData& opened,
                                const DataChoice& choice, const std::optional<std::string>& key,
                                Workers& workers);
data::ReadHistory load_sound_history_of(Session& session, const core::Scheme& scheme,
                                        const DataChoice& choice, const std::optional<std::string>& key);

// What the keys of the data are called: the scheme's level; a sketch has none and takes the column's own
// name.
std::string key_name(const core::Scheme& scheme, const std::vector<data::Understood>& understood);

// Standard input can be the scheme or the data, not both.
void refuse_two_readers(const SchemeChoice& scheme, const DataChoice& data);

// What was read, a line for each file: `read person.csv: 24 rows by `name` and `month`, 2024-01 to 2025-12`.
std::vector<std::string> understood_lines(const Sources& sources, const data::ReadHistory& read);
// The same, and below each line all that was understood of its file.
void show_understood(Session& session, const data::ReadHistory& read);

}  // namespace accrue::cli
