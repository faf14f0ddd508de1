// explain/evaluate.hpp — The reference: one row at a time, in exact rationals, straight from the meaning of
// each kind. What it says is right; the columns of `run` must agree.
#pragma once

#include <map>
#include <optional>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/diagnostic.hpp"
#include "core/scheme.hpp"
#include "core/walk.hpp"
#include "data/history.hpp"

namespace accrue::explain {

struct Missing {
    friend bool operator==(Missing, Missing) = default;
};

enum class FailureKind : std::uint8_t {
    missing_used,       // `operand` is missing and `at` needs it
    missing_in_window,  // a month of the window that `at` adds up is blank
    no_case,            // no condition of the choice `at` holds and it says `error`
    number_too_long,    // `at` has more than Exact::max_bits
    part_of_a_day,      // `at` moves a date by a number that is not whole
    date_too_far,       // `at` leaves the years 1 to 9999
};
// The row cannot be computed. It is found once, at one place; users of the value carry the same failure.
struct Failure {
    FailureKind kind;
    core::ExprId at;
    core::ExprId operand;  // of missing_used
    data::RowId row;       // where it was found; an earlier month's, seen through `previous` or a window
    friend bool operator==(const Failure&, const Failure&) = default;
};
using Outcome = std::variant<core::Value, Missing, Failure>;

// The value, or null when there is none.
const core::Value* present(const Outcome& outcome);
// The amount of a value that is money or a number, or null.
const Exact* amount(const Outcome& outcome);

// Values set by hand for a definition of a row (examples do so); the rule is then not run.
using Overrides = std::map<std::pair<core::DefinitionId, data::RowId>, core::Value>;

// Computes on demand and remembers every definition's value by row. Chains of definitions and of months are
// walked with a stack of its own, so their length does not matter.
class Evaluation {
  public:
    Evaluation(const core::Scheme& scheme, const data::History& history, const Sources& sources,
               Overrides overrides = {});

    // The reference stays good as long as the Evaluation lives.
    const Outcome& value(core::DefinitionId definition, data::RowId row);
    const Outcome& value(core::ExprId expression, data::RowId row);
    bool overridden(core::DefinitionId definition, data::RowId row) const;
    // The rows that a window holds, seen from `row`; by rising month.
    std::vector<data::RowId> rows_of(const core::Aggregate& aggregate, data::RowId row) const;

    const core::Scheme& scheme() const { return scheme_; }
    const data::History& history() const { return history_; }
    const Sources& sources() const { return sources_; }

  private:
    struct Plan {
        std::vector<core::ExprId> expressions;  // operands before users; the last is the value
        core::Needs needs;
    };
    struct Place {
        core::DefinitionId definition;
        data::RowId row;
    };
    struct Tally;
    using Known = std::unordered_map<std::uint64_t, Outcome>;

    const Plan& plan(core::DefinitionId definition);
    std::vector<Place> needed(const core::Needs& needs, data::RowId row) const;
    bool is_known(Place place) const;
    const Outcome& known_definition(core::DefinitionId definition, data::RowId row) const;
    void settle(Place first);
    void settle_needs(const core::Needs& needs, data::RowId row);
    void compute_param(core::ParamId param, data::RowId row);
    void compute_all(const Plan& plan, data::RowId row);
    Outcome compute(core::ExprId at, data::RowId row) const;
    Outcome read(const core::Read& read, data::RowId row) const;
    Outcome built_in(core::Builtin builtin, data::RowId row) const;
    Outcome previous(const core::Previous& previous, data::RowId row) const;
    std::optional<Failure> gather(core::ExprId at, const core::Aggregate& aggregate, data::RowId row,
                                  Tally& tally) const;
    Outcome window(core::ExprId at, const core::Aggregate& aggregate, data::RowId row) const;

    const core::Scheme& scheme_;
    const data::History& history_;
    const Sources& sources_;
    Overrides overrides_;
    std::unordered_map<std::uint32_t, Plan> plans_;  // by definition
    Known definitions_;                              // by definition and row
    Known expressions_;                              // by expression and row; only those asked for
    Known params_;                                   // by param and month
    Table<core::ExprId, Outcome> scratch_;           // of the row and definition being computed
};

// A failure in words, with its cell and its line.
Diagnostic diagnostic(Evaluation& evaluation, const Failure& failure);

}  // namespace accrue::explain
