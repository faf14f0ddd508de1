// cli/against.hpp — `--against`: an amount beside the same amount of another month, by another scheme, or
// from other data.
#pragma once

#include "cli/requests.hpp"
#include "cli/session.hpp"

namespace accrue::cli {

Exit explain_against(const ExplainRequest& request, Session& session);

}  // namespace accrue::cli
