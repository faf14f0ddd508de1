// compare/report.hpp — The whole report on several schemes: its answer in a sentence, then each finding; and
// the forms in which people and machines read it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "compare/finding.hpp"

namespace accrue::compare {

// A question of the reader, and where the findings that answer it begin.
struct Chapter {
    std::string title;
    std::size_t first = 0;
};
struct Report {
    std::string opening;                // the answer, with numbers
    std::vector<std::string> cautions;  // what these numbers do not say
    std::vector<Finding> findings;      // those that say something, in the order of a reader's questions
    std::vector<Chapter> chapters;      // each with at least one finding
    std::string currency;
    std::string command{};  // that makes this report again, as it is typed

    // Of the chapter at that place.
    std::span<const Finding> findings_of(std::size_t chapter) const;
};
Report report(const Ground& ground);

// For a terminal of so many columns; ends in a line break.
std::string to_text(const Report& report, std::size_t width);
// Schema `accrue.comparison/1`: every table, amounts as exact decimals or fractions.
std::string to_json(const Report& report);
// One page without scripts. The pictures are drawn from the tables below them.
std::string to_html(const Report& report);
// One table: a header line, then its rows, exact.
std::string to_csv(const Finding& finding);

}  // namespace accrue::compare
