// cli/commands.hpp — The commands: each reads what its request names, lets the libraries work, and writes.
#pragma once

#include "cli/requests.hpp"
#include "cli/session.hpp"

namespace accrue::cli {

Exit run_command(const RunRequest& request, Session& session);
Exit explain_command(const ExplainRequest& request, Session& session);
Exit statements_command(const StatementsRequest& request, Session& session);
Exit corrections_command(const CorrectionsRequest& request, Session& session);
Exit status_command(const StatusRequest& request, Session& session);
Exit curve_command(const CurveRequest& request, Session& session);
Exit solve_command(const SolveRequest& request, Session& session);
Exit what_if_command(const WhatIfRequest& request, Session& session);
Exit compare_command(const CompareRequest& request, Session& session);
Exit check_command(const CheckRequest& request, Session& session);
Exit inspect_command(const InspectRequest& request, Session& session);
Exit test_command(const TestRequest& request, Session& session);
Exit fmt_command(const FmtRequest& request, Session& session);
Exit new_command(const NewRequest& request, Session& session);
Exit reconcile_command(const ReconcileRequest& request, Session& session);
Exit audit_verify_command(const AuditVerifyRequest& request, Session& session);
Exit audit_pack_command(const AuditPackRequest& request, Session& session);
Exit help_command(const HelpRequest& request, Session& session);
Exit completion_command(const CompletionRequest& request, Session& session);
Exit version_command(const VersionRequest& request, Session& session);
Exit welcome_command(Session& session);

}  // namespace accrue::cli
