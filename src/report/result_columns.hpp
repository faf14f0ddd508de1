// report/result_columns.hpp — What columns the rows of a level have where each pay line has its own.
#pragma once

#include <string>
#include <vector>

#include "report/lines.hpp"

namespace accrue::report {

struct ResultColumn {
    std::string name;  // of all columns of a level no two are alike but for case
    CellContent content;
};
// The keys, the period, of records their date, the pay lines and, of several, their total `pay`.
std::vector<ResultColumn> result_columns(const Outline& outline, const PaidLevel& level);

// The levels whose keys name the rows of any level that is paid, inner ones first.
std::vector<core::LevelId> key_levels(const Outline& outline);
bool is_of_records(const Outline& outline, const PaidLevel& level);

}  // namespace accrue::report
