// cli/run_manifest.hpp — What a run tells of itself beside its results.
#pragma once

#include <memory>

#include "base/bytes.hpp"
#include "cli/data_files.hpp"
#include "cli/requests.hpp"
#include "cli/scheme_file.hpp"
#include "evidence/background.hpp"
#include "report/totals.hpp"

namespace accrue::cli {

// The fingerprints of the files that are read, worked out meanwhile.
class InputFingerprints {
  public:
    // Of the bytes that are read, whatever the files' names lead to by now. The sources must stay.
    InputFingerprints(const Sources& sources, const OpenedData& opened);
    // Waits until they are known.
    evidence::Fingerprint of(SourceId file);

  private:
    std::vector<SourceId> files_;
    std::vector<std::optional<Bytes>> bytes_;  // by file
    std::vector<evidence::Fingerprint> known_;
    std::unique_ptr<evidence::Fingerprints> made_;
};

using Options = std::vector<std::pair<std::string, std::string>>;
// Those that say how data are read.
Options reading_options(const DataChoice& data);

// Schemes are the first sources; so many of them.
struct RunFacts {
    const Session& session;
    const RunRequest& request;
    const core::Scheme& scheme;
    std::size_t scheme_sources;
    const std::vector<data::Understood>& understood;
    const report::Totals& totals;
};
evidence::Manifest run_manifest(const RunFacts& run, InputFingerprints& inputs);

}  // namespace accrue::cli
