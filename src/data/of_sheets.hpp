// data/of_sheets.hpp — The sheets of all files into one history, and what in them does not fit together.
#pragma once

#include <optional>
#include <vector>

#include "data/sheet.hpp"

namespace accrue::data {

// A part of a history has some keys with all of their rows.
enum class Extent : std::uint8_t { whole, part };

struct AllSheets {
    const core::Scheme& scheme;
    std::vector<Sheet>& sheets;
    Texts& texts;
    const Sources& sources;
    std::optional<Period> until{};  // rows without an end stand up to here at least
    Extent extent = Extent::whole;
};
// What does not fit together is reported in the sheets, or in `diagnostics` when it is of none of them; the
// history is whole when nothing of that, or of what was there before, is an error. The sheets give their rows
// and columns.
History fitted(const AllSheets& all, Table<core::ReferenceId, ReferenceRows> references,
               Diagnostics& diagnostics, Workers& workers);

// Of rows or records, by file; none when the level has no file.
std::vector<Sheet*> sheets_of(std::vector<Sheet>& sheets, core::LevelId level);

// Of sheets of which nothing was reported. Nothing when their rows do not fit together: a row twice, a record
// without a row above it. `references` are rows that stand in no sheet; their texts are known to `texts`.
std::optional<History> of_sheets(const core::Scheme& scheme, std::vector<Sheet>& sheets, Texts& texts,
                                 const Table<core::ReferenceId, ReferenceRows>& references,
                                 const Sources& sources);

// What is to be said of the files, and what was understood of them; the sheets are given up for it.
void close(std::vector<Sheet>& sheets, const Sources& sources, ReadHistory& read);

}  // namespace accrue::data
