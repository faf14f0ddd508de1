// batch/batch.hpp — A long history run part by part: each part is read, computed and put into the writer's
// form on one of several cores and forgotten, so that memory does not grow with the files. What comes out is
// what a run of the whole gives.
#pragma once

#include <optional>

#include "base/parallel.hpp"
#include "base/progress.hpp"
#include "data/parts.hpp"
#include "report/findings.hpp"
#include "report/totals.hpp"
#include "report/writer.hpp"

namespace accrue::batch {

struct Done {
    data::ReadHistory read;  // without a history; with errors where cells are wrong: then the rest is nothing
    report::Findings findings;
    report::Totals totals;
};

// A part of so many bytes, with all that is made of it, mostly stays in a core's own cache.
inline constexpr std::uint64_t most_bytes_of_a_part = 1 << 20;
// Of so many bytes of files: fewer where cores would have too little to do.
std::uint64_t bytes_of_a_part(std::uint64_t all, std::size_t threads);

// Nothing when the history must be run as a whole after all: its files do not stand by key, something is
// wrong with a row, or a promise is broken. What the writer was given then is worth nothing. Counts the bytes
// of the files in `progress`.
std::optional<Done> run(const core::Scheme& scheme, data::Parts& parts, const report::Outline& outline,
                        report::Writer& writer, Workers& workers, Progress& progress,
                        std::uint64_t part_bytes);

}  // namespace accrue::batch
