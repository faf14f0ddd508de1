// data/excerpt.hpp — Some rows of a file as a text of their own: its header and these rows, byte for byte,
// and on which lines of the file they stand. A history that was read from excerpts can speak of the files.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "data/file.hpp"

namespace accrue::data {

// By line of an excerpt on which a row begins, rising: the line of the file.
using LinesOfFile = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

struct Excerpt {
    std::string text;
    LinesOfFile lines;
};
// The header stands at `header`. Rows that are named twice stand there once, all of them in the file's order.
Excerpt excerpt(std::string_view text, char delimiter, Place header, std::vector<Place> rows);
// Where the row on that line stands; lines before it hold no rows.
Place place_of_line(std::string_view text, std::uint32_t line);

// Rows and rows of references that were read from excerpts get the lines of their files.
void restore_lines(History& history, const std::map<SourceId, LinesOfFile>& excerpts);

}  // namespace accrue::data
