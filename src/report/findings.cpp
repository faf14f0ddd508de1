#include "report/findings.hpp"

#include "base/messages/findings.hpp"

namespace accrue::report {
namespace {

bool is_zero(const run::Values& values, data::RowId row) {
    if (values.state(row) != run::State::present) return true;
    return values.count(row) == 0 && values.number(row).sign() == 0;
}

struct Passage {
    std::size_t open = 0, closed = 0;  // rows
};

// A part is 0 where its gate is closed and where there was nothing to pay; only rows whose whole is not 0
// tell.
Passage passage(const run::Values& whole, const run::Values& part, const std::vector<data::RowId>& rows) {
    Passage counts;
    for (const auto row : rows) {
        if (is_zero(whole, row)) continue;
        ++(is_zero(part, row) ? counts.closed : counts.open);
    }
    return counts;
}

Diagnostic finding(Kind kind, const core::Scheme& scheme, const core::Part& part, std::size_t rows) {
    const auto& definition = scheme.definitions[part.part];
    return {kind,
            {scheme.expressions[part.gate].origin.span},
            {definition.name, static_cast<std::int64_t>(rows)},
            {}};
}

}  // namespace

Diagnostics gate_findings(const core::Scheme& scheme, const data::History& history, const run::Result& run) {
    Diagnostics diagnostics;
    for (const auto& split : scheme.splits) {
        if (!split.whole_name) continue;
        const auto rows = history.rows_of(scheme.definitions[split.whole_name].level);
        const auto& whole = run.definitions[split.whole_name.value];
        for (const auto& part : split.parts) {
            if (!part.gate) continue;
            const auto counts = passage(whole, run.definitions[part.part.value], rows);
            if (counts.open == 0 && counts.closed > 0) {
                diagnostics.push_back(finding(kind::gate_never_open, scheme, part, counts.closed));
            } else if (counts.closed == 0 && counts.open > 1) {
                diagnostics.push_back(finding(kind::gate_always_open, scheme, part, counts.open));
            }
        }
    }
    return diagnostics;
}

Diagnostics unread_findings(const core::Scheme& scheme, const data::History& history,
                            const run::Result& run) {
    Diagnostics diagnostics;
    for (const auto& [id, rows] : run.unread_failures) {
        const auto& definition = scheme.definitions[id];
        diagnostics.push_back({kind::unread_without_value,
                               {definition.name_span},
                               {shown_name(definition), static_cast<std::int64_t>(rows),
                                static_cast<std::int64_t>(history.frames[definition.level].rows)},
                               {}});
    }
    return diagnostics;
}

}  // namespace accrue::report
