// data/guess.hpp — What the columns of a file are while no scheme says it: each is what most of its cells can
// be read as, and is then read by the readers that the inputs of a scheme have.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/parallel.hpp"
#include "core/scheme.hpp"
#include "data/read.hpp"
#include "data/roles.hpp"

namespace accrue::data {

// At least half of a column of texts can be read as something else.
struct NearlyAll {
    core::TypeKind kind = core::TypeKind::text;
    bool is_percent = false;
    std::size_t cells = 0;
    std::string other;  // the first that cannot, as written
};

struct GuessedColumn {
    std::string header;
    core::TypeKind kind = core::TypeKind::text;
    bool is_percent = false;
    std::size_t filled = 0;                                    // cells
    std::optional<std::pair<core::Value, core::Value>> range;  // of numbers, dates and months
    std::size_t texts = 0;                                     // different ones, of a text column
    std::string example;                                       // the first cell of its kind, as written
    std::optional<NearlyAll> nearly;
};
struct GuessedFile {
    Understood understood;
    std::vector<GuessedColumn> columns;  // none when the file cannot be read at all
    Diagnostics reports;
};
GuessedFile guessed(const DataFile& file, const Sources& sources, Told told, Workers& workers);

}  // namespace accrue::data
