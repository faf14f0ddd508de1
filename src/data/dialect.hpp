// data/dialect.hpp — How a file is laid out: what parts its cells and where its header stands.
#pragma once

#include <set>
#include <string>

#include "data/read.hpp"
#include "data/roles.hpp"
#include "data/troubles.hpp"
#include "data/wanted.hpp"

namespace accrue::data {

struct Dialect {
    char delimiter = ',';
    std::uint64_t begin = 0;  // byte at which the header stands
    std::uint32_t line = 1;   // its line
    std::uint64_t end = 0;    // byte behind the last row
};

// Decided by the names that are wanted and by consistency over the beginning of the file; a file that
// goes on otherwise has ragged rows, which are errors.
std::optional<Dialect> dialect_of(const Wanted& wanted, SourceId source, const Sources& sources,
                                  const Told& told, Troubles& troubles);

// A number or a day, which no column is called.
bool looks_like_data(std::string_view cell);

// What stands between any delimiters of a line that is not looked at more closely, folded.
std::set<std::string> cells_of_line(std::string_view line);

// The header as it is compared: folded; `_` and blanks left out.
std::string loosely_folded(std::string_view header);

}  // namespace accrue::data
