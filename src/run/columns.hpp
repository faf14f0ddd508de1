// run/columns.hpp — Which columns each leaf and step reads and makes.
#pragma once

#include "run/plan.hpp"

namespace accrue::run {

// Calls `read` and `made` with each NumberId, MaskId and StateId; absent ones are left out.
template <class Read, class Made>
class ColumnVisitor {
  public:
    ColumnVisitor(Read read, Made made) : read_(read), made_(made) {}

    void operator()(const InputNumber& leaf) const { out(leaf.out); }
    void operator()(const InputMask& leaf) const { out(leaf.out); }
    void operator()(const InputState& leaf) const { out(leaf.out); }
    void operator()(const BuiltinNumber& leaf) const { out(leaf.out); }
    void operator()(const BuiltinMask& leaf) const { out(leaf.out); }
    void operator()(const Stored& leaf) const { outs(leaf.number, leaf.denominator, leaf.mask, leaf.state); }
    void operator()(const Earlier& leaf) const { outs(leaf.number, leaf.denominator, leaf.mask, leaf.state); }
    void operator()(const Walk& leaf) const { outs(leaf.number, leaf.state); }

    void operator()(const Sum& step) const { in(step.a, step.b), out(step.out); }
    void operator()(const Product& step) const { in(step.a, step.b), out(step.out); }
    void operator()(const Quotient& step) const { in(step.a, step.b), out(step.out); }
    void operator()(const Magnitude& step) const { in(step.a), out(step.out); }
    void operator()(const WithSign& step) const { in(step.a, step.b), out(step.out); }
    void operator()(const Extreme& step) const { in(step.a, step.b), out(step.out); }
    void operator()(const Select& step) const { in(step.mask, step.a, step.b), out(step.out); }
    void operator()(const Pick& step) const { in(step.index), out(step.out); }
    void operator()(const RoundWhole& step) const { in(step.a, step.denominator), out(step.out); }
    void operator()(const RoundExact& step) const { in(step.a), out(step.out); }
    void operator()(const ToExact& step) const { in(step.a, step.denominator), out(step.out); }
    void operator()(const MonthsApart& step) const { in(step.from, step.to), out(step.out); }
    void operator()(const LookUp& step) const {
        for (const auto& key : step.keys) in(key.number, key.denominator, key.mask);
        in(step.date), outs(step.out, step.mask, step.state);
    }
    void operator()(const MoveDate& step) const {
        in(step.date, step.days, step.denominator), outs(step.out, step.state);
    }

    void operator()(const CompareNumbers& step) const { in(step.a, step.b), out(step.out); }
    void operator()(const FillMask& step) const { out(step.out); }
    void operator()(const CombineMasks& step) const { in(step.a, step.b), out(step.out); }
    void operator()(const NotMask& step) const { in(step.a), out(step.out); }
    void operator()(const SelectMask& step) const { in(step.mask, step.a, step.b), out(step.out); }
    void operator()(const IsState& step) const { in(step.a), out(step.out); }

    void operator()(const Strict& step) const { in(step.a, step.b), out(step.out); }
    void operator()(const ZeroDivisor& step) const { in(step.a), out(step.out); }
    void operator()(const TooLong& step) const { in(step.a), out(step.out); }
    void operator()(const LogicState& step) const {
        in(step.a, step.b, step.a_state, step.b_state), out(step.out);
    }
    void operator()(const ChooseState& step) const {
        in(step.condition, step.condition_state, step.taken, step.otherwise), out(step.out);
    }
    void operator()(const Then& step) const { in(step.a, step.b), out(step.out); }
    void operator()(const FirstPresent& step) const { in(step.a, step.b), out(step.out); }

    void operator()(const Write& step) const { in(step.number, step.denominator, step.mask, step.state); }
    void operator()(const CountAbsent& step) const { in(step.state); }

  private:
    template <class Tag>
    static Id<Tag> column(Id<Tag> id) {
        return id;
    }
    static NumberId column(const Term& term) { return term.column; }
    static MaskId column(const MaskTerm& term) { return term.column; }
    static StateId column(const StateTerm& term) { return term.column; }

    template <class... Terms>
    void in(const Terms&... terms) const {
        const auto one = [&](auto id) {
            if (id) read_(id);
        };
        (one(column(terms)), ...);
    }
    template <class Tag>
    void out(Id<Tag> id) const {
        if (id) made_(id);
    }
    template <class... Ids>
    void outs(Ids... ids) const {
        (out(ids), ...);
    }

    Read read_;
    Made made_;
};

}  // namespace accrue::run
