// data/wanted.hpp — What a file is wanted for: the rows of a level, records, or a reference; and which
// columns are looked for in it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/scheme.hpp"
#include "data/read.hpp"

namespace accrue::data {

struct NamedLevel {
    core::LevelId level;
    std::string name;
};

// A column that is looked for by a name.
struct WantedColumn {
    core::Input input;          // of a reference's key or field: made like one
    core::InputId id;           // of a level
    bool is_signature = false;  // who set a signed input, or why: no default when it is absent
};

struct Wanted {
    Holds holds = Holds::rows;
    std::string name;
    core::LevelId level;          // of rows and records
    core::ReferenceId reference;  // of a reference
    Calendar calendar;
    bool is_sketch = false;
    bool has_key = true;                // rows of `everything` have none
    bool takes_dates = false;           // the level has inputs from the columns `from` and `to`
    bool is_alone = true;               // no other file can name periods
    bool is_one_of_several = false;     // there are other files of its rows
    std::optional<Period> name_says{};  // the period in the file's name
    bool is_of_a_period = false;        // one of several files, whose name says a period without a year

    // What the file's name says of rows that do not say it; a list of everybody may have a month in its name,
    // too.
    std::optional<Period> named_period() const {
        return is_one_of_several || is_alone ? name_says : std::nullopt;
    }
    // Is it a mistake when neither the rows nor the name say when they hold?
    bool must_say_period() const { return is_alone || is_of_a_period; }

    // Inputs that are read from columns of their names; of a reference its keys, then its fields.
    std::vector<WantedColumn> columns;
    std::optional<NamedLevel> parent;  // the level above, when rows must say in which of its rows they stand
    std::vector<std::string> parent_headers;  // further names of the column that says it
    std::vector<NamedLevel> beside;   // of records: levels inside the parent, whose column may say it instead
    std::vector<std::string> levels;  // the names of all levels
};
Wanted wanted_rows(const core::Scheme& scheme, core::LevelId level);
Wanted wanted_rows(const core::Scheme& scheme, core::ReferenceId reference);

// Must there be a file? A level without one has the rows that rows inside it name, and no cells.
bool needs_file(const core::Scheme& scheme, core::LevelId level);

}  // namespace accrue::data
