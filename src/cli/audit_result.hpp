// cli/audit_result.hpp — A result as it lies there against what is computed now: which rows and cells differ.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "cli/recorded_places.hpp"
#include "cli/run_again.hpp"
#include "cli/verification.hpp"

namespace accrue::cli {

// `database`: of the tables of the result, where it is known. Those of a file are found without it.
std::vector<Check> result_checks(const evidence::Recorded& recorded, const RecordedPlaces& places,
                                 const Again& again, const std::optional<sources::Address>& database);

// Nothing when the file cannot be read.
std::optional<Bytes> bytes_of(const std::string& path);
bool is_same(const evidence::Fingerprint& one, const evidence::Fingerprint& other);

}  // namespace accrue::cli
