// curve/unrolling.hpp — How a program is unrolled, value by value. Internal to `unroll`: it is one class,
// whose rooms are the values and their expressions (unroll), rows of other levels (unroll_rows), and
// equations, lots and tables from files (unroll_groups).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "curve/unroll.hpp"

namespace accrue::curve {

// A value of a rule in one row.
struct ValueOf {
    core::DefinitionId definition;
    data::RowId row;
    friend auto operator<=>(const ValueOf&, const ValueOf&) = default;
};
using Made = std::optional<StepId>;  // nothing: it does not move

class Unrolling {
  public:
    Unrolling(explain::Evaluation& evaluation, const std::vector<Moving>& movings, const Domain& domain);

    Program program(core::DefinitionId target, data::RowId row) &&;

  private:
    // -- steps
    StepId add(decltype(Step::node) node, core::ExprId at, data::RowId row);
    StepId known(Local value) { return add(Known{std::move(value)}, {}, {}); }
    void add_moving(const Moving& moving);

    // -- which values move
    bool may_move(const ValueOf& place) const;
    Made moving(const ValueOf& place) const;
    StepId step_of(const ValueOf& place);
    void settle(ValueOf first);
    std::vector<ValueOf> needed(const ValueOf& place) const;
    void add_above(std::vector<ValueOf>& places, core::DefinitionId definition, data::RowId row) const;
    void add_elements(std::vector<ValueOf>& places, core::ExprId at, data::RowId row) const;
    void add_facts(std::vector<ValueOf>& places, const core::Share& share, data::RowId row) const;

    // -- one definition
    Made unroll(const ValueOf& place);
    Made expression(core::ExprId at, data::RowId row);
    bool moves(core::ExprId operand) const { return operand && made_.at(operand).has_value(); }
    Use use(core::ExprId operand, data::RowId row);
    Made of(const core::Constant&, core::ExprId, data::RowId) const { return std::nullopt; }
    Made of(const core::Read& e, core::ExprId, data::RowId row) const;
    Made of(const core::Previous& e, core::ExprId, data::RowId row) const;
    template <class Node>
    Made of_two(auto op, core::ExprId left, core::ExprId right, core::ExprId at, data::RowId row) {
        if (!moves(left) && !moves(right)) return std::nullopt;
        const auto first = use(left, row);
        return add(Node{op, first, right ? use(right, row) : Use{}}, at, row);
    }
    Made of(const core::Arithmetic& e, core::ExprId at, data::RowId row);
    Made of(const core::Compare& e, core::ExprId at, data::RowId row);
    Made of(const core::Logic& e, core::ExprId at, data::RowId row);
    Made of(const core::Clamp& e, core::ExprId at, data::RowId row);
    Made of(const core::Choose& e, core::ExprId at, data::RowId row);
    Made of(const core::Round& e, core::ExprId at, data::RowId row);
    Made of(const core::Default& e, core::ExprId at, data::RowId row);
    Made of(const core::MonthsBetween& e, core::ExprId at, data::RowId);
    Made beyond(BeyondKind why, core::ExprId at) { return known(Beyond{why, at}); }

    // -- rows
    bool moves_between(core::ExprId paired) const;
    Made of(const core::Aggregate& e, core::ExprId at, data::RowId row);
    Made gathered(const core::Aggregate& e, core::ExprId at, data::RowId row,
                  const std::vector<data::RowId>& rows);
    Made of(const core::Shared& e, core::ExprId at, data::RowId row);
    Made divided(core::ShareId id, core::ExprId at, data::RowId row, data::RowId pool);
    bool one_takes_remainder(const core::Share& share, const std::vector<data::RowId>& members);
    // What a share reads must have a value.
    StepId fact(core::DefinitionId definition, data::RowId row);
    Sharer sharer(const core::Share& share, data::RowId member);

    // -- equations and lots
    // x = c + A x has the solution (1 - A)^-1 c: one weight for each constant, when A does not move.
    Made of(const core::Solved& e, core::ExprId at, data::RowId row);
    // An unknown that is set by hand is no unknown.
    Made moved_by_hand(const core::Equation& equation, data::RowId row) const;
    bool is_set(const core::Equation& equation, data::RowId row) const;
    Use constant_of(const core::Equation& equation, data::RowId row);
    std::optional<Exact> weight_of(const std::vector<core::Equation>& equations, std::size_t constant,
                                   std::size_t unknown, data::RowId row);
    // Of what was there before and is not too old, as much is taken as is wanted.
    Made of(const core::FromLots& e, core::ExprId at, data::RowId row);
    Made sound_lots(const core::FromLots& e, core::ExprId at, data::RowId row, const Exact& there,
                    const Exact& expired);

    // -- tables from files
    Made of(const core::Lookup& e, core::ExprId at, data::RowId row);
    Made looked_up(const core::Lookup& e, core::ExprId at, data::RowId row);

    explain::Evaluation& evaluation_;
    const core::Scheme& scheme_;
    const data::History& history_;
    const std::vector<Moving>& movings_;
    std::set<core::DefinitionId> depends_;
    Period period_;
    Program program_;
    std::map<ValueOf, Made> places_;  // definitions that were unrolled
    std::map<std::pair<core::InputId, data::RowId>, StepId> cells_;
    std::map<core::ExprId, Made> made_;  // of the definition that is being unrolled
};

}  // namespace accrue::curve
