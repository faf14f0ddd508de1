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
#include "explain/apportion.hpp"
#include "explain/lots.hpp"
#include "number/exact_sum.hpp"

namespace accrue::explain {

struct Missing {
    friend bool operator==(Missing, Missing) = default;
};

enum class FailureKind : std::uint8_t {
    missing_used,          // `operand` is missing and `at` needs it
    missing_in_window,     // a row of the aggregate `at` has no value or no condition
    no_case,               // no condition of the choice `at` holds and it says `error`
    number_too_long,       // `at` has more than Exact::max_bits
    part_of_a_day,         // `at` moves a date by a number that is not whole
    date_too_far,          // `at` leaves the years 1 to 9999
    no_outer_row,          // nothing stands above the row where `at` reads it
    two_rows_fit,          // two equally specific rows of the reference that `at` looks up
    pool_below_0,          // from here on of a share, `at` its `Shared`; `row` is the pool's
    weight_below_0,        // `row` is the member's
    nobody_fits,           // a clause that must fit somebody
    claims_differ,         // without a rest, the claims are not the pool
    rest_below_0,          // the claims are more than the pool
    nobody_takes,          // a rest that is not 0, and nobody with a weight
    share_below_0,         // `row` is the member's
    remainder_to_nobody,   // no row for the odd step
    remainder_to_several,  // more than one
    no_single_solution,    // of the system of equations of `at`
    lots_below_0,          // `operand`, added to lots or taken from them, is negative
};
// The row cannot be computed. It is found once, at one place; users of the value carry the same failure.
struct Failure {
    FailureKind kind;
    core::ExprId at;
    core::ExprId operand;  // of missing_used
    data::RowId row;       // where it was found: an earlier row's, another element's, one of the row above
    friend bool operator==(const Failure&, const Failure&) = default;
};
using Outcome = std::variant<core::Value, Missing, Failure>;

// The value, or null when there is none.
const core::Value* present(const Outcome& outcome);
// The amount of a value that is money or a number, or null.
const Exact* amount(const Outcome& outcome);

// Values set by hand for a definition of a row (examples do so); the rule is then not run.
using Overrides = std::map<std::pair<core::DefinitionId, data::RowId>, core::Value>;

// Computes on demand and remembers every definition's value by row. Chains of definitions, of periods and of
// rows are walked with a stack of its own, so their length does not matter. What a group of rows comes to is
// remembered by the group, not by the row that asks, where the asker makes no difference.
class Evaluation {
  public:
    Evaluation(const core::Scheme& scheme, const data::History& history, const Sources& sources,
               Overrides overrides = {});
    // Forgets every value, as if made anew with these set by hand; cells of the history may have changed
    // since. What was planned of the rules is kept.
    void begin_anew(Overrides overrides);

    // The reference stays good until all is forgotten, or as long as the Evaluation lives. The row is of the
    // definition's level; an expression's of the level of the definition in which it stands.
    const Outcome& value(core::DefinitionId definition, data::RowId row);
    const Outcome& value(core::ExprId expression, data::RowId row);
    // Of an expression inside a paired condition, for one element in the eyes of the row that asks.
    Outcome value_between(core::ExprId expression, data::RowId element, data::RowId asker);
    bool overridden(core::DefinitionId definition, data::RowId row) const;

    // The rows that an aggregate looks at, seen from `row`: by period, then in their level's order.
    std::vector<data::RowId> rows_of(const core::Aggregate& aggregate, data::RowId row) const;
    // Is such a row one of those that count? A yes/no, unless a condition has no value.
    Outcome counts(const core::Aggregate& aggregate, data::RowId element, data::RowId row);

    // How the pool of the row above was divided; a failure when a fact that it needs has no value.
    using Division = std::variant<Apportionment, Failure>;
    const Division& division(core::ShareId share, data::RowId pool_row);
    // What the lots of a row were, and are.
    struct LotsState {
        LotsAfter lots;
        std::optional<Failure> failure;
    };
    const LotsState& lots(core::LotsId lots, data::RowId row);
    // The row of a reference that `lookup` finds; none when it finds none or a key has no value.
    data::FoundRow found_row(const core::Lookup& lookup, data::RowId row);

    const core::Scheme& scheme() const { return scheme_; }
    const data::History& history() const { return history_; }
    const Sources& sources() const { return sources_; }

  private:
    struct Plan {
        std::vector<core::ExprId> expressions;  // operands before users, but for constants
        core::Needs needs;
    };
    // Of a paired condition: what is read of the element and what of the asker.
    struct PairedPlan {
        Plan element;
        core::Needs asker;
    };
    // One thing to be worked out before what needs it. Aggregates stand for their whole group.
    enum class Work : std::uint8_t { definition, aggregate, division, system, lots };
    struct Place {
        Work work;
        std::uint32_t id;
        data::RowId row;
    };
    // What the rows of one aggregate come to.
    struct Group {
        ExactSum sum;
        std::int64_t count = 0;
        std::optional<Exact> amount;  // the sum, unless it is too long; the extreme, unless there are no rows
        std::vector<Exact> rising;    // of rank: the values, sorted, when they serve many askers
        std::int64_t above_asker = 0;    // of rank for one asker: how many are larger
        bool holds_asker = false;        // … and whether the asker counts
        std::optional<Failure> failure;  // of a row's value or condition
        bool blank = false;              // one of them is missing

