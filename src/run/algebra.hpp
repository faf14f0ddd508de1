// run/algebra.hpp — Arithmetic on planned numbers: folds what is static into units and constants, and adds
// the steps for the rest. A sum aligns to a common unit, a product multiplies units, a comparison
// cross-multiplies.
#pragma once

#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "run/step_key.hpp"

namespace accrue::run {

enum class NumberForm : std::uint8_t { constant, scaled, ratio, exact };

// constant | column × unit | column / denominator × unit | column of rationals. Units may be negative, not 0.
struct Number {
    NumberForm form = NumberForm::constant;
    Exact constant;
    Fraction unit;
    NumberId column, denominator;
};

Number constant(Exact value);
Number scaled(NumberId column, const Fraction& unit);
Number exact_number(NumberId column);
inline bool is_constant(const Number& number) {
    return number.form == NumberForm::constant;
}
inline bool both_constant(const Number& a, const Number& b) {
    return is_constant(a) && is_constant(b);
}
inline bool either_exact(const Number& a, const Number& b) {
    return a.form == NumberForm::exact || b.form == NumberForm::exact;
}

class Algebra {
  public:
    explicit Algebra(Plan& plan) : plan_(plan) {}

    // Results longer than the language takes are failures, which gather until they are taken.
    Number sum(const Number& a, const Number& b);
    Number difference(const Number& a, const Number& b);
    Number product(const Number& a, const Number& b);
    // The divisor is not a constant 0; where it is 0 in a row the value is of no meaning.
    Number quotient(const Number& a, const Number& b);
    Number extreme(core::ClampOp op, const Number& a, const Number& b);
    Number select(MaskTerm mask, const Number& a, const Number& b);
    Number rounded(const Number& a, Rounding mode, const Exact& step);
    Number to_exact(const Number& a);
    MaskTerm compare(core::CompareOp op, const Number& a, const Number& b);
    StateTerm zero_divisor(const Number& divisor);

    MaskId column(MaskTerm mask);
    MaskId filled(std::uint8_t value);
    MaskTerm both(MaskTerm a, MaskTerm b);
    MaskTerm either(MaskTerm a, MaskTerm b);
    MaskTerm same(MaskTerm a, MaskTerm b);
    MaskTerm negated(MaskTerm a);
    MaskTerm select(MaskTerm mask, MaskTerm a, MaskTerm b);
    MaskTerm is(StateTerm state, State asked);

    StateTerm strict(StateTerm a, StateTerm b);
    StateTerm strict(StateTerm a) { return strict(a, StateTerm{}); }
    StateTerm logic(core::LogicOp op, MaskTerm a, StateTerm a_state, MaskTerm b, StateTerm b_state);
    StateTerm choose(MaskTerm condition, StateTerm condition_state, StateTerm taken, StateTerm otherwise);
    // a where it is not present, else b.
    StateTerm then(StateTerm a, StateTerm b);
    // a, but b where a is missing.
    StateTerm first_present(StateTerm a, StateTerm b);
    // A sum that may for a while be longer than the language takes, and the state that says so.
    Number running_sum(const Number& a, const Number& b);
    StateTerm too_long(const Number& a);
    // The failures of exact steps since the last call.
    StateTerm taken_failures();

    NumberId new_number(Form form);
    MaskId new_mask() { return plan_.mask_slots.add(0); }
    StateId new_state() { return plan_.state_slots.add(0); }
    // Adds the step and gives its `out`; of a step that stands there already, that one's.
    template <class StepType>
    auto add(StepType step) {
        const auto out = step.out;
        if (auto key = step_key(plan_, step); !key.empty()) {
            const auto [known, is_new] = made_.try_emplace(std::move(key), out.value);
            if (!is_new) return decltype(out)(known->second);
        }
        plan_.steps.push_back(std::move(step));
        return out;
    }
    Plan& plan() { return plan_; }
    const Plan& plan() const { return plan_; }
    Term exact_term(const Number& a);

  private:
    struct Sides {
        Term a, b;
        Fraction unit;
    };
    struct OverOne {  // two numbers over one denominator
        Number a, b;
        NumberId denominator;
    };
    std::optional<Sides> aligned(const Number& a, const Number& b);
    std::optional<OverOne> over_one(const Number& a, const Number& b);
    Number over(Number numerator, NumberId denominator);
    std::optional<Number> try_sum(const Number& a, const Number& b);
    std::optional<Number> try_product(const Number& a, const Number& b);
    std::optional<Number> try_quotient(const Number& a, const Number& b);
    std::optional<Number> try_select(MaskId mask, const Number& a, const Number& b);
    std::optional<Number> try_extreme(core::ClampOp op, const Number& a, const Number& b);
    std::optional<Number> try_rounded(const Number& a, Rounding mode, const Exact& step);
    std::optional<MaskTerm> try_compare(core::CompareOp op, const Number& a, const Number& b);
    std::optional<MaskTerm> compare_constant(core::CompareOp op, const Number& a, const Exact& b,
                                             bool swapped);
    NumberId multiplied(NumberId a, NumberId b);
    std::optional<Number> try_pick(MaskId mask, const Number& a, const Number& b);
    NumberId magnitude(NumberId a);
    template <class StepType>
    Number exact_step(const Number& a, const Number& b);
    Number limited(NumberId exact_column);
    Number limited(Exact value);

    Plan& plan_;
    StateTerm failures_;
    std::map<StepKey, std::uint32_t> made_;  // what a step that is known makes
    std::map<std::tuple<NumberId, NumberId, std::int64_t, std::int64_t>, NumberId>
        exacts_;  // by columns and unit
    // Numbers that are some constants, by column: choices among them go by their places in `constants_`.
    struct Picked {
        MaskId index;
        std::set<std::uint8_t> of;
        Fraction unit;  // of the column
    };
    std::optional<Picked> picked(const Number& number);
    std::optional<Number> looked_up(const Picked& chosen);
    std::vector<Exact> constants_;
    std::map<NumberId, Picked> picked_;
};

}  // namespace accrue::run
