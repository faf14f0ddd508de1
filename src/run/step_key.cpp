#include "run/step_key.hpp"

namespace accrue::run {
namespace {

// Terms of exact rationals hold their constants elsewhere, and what is made of them is limited in its length
// one by one: they are all taken for different.
class KeyOfStep {
  public:
    explicit KeyOfStep(const Plan& plan) : plan_(plan) {}

    StepKey of(const Step& step) {
        key_ = {static_cast<std::int64_t>(step.index())};
        std::visit(*this, step);
        return is_single_ ? StepKey() : key_;
    }

    void operator()(const Sum& step) { number(step.out), add(step.a), add(step.b); }
    void operator()(const Product& step) { number(step.out), add(step.a), add(step.b); }
    void operator()(const Magnitude& step) { add(step.a); }
    void operator()(const WithSign& step) { add(step.a), add(step.b); }
    void operator()(const Extreme& step) { number(step.out), add(step.op), add(step.a), add(step.b); }
    void operator()(const Select& step) { number(step.out), add(step.mask), add(step.a), add(step.b); }
    void operator()(const Pick& step) {
        add(step.index), key_.insert(key_.end(), step.table.begin(), step.table.end());
    }
    void operator()(const RoundWhole& step) {
        add(step.a), add(step.denominator), add(step.mode), add(step.over), add(step.under);
    }
    void operator()(const CompareNumbers& step) { add(step.op), compared(step.a), compared(step.b); }
    void operator()(const FillMask& step) { add(step.value); }
    void operator()(const CombineMasks& step) { add(step.op), add(step.a), add(step.b); }
    void operator()(const NotMask& step) { add(step.a); }
    void operator()(const SelectMask& step) { add(step.mask), add(step.a), add(step.b); }
    void operator()(const IsState& step) { add(step.a), add(step.state); }
    void operator()(const Strict& step) { add(step.a), add(step.b); }
    void operator()(const ZeroDivisor& step) { add(step.a); }
    void operator()(const LogicState& step) {
        add(step.op), add(step.a), add(step.b), add(step.a_state), add(step.b_state);
    }
    void operator()(const ChooseState& step) {
        add(step.condition), add(step.condition_state), add(step.taken), add(step.otherwise);
    }
    void operator()(const Then& step) { add(step.a), add(step.b); }
    void operator()(const FirstPresent& step) { add(step.a), add(step.b); }
    template <class Other>
    void operator()(const Other&) {
        is_single_ = true;
    }

  private:
    void number(NumberId out) { is_single_ = is_single_ || plan_.is_exact[out] != 0; }
    template <class Tag>
    void add(Id<Tag> id) {
        key_.push_back(id.value);
    }
    void add(std::int64_t value) { key_.push_back(value); }
    template <class Enum>
        requires std::is_enum_v<Enum>
    void add(Enum value) {
        key_.push_back(static_cast<std::int64_t>(value));
    }
    void add(const Term& term) { add(term.column), add(term.factor); }
    void compared(const Term& term) {
        is_single_ = is_single_ || term.constant.sign() != 0;
        if (term.column) number(term.column);
        add(term);
    }
    void add(const StateTerm& term) { add(term.column), add(term.constant); }

    const Plan& plan_;
    StepKey key_;
    bool is_single_ = false;
};

}  // namespace

StepKey step_key(const Plan& plan, const Step& step) {
    return KeyOfStep(plan).of(step);
}

}  // namespace accrue::run
