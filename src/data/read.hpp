// data/read.hpp — A CSV history into exact columns. Nothing is guessed in silence: what was decided is in
// `Understood`, what cannot be decided is an error with both readings.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/parallel.hpp"
#include "data/history.hpp"
#include "data/origin.hpp"

namespace accrue::data {

// How a column writes its numbers, once decided.
struct NumberFormat {
    std::string group;  // "" when none was seen
    char point = '.';   // '.' or ','
    bool has_point =
        true;  // some cell shows it, or the command line; else `point` is what nothing contradicts
};

enum class Holds : std::uint8_t { rows, records, reference };
std::string_view to_text(Holds holds);  // `rows`, for machines

// When the rows of a file hold.
enum class Dated : std::uint8_t {
    by_period,   // each in the one period that a column names
    by_name,     // all in the one that the name of the file or table says
    from_to,     // in all periods between two dates
    by_date,     // records: each on a day
    everywhere,  // nothing says when: in all periods that other files name
};

// Of the command line. A column is named as in its file, or with the file before it: `payment.amount`.
struct Wishes {
    std::string key_column, month_column;         // empty: by their names, else by position
    std::map<std::string, std::string> numbers;   // column → `1.234,56`
    std::map<std::string, std::string> percents;  // column → `fractions` or `percents`
    std::map<std::string, std::string> dates;     // column → `DD/MM/YYYY`
    std::optional<Period> until;                  // rows without an end stand up to here at least
};

// What is said of how the text of one file is laid out.
struct LaidOut {
    char delimiter = 0;               // 0: by consistency
    std::size_t skip_lines = 0;       // preamble to skip
    std::size_t skip_last_lines = 0;  // footer to skip
};

// What was understood of one file.
struct Understood {
    SourceId source;
    std::string of;  // the level or reference whose rows it holds
    Holds holds = Holds::rows;
    Dated dated = Dated::by_period;
    Calendar calendar;
    char delimiter = ',';
    std::string key_column;
    std::string month_column;                     // that names the period, or the date of a record
    std::string from_column, to_column;           // of rows that hold between dates
    std::string parent_column;                    // that names the row above
    std::map<std::string, NumberFormat> numbers;  // by header
    std::vector<std::string> unused_columns;
    std::size_t rows = 0;

    std::string key_reason;                    // `named person`, `the first that no input reads`, …
    std::map<std::string, std::string> dates;  // by header: `DD/MM/YYYY`, where cells decided it
    std::size_t keys = 0;
    std::optional<Period> first_period, last_period;
    bool months_from_dates = false;  // the month column holds first or last days
    bool byte_order_mark = false;
    Origin origin;
    std::size_t header_line = 1;
};

// How a file's text is laid out: as somebody wrote it; ours, of a sheet, commas between the cells and perhaps
// lines above its header; ours, of a database's table, with the header first and nothing behind the last row.
enum class Layout : std::uint8_t { found, sheet, table };

// A file, and what it is named after: `payment` of `payment=FILE` or of `payment.csv`. A single file may have
// any name when the scheme wants just one.
struct DataFile {
    SourceId source;
    std::string name;
    Layout layout = Layout::found;
    Origin origin = {};
    LaidOut laid_out = {};
    std::string called = {};  // by options that are said of it alone; empty: there is no other
};

struct ReadHistory {
    History history;                     // whole when diagnostics hold no error
    std::vector<Understood> understood;  // a file each
    Diagnostics diagnostics;
};
// The names of all levels and references, after which files are named; and of those that must have a file.
std::vector<std::string> names_of_files(const core::Scheme& scheme);
std::vector<std::string> names_of_needed_files(const core::Scheme& scheme);
// On several cores, which changes nothing; without workers on one.
ReadHistory read_history(const core::Scheme& scheme, const std::vector<DataFile>& files,
                         const Sources& sources, const Wishes& wishes, Workers& workers);
ReadHistory read_history(const core::Scheme& scheme, const std::vector<DataFile>& files,
                         const Sources& sources, const Wishes& wishes = {});

}  // namespace accrue::data
