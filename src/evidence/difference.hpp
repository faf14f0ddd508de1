// evidence/difference.hpp — What changed between two texts: which lines, and of tables which cells.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace accrue::evidence {

// Without their line breaks.
std::vector<std::string_view> lines_of(std::string_view text);

// A line of the one text and the line of the other in its place; none where it has none. Lines are numbered
// from 1 and come without their line breaks.
struct Line {
    std::size_t number = 0;
    std::string_view text;
};
struct ChangedLine {
    std::optional<Line> before, after;
};

// In order. Lines that are added or taken away between equal ones are told from those that were changed; of
// texts too different for that, each line is held against that of the same number behind the first one that
// differs.
std::vector<ChangedLine> changed_lines(std::string_view before, std::string_view after);

// A cell that differs, of a line whose first cells say whose it is.
struct ChangedCell {
    std::string column;
    std::string before, after;
};
// The cells of two lines of a table that differ; `header` is the table's first line. Nothing when the lines
// have not as many cells.
std::optional<std::vector<ChangedCell>> changed_cells(std::string_view header, std::string_view before,
                                                      std::string_view after, char delimiter);
// The cells of a line, without quotes.
std::vector<std::string> cells_of(std::string_view line, char delimiter);

}  // namespace accrue::evidence
