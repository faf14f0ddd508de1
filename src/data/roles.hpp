// data/roles.hpp — Which column of a file is what: the key, the period, the row above, an input, or nothing
// that the scheme reads.
#pragma once

#include <optional>

#include "data/file.hpp"
#include "data/read.hpp"
#include "data/troubles.hpp"
#include "data/wanted.hpp"

namespace accrue::data {

enum class KeyBy : std::uint8_t { name, level_name, wish, position, nothing };

// What the command line says of one file.
struct Told {
    Wishes of_file;    // of this file: what does not fit is a mistake
    Wishes of_others;  // of any file that has such a column
    Layout layout = Layout::found;
    LaidOut laid_out = {};
    std::string called = {};  // as in `DataFile`
};

// The option's text for a column, found by its folded header.
const std::string* wish_for(const Told& told, std::map<std::string, std::string> Wishes::* wishes,
                            const std::string& header);

struct Roles {
    std::optional<std::uint32_t> key;  // of records: the name of the row above; none: one key, which is empty
    KeyBy key_by = KeyBy::nothing;
    core::LevelId key_of;  // of records: the level whose keys these are
    Dated dated = Dated::everywhere;
    std::optional<std::uint32_t> period;                // or a record's date
    std::optional<std::uint32_t> from, to;              // days
    std::optional<std::uint32_t> parent;                // the name of the row above; not of records
    std::vector<std::optional<std::uint32_t>> columns;  // by wanted column
    std::vector<std::uint32_t> unused;
    std::optional<Diagnostic> no_period;  // to be reported when nothing else names periods
};

// Decided by the headers; what cannot be decided is reported.
Roles roles_of(const Wanted& wanted, const File& file, const Told& told, Troubles& troubles);

}  // namespace accrue::data
