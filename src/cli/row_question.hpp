// cli/row_question.hpp — `explain --row payment.csv:12`: what one line of the data fed, or where it was
// dropped.
#pragma once

#include "cli/requests.hpp"
#include "cli/session.hpp"

namespace accrue::cli {

Exit explain_row(const ExplainRequest& request, Session& session);

}  // namespace accrue::cli
