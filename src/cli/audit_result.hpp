// cli/audit_result.hpp — A result as it lies there against what is computed now: which rows and cells differ.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "cli/recorded_run.hpp"
#include "cli/run_again.hpp"
#include "cli/verification.hpp"

namespace accrue::cli {

Check result_check(const evidence::Recorded& recorded, const RecordedPlaces& places, const Again& again);

// Nothing when the file cannot be read.
std::optional<Bytes> bytes_of(const std::string& path);
bool is_same(const evidence::Fingerprint& one, const evidence::Fingerprint& other);

}  // namespace accrue::cli
