// report/leavers.hpp — What is paid in the last month of a quarter or year, and who has no row in it: they
// get nothing for the months that they were there. Counts of parts of the rows add up to those of all.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "core/scheme.hpp"
#include "data/history.hpp"

namespace accrue::report {

class Leavers {
  public:
    explicit Leavers(const core::Scheme& scheme);

    void add(const data::History& history);
    void add(const Leavers& others);

    // Of quarters that the rows reach the end of; the last one may still be running.
    Diagnostics diagnostics() const;

  private:
    struct Line {
        core::DefinitionId amount;
        core::Builtin paid_at;  // `ends_quarter`
        Span span;
    };
    struct Left {
        std::size_t count = 0;
        std::string first;  // by name
        void add(const std::string& name, std::size_t so_many);
    };

    void add_rows(const data::History& history, std::size_t line);

    const core::Scheme* scheme_;
    std::vector<Line> lines_;
    std::vector<std::map<Period, Left>> left_;  // by line and the period that would have paid
    std::optional<Period> last_;                // of all rows
};

}  // namespace accrue::report
