// explain/fed_by.hpp — The other way round: from a row of the data to every amount that it fed, or to what
// dropped it on the way.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "explain/evaluate.hpp"

namespace accrue::explain {

// An aggregate that looked at the row.
struct Looked {
    core::DefinitionId by;  // whose formula it is
    data::RowId row;        // … in which row
    core::ExprId aggregate;
    data::RowId element;  // the row that was looked at
    bool counts = false;
    std::string reason = {};  // the first condition that it misses
};
enum class Because : std::uint8_t { gate_closed, condition_missed, other_alternative };
// A value that could have read it and did not.
struct NotTaken {
    core::DefinitionId definition;
    data::RowId row;
    core::DefinitionId of;  // what it would have read
    Because because;
};
// A pay line that it fed.
struct Fed {
    core::DefinitionId pay;
    data::RowId row;
    std::vector<core::DefinitionId> through;  // from the row to the pay line
    std::optional<Exact> without = {};        // what would be paid if the row did not count
};
struct FedBy {
    std::vector<Looked> looked;
    std::vector<NotTaken> not_taken;
    std::vector<Fed> fed;  // by row, then as the scheme writes the lines
};

// Of rows that are one line of a file: a line may hold in several periods.
FedBy fed_by(Evaluation& evaluation, const std::vector<data::RowId>& rows);
// Of a row of a reference.
FedBy fed_by(Evaluation& evaluation, core::ReferenceId reference, const data::ReferenceRow& row);

}  // namespace accrue::explain
