// cli/commands.hpp — The commands: each reads what its request names, lets the libraries work, and writes.
#pragma once

#include "cli/requests.hpp"
#include "cli/session.hpp"

namespace accrue::cli {

Exit run_command(const RunRequest& request, Session& session);
Exit explain_command(const ExplainRequest& request, Session& session);
Exit check_command(const CheckRequest& request, Session& session);
Exit inspect_command(const InspectRequest& request, Session& session);
Exit test_command(const TestRequest& request, Session& session);
Exit fmt_command(const FmtRequest& request, Session& session);
Exit new_command(const NewRequest& request, Session& session);
Exit help_command(const HelpRequest& request, Session& session);
Exit version_command(const VersionRequest& request, Session& session);
Exit welcome_command(Session& session);

}  // namespace accrue::cli
