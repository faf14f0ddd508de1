// report/findings.hpp — What a run shows that nobody asked about, but somebody should know. Findings of parts
// of the rows add up to those of all.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "core/scheme.hpp"
#include "data/history.hpp"
#include "report/leavers.hpp"
#include "run/run.hpp"

namespace accrue::report {

class Findings {
  public:
    explicit Findings(const core::Scheme& scheme);

    // Rows of a run that has kept what is behind gates.
    void add(const data::History& history, const run::Result& run);
    // Those of other rows of the scheme.
    void add(const Findings& others);

    // Gates that were closed, or open, in every row in which there was an amount to pass them; definitions
    // that nothing paid reads and that have no value in some rows; `previous` that looked back over periods
    // without a row; lines paid each quarter or year to those who had left.
    Diagnostics diagnostics() const;

  private:
    struct Gate {
        core::DefinitionId whole;  // or, of what the data hold:
        core::InputId input;
        core::Part part;
        std::size_t open = 0, closed = 0;  // rows
    };
    // A key without a row in the periods between two of its rows.
    struct Gap {
        Period before, after;
        std::string name;
    };

    void add_gates(const data::History& history, const run::Result& run);
    void add_gaps(const data::History& history);
    void take_earlier(Gap gap);

    const core::Scheme* scheme_;
    std::vector<Gate> gates_;
    std::vector<std::size_t> without_value_;  // by definition: rows
    std::vector<std::size_t> rows_;           // by level
    std::vector<bool> looks_back_;            // by level: to the key's earlier row
    std::size_t gaps_ = 0;
    Leavers leavers_;
    std::optional<Gap> first_gap_;  // by the row's period, then its name
};

}  // namespace accrue::report
