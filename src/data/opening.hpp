// data/opening.hpp — What the beginning of a file settles for all of its rows: how it is laid out, which
// column is what, how numbers and dates are written. Rows are then read from any place at which one begins.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/date_column.hpp"
#include "data/file.hpp"
#include "data/number_column.hpp"
#include "data/read.hpp"
#include "data/roles.hpp"
#include "data/troubles.hpp"
#include "data/wanted.hpp"

namespace accrue::data {

// What the command line says of one column.
struct Telling {
    std::optional<ToldNumbers> numbers;
    std::optional<BarePercents> percents;
    std::optional<ToldDates> dates;
};

// What cells decided, for those of other rows.
struct SettledColumn {
    SettledNumbers numbers;
    SettledDates dates;
};
struct Settled {
    SettledColumn period, from, to;
    std::vector<SettledColumn> columns;  // by wanted column
};

struct Opening {
    std::string name;  // of the file
    Wanted wanted;
    File file;  // no rows; its text ends behind the last one
    Roles roles;
    Understood understood;
    Troubles troubles;     // of the header, and of what the command line says
    Diagnostics not_text;  // why the file is no text at all

    bool has_rows = false;          // false: there is nothing to read, and `troubles` or `not_text` says why
    bool has_sound_header = false;  // no column is missing or unclear
    std::uint64_t begin = 0;        // behind the header; rows are read up to the end of `file.text`
    std::uint32_t line = 1;         // on which `begin` is

    Telling period, from, to;
    std::vector<Telling> columns;  // by wanted column
    Settled settled;               // by the first rows
};

// Of a long file the bytes far behind the header are not looked at: whether they are text is found by who
// reads them.
Opening open_sheet(Wanted wanted, SourceId source, const Sources& sources, const Told& told);

// Is something to be said of the header or the command line, or are there no rows?
bool has_something_to_report(const Opening& opening);
// Does every row say for itself whose and of when it is?
bool stands_by_key(const Opening& opening);

// For who reads a file in pieces: lets the first rows decide for all pieces what one piece alone may leave
// open, such as the order of `01/02/2026`.
void settle(Opening& opening);

// What is wrong with the quotes of a row.
void report_flaw(const Records& row, const File& file, Troubles& troubles);

}  // namespace accrue::data
