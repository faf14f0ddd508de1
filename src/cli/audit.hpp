// cli/audit.hpp — What the two halves of `accrue audit` share.
#pragma once

#include "cli/commands.hpp"
#include "cli/verification.hpp"

namespace accrue::cli {

// Of a pack, as its bytes.
Verification pack_verification(const AuditVerifyRequest& request, Session& session, std::string_view bytes);

// Prints it; the exit code says whether all is proved.
Exit show_verification(const Verification& done, bool as_json, Session& session);

}  // namespace accrue::cli
