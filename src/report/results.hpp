// report/results.hpp — What a run paid, as the writers need it: the rows asked for and a column a pay line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/scheme.hpp"
#include "data/history.hpp"
#include "run/run.hpp"

namespace accrue::report {

// None: all of them.
struct Selection {
    std::optional<std::string> key;
    std::optional<Month> month;
};

struct Results {
    const core::Scheme& scheme;
    const data::History& history;
    const run::Result& run;
    std::vector<data::RowId> rows;  // by key, then month
    std::string key_name;           // of the column with the keys: `person`
};
Results select(const core::Scheme& scheme, const data::History& history, const run::Result& run,
               const Selection& selection, std::string key_name);

// What a row of the data is: `person`.
const std::string& level_name(const core::Scheme& scheme);

Exact amount(const Results& results, core::DefinitionId definition, data::RowId row);
Exact total(const Results& results, core::DefinitionId definition);

// Digits behind the point of the scheme's rounding step: 2 for 0.01.
int money_digits(const core::Scheme& scheme);

// One column's amounts as decimals for machines, `42000.00`, without rationals where the column has none.
class AmountWriter {
  public:
    AmountWriter(const run::Values& values, int digits);
    void append(std::string& text, data::RowId row) const;

  private:
    const run::Values& values_;
    int digits_;
    std::int64_t factor_ = 0;  // of a value into counts of 10^-digits; 0 when there is no whole one
};
// `42000.00`: at least `digits` behind the point, more when the amount has more.
std::string machine_amount(const Exact& amount, int digits);

}  // namespace accrue::report
