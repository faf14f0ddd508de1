// cli/running.hpp — A run that is going on: what was asked for, what was opened, and what it leaves at its
// end.
#pragma once

#include <memory>

#include "base/parallel.hpp"
#include "cli/data_files.hpp"
#include "cli/requests.hpp"
#include "cli/result_output.hpp"
#include "cli/run_manifest.hpp"
#include "cli/scheme_file.hpp"
#include "cli/session.hpp"

namespace accrue::cli {

struct Running {
    Session& session;
    const RunRequest& request;
    const core::Scheme& scheme;
    std::size_t scheme_sources;  // schemes are the first sources; so many of them
    const DataChoice& data;
    const OpenedData& opened;
    Workers& workers;
};

// Schemes are all that the session has read until now.
Exit run_loaded(const LoadedScheme& loaded, const RunRequest& request, Session& session);

// None where there will be no manifest: on standard output, or when it is not wanted.
std::unique_ptr<InputFingerprints> fingerprints(const Running& run);
// The results, all of them written, get their place and their manifest.
void commit(const Running& run, ResultOutput& output, InputFingerprints* inputs,
            const std::vector<data::Understood>& understood, const report::Totals& totals);
// In one line: what was paid, where it was written, and how many warnings there were. For results in files.
void close(const Running& run, const std::vector<data::Understood>& understood, const report::Totals& totals);

}  // namespace accrue::cli
