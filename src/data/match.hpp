// data/match.hpp — Which file holds what, and what the command line says of each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/read.hpp"
#include "data/roles.hpp"
#include "data/sheet.hpp"
#include "data/wanted.hpp"

namespace accrue::data {

// A level or a reference, and its files, by their names; a reference has one.
struct Match {
    Wanted wanted;
    std::vector<DataFile> files;
    bool is_needed = false;
};

// By level, then by reference. Files that nothing wants and files that lack are reported.
std::vector<Match> matched(const core::Scheme& scheme, const std::vector<DataFile>& files,
                           const Sources& sources, Diagnostics& diagnostics);

// Are lines below the rows of one of them to be skipped?
bool has_footer(const std::vector<DataFile>& files);

// Can just one of them say which periods there are?
bool is_alone(const std::vector<Match>& matches);

// `payment.amount` is said of one level's files, `amount` of all that have such a column.
Told told_for(const Wanted& wanted, const DataFile& file, const std::vector<Match>& matches,
              const Wishes& wishes);

// What the name of a file, or of a table, says of a period; that of a sheet, which may be called anything,
// together with its workbook's.
struct PeriodOfName {
    std::optional<Period> period;
    bool has_part = false;          // a number or the name of a month
    std::optional<Period> other{};  // which the workbook's name says, where the sheet's says one
};
PeriodOfName period_of_name(const DataFile& file, const Sources& sources, const Calendar& calendar);

// How the file's text is laid out. Nobody need say it of a text of ours, and what is said speaks of other
// files.
void lay_out(Told& told, const DataFile& file);

// A column that is looked for in all files must be read from one of them.
void check_wishes(const std::vector<Sheet>& sheets, const std::vector<Match>& matches, const Wishes& wishes,
                  Diagnostics& diagnostics);

}  // namespace accrue::data
