// run/planner.hpp — Walks a scheme's expressions and hands them to the algebra. Internal to `plan`.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "run/algebra.hpp"

namespace accrue::run {

// An expression as planned. Money, numbers, dates, months and texts (by TextId) are numbers, yes/no is a
// mask.
struct Planned {
    Number number;
    MaskTerm mask;
    StateTerm state;
};

class Planner {
  public:
    Planner(const core::Scheme& scheme, const data::History& history, const Layout& layout, Month month,
            Numbers numbers, Table<StoreId, StoreForm>& written, Plan& plan)
        : scheme_(scheme),
          history_(history),
          layout_(layout),
          month_(month),
          numbers_(numbers),
          written_(written),
          algebra_(plan),
          planned_(scheme.expressions.size()),
          inputs_(scheme.inputs.size()) {}

    void build();

  private:
    const Planned& definition(core::DefinitionId id);
    const Planned& expression(core::ExprId id);

    Planned of(core::ExprId id, const core::Expr& expr, const core::Constant& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Read& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Previous& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Arithmetic& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Compare& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Logic& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Choose& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Clamp& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Round& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Aggregate& node);
    Planned of(core::ExprId id, const core::Expr& expr, const core::Default& node);

    Planned absent();
    Planned built_in(core::Builtin builtin);
    Planned read(core::InputId input);
    Planned read_column(core::InputId input, core::TypeKind kind, const data::Column& column);
    Number leaf_number(bool is_exact, const Fraction& unit);
    Number amount(Number value);
    Planned quotient(const Planned& left, const Planned& right, StateTerm sides);
    Planned moved_date(const Planned& date, const Planned& days, core::ArithmeticOp op);
    Planned select(MaskTerm condition, const Planned& a, const Planned& b, core::TypeKind kind);

    Planned earlier(StoreId store, core::ExprId window, State none);

    // windows.cpp
    Planned before(core::ExprId id, const core::Aggregate& node);
    Planned walked(core::ExprId id, const core::Aggregate& node);
    Planned with_this_month(const Planned& before, const core::Aggregate& node);
    Planned with_sum(const Planned& before, const Planned& of, const Planned& where);
    Planned with_extreme(const Planned& before, const Planned& of, const Planned& where, core::ClampOp op);
    Planned shown(Planned running, const core::Aggregate& node);
    void write_window(core::ExprId id);

    void count_absent(core::DefinitionId id, StateTerm state);
    void write(StoreId store, const Planned& value);
    void fill(Write& step, const Number& value, const StoreForm& form);

    const core::Scheme& scheme_;
    const data::History& history_;
    const Layout& layout_;
    Month month_;
    Numbers numbers_;
    Table<StoreId, StoreForm>& written_;
    Algebra algebra_;
    std::vector<std::optional<Planned>> planned_;  // by ExprId
    std::vector<std::optional<Planned>> inputs_;   // by InputId
    std::map<std::pair<StoreId, core::ExprId>, std::optional<Planned>> earlier_;
    std::vector<core::ExprId> later_;  // windows of earlier months: this month is added after all definitions
};

}  // namespace accrue::run
