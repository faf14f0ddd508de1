// data/read.hpp — A CSV history into exact columns. Nothing is guessed in silence: what was decided is in
// `Understood`, what cannot be decided is an error with both readings.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "data/history.hpp"

namespace accrue::data {

// How a column writes its numbers, once decided.
struct NumberFormat {
    std::string group;  // "" when none was seen
    char point = '.';   // '.' or ','
};

struct Wishes {                                   // of the command line
    std::string key_column, month_column;         // empty: by their names, else by position
    std::map<std::string, std::string> numbers;   // column → `1.234,56`
    std::map<std::string, std::string> percents;  // column → `fractions` or `percents`
    std::map<std::string, std::string> dates;     // column → `DD/MM/YYYY`
    char delimiter = 0;                           // 0: by consistency
    std::size_t skip_lines = 0;                   // preamble to skip
    std::size_t skip_last_lines = 0;              // footer to skip
};

struct Understood {
    char delimiter = ',';
    std::string key_column, month_column;
    std::map<std::string, NumberFormat> numbers;  // by header
    std::vector<std::string> unused_columns;
    std::size_t rows = 0;

    std::string key_reason;                    // `named person`, `the first that no input reads`, …
    std::map<std::string, std::string> dates;  // by header: `DD/MM/YYYY`, where cells decided it
    std::size_t keys = 0;
    std::optional<Month> first_month, last_month;
    bool months_from_dates = false;  // the month column holds first or last days
    bool byte_order_mark = false;
    std::size_t header_line = 1;
};

struct ReadHistory {
    History history;  // whole when diagnostics hold no error
    Understood understood;
    Diagnostics diagnostics;
};
ReadHistory read_history(const core::Scheme& scheme, SourceId source, const Sources& sources,
                         const Wishes& wishes = {});

}  // namespace accrue::data