        void add(core::AggregateOp op, const Exact& number);
    };
    struct Rows {
        data::RowId element, asker;
    };
    using Known = std::unordered_map<std::uint64_t, Outcome>;
    template <class T>
    using ByPlace = std::unordered_map<std::uint64_t, T>;

    // -- evaluate.cpp: what is needed first, reads, expressions
    static std::uint64_t joined(std::uint32_t what, std::uint32_t where) {
        return std::uint64_t{what} << 32 | where;
    }
    static std::uint64_t date_key(core::ParamId param, Date date) {
        return joined(param.value, static_cast<std::uint32_t>(date.days));
    }
    const Plan& plan(core::ExprId value);
    const Plan& plan(core::DefinitionId definition) { return plan(scheme_.definitions[definition].value); }
    std::vector<core::ExprId> computed_for(core::ExprId value) const;
    std::vector<Place> needed(Place place);
    void add_needs(const core::Needs& needs, data::RowId row, std::vector<Place>& places) const;
    void add_definition(core::DefinitionId definition, data::RowId row, std::vector<Place>& places) const;
    bool is_known(Place place) const;
    std::uint64_t place_key(Place place) const;
    std::string described(Place place) const;
    const Outcome& known_definition(core::DefinitionId definition, data::RowId row) const;
    void settle(Place first);
    void settle_needs(const core::Needs& needs, data::RowId row);
    void work_out(Place place);
    void work_out_definition(core::DefinitionId definition, data::RowId row);
    void compute_param(core::ParamId param, data::RowId row);
    void compute_all(const Plan& plan, Rows rows);
    Outcome compute(core::ExprId at, Rows rows) const;
    Outcome read(core::ExprId at, const core::Read& read, data::RowId row) const;
    Outcome built_in(core::Builtin builtin, data::RowId row) const;
    Outcome previous(const core::Previous& previous, data::RowId row) const;
    Outcome lookup(core::ExprId at, const core::Lookup& lookup, data::RowId row) const;

    // -- evaluate_groups.cpp: many rows, equations, lots
    std::uint64_t group_key(core::ExprId at, const core::Aggregate& aggregate, data::RowId row) const;
    const core::Aggregate& aggregate_at(core::ExprId at) const;
    void add_group_needs(core::ExprId at, data::RowId row, std::vector<Place>& places);
    std::vector<data::RowId> new_rows_of(const core::Aggregate& aggregate, data::RowId row) const;
    data::RowId record_before(const core::Aggregate& aggregate, data::RowId row) const;
    const PairedPlan& paired_plan(core::ExprId paired);
    void work_out_group(core::ExprId at, data::RowId row);
    void gather(core::ExprId at, Rows rows, Group& into);
    Outcome condition(const core::Aggregate& aggregate, Rows rows);
    void set_row(Failure& failure, Rows rows) const;
    Outcome aggregate(core::ExprId at, data::RowId row) const;
    Outcome sum(const Group& group, core::ExprId at, data::RowId row) const;
    Outcome extreme(const std::optional<Exact>& found, core::ExprId at) const;
    Outcome rank(const core::Aggregate& aggregate, const Group& group, data::RowId row) const;
    void add_division_needs(core::ShareId share, data::RowId row, std::vector<Place>& places) const;
    void work_out_division(core::ShareId share, data::RowId row);
    Division divided(const core::Share& share, data::RowId row) const;
    std::variant<Member, Failure> member(const core::Share& share, data::RowId row) const;
    std::variant<core::Value, Failure> fact(core::DefinitionId definition, data::RowId row) const;
    Outcome shared(core::ExprId at, const core::Shared& shared, data::RowId row) const;
    const Plan& plan(core::SystemId system);
    void work_out_system(core::SystemId system, data::RowId row);
    std::variant<std::vector<Exact>, Failure> solution_of(const core::System& system, data::RowId row) const;
    Outcome solved(core::ExprId at, const core::Solved& solved, data::RowId row) const;
    void add_lots_needs(core::LotsId lots, data::RowId row, std::vector<Place>& places) const;
    void work_out_lots(core::LotsId lots, data::RowId row);
    LotsState lots_of(const core::Lots& lots, data::RowId row, const LotsState* before) const;
    Outcome from_lots(core::ExprId at, const core::FromLots& from, data::RowId row) const;

    const core::Scheme& scheme_;
    const data::History& history_;
    const Sources& sources_;
    Overrides overrides_;
    std::unordered_map<std::uint32_t, Plan> plans_;               // by expression
    std::unordered_map<std::uint32_t, Plan> system_plans_;        // by system
    std::unordered_map<std::uint32_t, PairedPlan> paired_plans_;  // by expression
    Known definitions_;                                           // by definition and row
    Known expressions_;            // by expression and row; only those asked for
    Known params_;                 // by param and date
    ByPlace<Group> groups_;        // by aggregate and group
    ByPlace<Division> divisions_;  // by share and row of the pool
    ByPlace<std::variant<std::vector<Exact>, Failure>> solutions_;  // by system and row
    ByPlace<LotsState> lots_;                                       // by lots and row
    Table<core::ExprId, Outcome> scratch_;  // of the row and definition being computed; all constants
};

// A failure in words, with its cell and its line.
Diagnostic diagnostic(Evaluation& evaluation, const Failure& failure);

}  // namespace accrue::explain
