// report/inspection_json.hpp — What stands in data files, and what a scheme reads in them, for scripts:
// schema `accrue.inspection/1`.
#pragma once

#include <iosfwd>
#include <vector>

#include "base/diagnostic.hpp"
#include "data/guess.hpp"

namespace accrue::report {

struct InspectedFile {
    const data::DataFile* file;
    data::GuessedFile found;
};

// `read` is null without a scheme.
void write_inspection_json(std::ostream& out, const std::vector<InspectedFile>& files,
                           const std::vector<data::Understood>* read, const Diagnostics& diagnostics,
                           const Sources& sources);

}  // namespace accrue::report
