// run/planner.hpp — Walks a scheme's expressions and hands them to the algebra. Internal to `plan`. Where
// values come from is in `planner_leaves.cpp`, running windows in `windows.cpp`, the operations in
// `planner.cpp`.
#pragma once

#include <map>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "run/algebra.hpp"

namespace accrue::run {

// An expression as planned. Money, numbers, dates, months and texts (by TextId) are numbers, yes/no is a
// mask.
struct Planned {
    Number number;
    MaskTerm mask;
    StateTerm state;
};

inline Planned as_number(Number value, StateTerm state = {}) {
    return {std::move(value), {}, state};
}
inline Planned as_mask(MaskTerm value, StateTerm state = {}) {
    return {{}, value, state};
}

class Planner {
  public:
    Planner(const Basis& basis, StageId stage, Moment moment, Numbers numbers,
            Table<StoreId, StoreForm>& written, Plan& plan)
        : scheme_(basis.scheme),
          shape_(basis.shape),
          texts_(basis.texts),
          layout_(basis.layout),
          id_(stage),
          stage_(basis.layout.schedule.stages[stage]),
          moment_(moment),
          numbers_(numbers),
          written_(written),
          algebra_(plan) {}

    // Plans all values, and joins the forms of what is stored into `written`.
    void build();
    // Does it read one of these stores, in the form that it had before?
    bool reads_any(const std::vector<StoreId>& stores) const;
    // Completes the plan, once the layout has the forms of what it stores.
    void write_all();

  private:
    const Planned& definition(core::DefinitionId id, Who who = Who::row);
    const Planned& expression(core::ExprId id);

    // planner_leaves.cpp
    Planned of(core::ExprId id, const core::Expr& expr, const core::Constant& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Read& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Previous& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Lookup& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Shared& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Solved& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::FromLots& node);
    Planned absent();
    Planned built_in(core::Builtin builtin, Who who);
    Planned told(core::Builtin builtin, Place place);
    Planned read(core::InputId input, Who who);
    Planned read_column(core::InputId input, Place place, const ColumnShape& column);
    bool is_own(Place place) const { return place == Place{Who::row, stage_.level}; }
    const StoreForm& form(StoreId store);
    const Planned& stored(StoreId store, Who who);
    Planned earlier(StoreId store, core::ExprId window, State none, int back = 0);
    template <class LeafType>
    Planned planned_leaf(LeafType& leaf, const StoreForm& form);
    Number leaf_number(bool is_exact, const Fraction& unit);
    LookUpKey key(core::ExprId id);

    // planner.cpp
    Planned of(core::ExprId id, const core::Expr& expr, const core::Arithmetic& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Compare& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Logic& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Choose& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Clamp& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Round& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Default& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::MonthsBetween& node);
    Term date_term(const Number& date);
    Number amount(Number value);
    Planned quotient(const Planned& left, const Planned& right, StateTerm sides);
    Planned moved_date(const Planned& date, const Planned& days, core::ArithmeticOp op);
    Planned select(MaskTerm condition, const Planned& a, const Planned& b, core::TypeKind kind);

    // windows.cpp
    Planned of(core::ExprId id, const core::Expr& expr, const core::Aggregate& node);
    Planned before(core::ExprId id, const core::Aggregate& node);
    Planned walked(core::ExprId id, const core::Aggregate& node);
    const Planned& running(core::ExprId id, const core::Aggregate& node);
    Planned with_this_period(const Planned& before, const core::Aggregate& node);
    Planned with_sum(const Planned& before, const Planned& of, const Planned& where);
    Planned with_extreme(const Planned& before, const Planned& of, const Planned& where, core::ClampOp op);
    Planned shown(Planned running, const core::Aggregate& node);
    void write_window(core::ExprId id);

    void count_absent(core::DefinitionId id, StateTerm state);
    void write(StoreId store, const Planned& value);
    void fill(Write& step, const Number& value, const StoreForm& form);

    const core::Scheme& scheme_;
    const Shape& shape_;
    const FixedTexts& texts_;
    const Layout& layout_;
    StageId id_;
    const Stage& stage_;
    Moment moment_;
    Numbers numbers_;
    Table<StoreId, StoreForm>& written_;
    Algebra algebra_;
    std::unordered_map<core::ExprId, Planned> planned_;
    std::map<std::pair<core::InputId, Place>, Planned> inputs_;
    std::map<std::pair<StoreId, Who>, Planned> stored_;
    std::map<std::tuple<StoreId, core::ExprId, int>, Planned> earlier_;
    std::map<core::ExprId, Planned> running_;  // windows with this period in them
    struct Pending {
        std::size_t step;  // where its `Write` stands
        Planned value;
    };
    std::vector<Pending> pending_;
};

}  // namespace accrue::run
