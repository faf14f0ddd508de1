#include "run/algebra.hpp"

#include <algorithm>
#include <cassert>

namespace accrue::run {
namespace {

using core::CompareOp;

bool is_zero(const Number& number) {
    return is_constant(number) && number.constant.sign() == 0;
}

std::optional<Fraction> unit_of(const Number& number) {
    return is_constant(number) ? fraction(number.constant) : std::optional(number.unit);
}

// The term that stands for a number as a count of `unit`.
std::optional<Term> term(const Number& number, const Fraction& own, const Fraction& unit) {
    const auto factor = times(own, unit);
    if (!factor) return std::nullopt;
    return Term{is_constant(number) ? NumberId() : number.column, *factor, {}};
}

Exact ceiling(const Exact& value) {
    return -floor(-value);
}

bool holds(CompareOp op, const Exact& a, const Exact& b) {
    switch (op) {
        case CompareOp::equal:
            return a == b;
        case CompareOp::less:
            return a < b;
        case CompareOp::at_most:
            return a <= b;
    }
    return false;
}

}  // namespace

Number constant(Exact value) {
    Number number;
    number.constant = std::move(value);
    return number;
}

Number scaled(NumberId column, const Fraction& unit) {
    Number number;
    number.form = NumberForm::scaled;
    number.column = column;
    number.unit = unit;
    return number;
}

Number exact_number(NumberId column) {
    Number number;
    number.form = NumberForm::exact;
    number.column = column;
    return number;
}

NumberId Algebra::new_number(Form form) {
    plan_.is_exact.add(form == Form::exact ? 1 : 0);
    return plan_.number_slots.add(0);
}

// ---------------------------------------------------------------- alignment

std::optional<Algebra::Sides> Algebra::aligned(const Number& a, const Number& b) {
    const auto a_unit = unit_of(a), b_unit = unit_of(b);
    if (!a_unit || !b_unit) return std::nullopt;
    auto unit = common(*a_unit, *b_unit);
    if (!unit) return std::nullopt;
    if (unit->over == 0) unit = Fraction{};
    auto left = term(a, *a_unit, *unit), right = term(b, *b_unit, *unit);
    if (!left || !right) return std::nullopt;
    return Sides{std::move(*left), std::move(*right), *unit};
}

NumberId Algebra::multiplied(NumberId a, NumberId b) {
    const auto [one, other] = std::minmax(a, b);
    return add(Product{new_number(Form::scaled), {one, 1, {}}, {other, 1, {}}});
}

// a/d and c/e over one denominator: over d when both have it or one has none, else over d·e.
std::optional<Algebra::OverOne> Algebra::over_one(const Number& a, const Number& b) {
    const auto numerator = [](const Number& number) { return scaled(number.column, number.unit); };
    const auto raised = [&](const Number& number, NumberId by) -> std::optional<Number> {
        if (!is_constant(number)) return scaled(multiplied(number.column, by), number.unit);
        if (is_zero(number)) return number;
        const auto unit = fraction(number.constant);
        return unit ? std::optional(scaled(by, *unit)) : std::nullopt;
    };
    const bool a_ratio = a.form == NumberForm::ratio, b_ratio = b.form == NumberForm::ratio;
    if (!a_ratio && !b_ratio) return OverOne{a, b, {}};
    if (a_ratio && b_ratio && a.denominator == b.denominator)
        return OverOne{numerator(a), numerator(b), a.denominator};
    std::optional<Number> left = a_ratio ? numerator(a) : a, right = b_ratio ? numerator(b) : b;
    if (b_ratio) left = raised(*left, b.denominator);
    if (a_ratio) right = raised(*right, a.denominator);
    if (!left || !right) return std::nullopt;
    const auto below = a_ratio && b_ratio ? multiplied(a.denominator, b.denominator)
                       : a_ratio          ? a.denominator
                                          : b.denominator;
    return OverOne{*left, *right, below};
}

Number Algebra::over(Number numerator, NumberId denominator) {
    if (!denominator || is_zero(numerator)) return numerator;
    assert(numerator.form == NumberForm::scaled);
    numerator.form = NumberForm::ratio;
    numerator.denominator = denominator;
    return numerator;
}

// ---------------------------------------------------------------- exact rationals

Number Algebra::to_exact(const Number& a) {
    if (is_constant(a) || a.form == NumberForm::exact) return a;
    const auto key = std::tuple(a.column, a.denominator, a.unit.over, a.unit.under);
    if (const auto found = exacts_.find(key); found != exacts_.end()) return exact_number(found->second);
    const auto out = add(ToExact{new_number(Form::exact), a.column, a.denominator, exact(a.unit)});
    exacts_.emplace(key, out);
    return exact_number(out);
}

Term Algebra::exact_term(const Number& a) {
    const auto number = to_exact(a);
    if (is_constant(number)) return Term{{}, 1, number.constant};
    return Term{number.column, 1, {}};
}

Number Algebra::limited(NumberId exact_column) {
    failures_ = strict(failures_, {add(TooLong{new_state(), exact_column, Overlong::cleared}), {}});
    return exact_number(exact_column);
}

Number Algebra::limited(Exact value) {
    if (value.bits() <= Exact::max_bits) return constant(std::move(value));
    failures_ = {{}, State::failed};
    return constant(0);
}

template <class StepType>
Number Algebra::exact_step(const Number& a, const Number& b) {
    auto left = exact_term(a), right = exact_term(b);
    return limited(add(StepType{new_number(Form::exact), std::move(left), std::move(right)}));
}

StateTerm Algebra::taken_failures() {
    return std::exchange(failures_, StateTerm{});
}

// ---------------------------------------------------------------- sums and products

std::optional<Number> Algebra::try_sum(const Number& a, const Number& b) {
    if (either_exact(a, b)) return std::nullopt;
    const auto one = over_one(a, b);
    if (!one) return std::nullopt;
    if (is_zero(one->b)) return over(one->a, one->denominator);
    if (is_zero(one->a)) return over(one->b, one->denominator);
    auto sides = aligned(one->a, one->b);
    if (!sides) return std::nullopt;
    const auto out = add(Sum{new_number(Form::scaled), std::move(sides->a), std::move(sides->b)});
    return over(scaled(out, sides->unit), one->denominator);
}

Number Algebra::sum(const Number& a, const Number& b) {
    if (both_constant(a, b)) return limited(a.constant + b.constant);
    if (is_zero(b)) return a;
    if (is_zero(a)) return b;
    const auto number = try_sum(a, b);
    return number ? *number : exact_step<Sum>(a, b);
}

Number Algebra::running_sum(const Number& a, const Number& b) {
    if (both_constant(a, b)) return constant(a.constant + b.constant);
    if (is_zero(b)) return a;
    if (is_zero(a)) return b;
    if (const auto number = try_sum(a, b)) return *number;
    auto left = exact_term(a), right = exact_term(b);
    return exact_number(add(Sum{new_number(Form::exact), std::move(left), std::move(right)}));
}

StateTerm Algebra::too_long(const Number& a) {
    if (a.form != NumberForm::exact) return {};
    return {add(TooLong{new_state(), a.column, Overlong::kept}), {}};
}

Number Algebra::difference(const Number& a, const Number& b) {
    return sum(a, product(constant(-1), b));
}

std::optional<Number> Algebra::try_product(const Number& a, const Number& b) {
    if (is_constant(b)) return try_product(b, a);
    if (either_exact(a, b)) return std::nullopt;
    const auto a_unit = unit_of(a);
    const auto unit = a_unit ? run::product(*a_unit, b.unit) : std::nullopt;
    if (!unit) return std::nullopt;
    Number number = b;
    number.unit = *unit;
    if (is_constant(a)) return number;
    number.column = multiplied(a.column, b.column);
    if (a.denominator)
        number.denominator = b.denominator ? multiplied(a.denominator, b.denominator) : a.denominator;
    number.form = number.denominator ? NumberForm::ratio : NumberForm::scaled;
    return number;
}

Number Algebra::product(const Number& a, const Number& b) {
    if (both_constant(a, b)) return limited(a.constant * b.constant);
    if (is_zero(a) || is_zero(b)) return constant(0);
    const auto number = try_product(a, b);
    return number ? *number : exact_step<Product>(a, b);
}

// ---------------------------------------------------------------- quotients

NumberId Algebra::magnitude(NumberId a) {
    return add(Magnitude{new_number(Form::scaled), a});
}

// (a / d) / (b / e) = a·e / (b·d), the sign moved to the numerator.
std::optional<Number> Algebra::try_quotient(const Number& a, const Number& b) {
    if (either_exact(a, b)) return std::nullopt;
    const auto a_unit = unit_of(a);
    const auto unit = a_unit ? run::quotient(*a_unit, b.unit) : std::nullopt;
    if (!unit) return std::nullopt;
    Term above{is_constant(a) ? NumberId() : a.column, 1, {}};
    if (b.denominator) above.column = above.column ? multiplied(above.column, b.denominator) : b.denominator;
    Number number = scaled(add(WithSign{new_number(Form::scaled), std::move(above), b.column}), *unit);
    auto below = magnitude(b.column);
    if (a.denominator) below = multiplied(a.denominator, below);
    return over(number, below);
}

Number Algebra::quotient(const Number& a, const Number& b) {
    if (is_constant(b)) {
        assert(!is_zero(b));
        if (is_constant(a)) return limited(a.constant / b.constant);
        return product(a, constant(Exact(1) / b.constant));
    }
    if (is_zero(a)) return a;
    const auto number = try_quotient(a, b);
    return number ? *number : exact_step<Quotient>(a, b);
}

StateTerm Algebra::zero_divisor(const Number& divisor) {
    if (is_constant(divisor)) return {{}, divisor.constant.sign() == 0 ? State::missing : State::present};
    return {add(ZeroDivisor{new_state(), divisor.column}), {}};
}

// ---------------------------------------------------------------- comparisons

// n × unit against a constant c: n against c / unit, rounded to the whole number that separates the same n.
std::optional<MaskTerm> Algebra::compare_constant(CompareOp op, const Number& a, const Exact& b,
                                                  bool swapped) {
    const auto edge = b / exact(a.unit);
    if (op == CompareOp::equal && !edge.is_integer()) return MaskTerm{{}, false};
    const bool n_first = swapped == (a.unit.over < 0);  // n < edge rather than edge < n
    const bool upwards = n_first == (op == CompareOp::less);
    Term threshold{{}, 0, {}}, n{a.column, 1, {}};
    if (!(upwards ? ceiling(edge) : floor(edge)).fits_scaled(1, threshold.factor)) return std::nullopt;
    if (threshold.factor > fraction_limit || threshold.factor < -fraction_limit) return std::nullopt;
    if (!n_first) std::swap(n, threshold);
    return MaskTerm{add(CompareNumbers{new_mask(), op, std::move(n), std::move(threshold)}), {}};
}

std::optional<MaskTerm> Algebra::try_compare(CompareOp op, const Number& a, const Number& b) {
    if (either_exact(a, b)) return std::nullopt;
    const auto one = over_one(a, b);
    if (!one) return std::nullopt;
    if (is_constant(one->b)) return compare_constant(op, one->a, one->b.constant, false);
    if (is_constant(one->a)) return compare_constant(op, one->b, one->a.constant, true);
    auto sides = aligned(one->a, one->b);
    if (!sides) return std::nullopt;
    return MaskTerm{add(CompareNumbers{new_mask(), op, std::move(sides->a), std::move(sides->b)}), {}};
}

MaskTerm Algebra::compare(CompareOp op, const Number& a, const Number& b) {
    if (both_constant(a, b)) return {{}, holds(op, a.constant, b.constant)};
    if (const auto mask = try_compare(op, a, b)) return *mask;
    auto left = exact_term(a), right = exact_term(b);
    return {add(CompareNumbers{new_mask(), op, std::move(left), std::move(right)}), {}};
}

// ---------------------------------------------------------------- masks

MaskId Algebra::column(MaskTerm mask) {
    if (mask.column) return mask.column;
    return filled(mask.constant ? 1 : 0);
}

MaskId Algebra::filled(std::uint8_t value) {
    return add(FillMask{new_mask(), value});
}

MaskTerm Algebra::both(MaskTerm a, MaskTerm b) {
    if (!a.column) return a.constant ? b : a;
    if (!b.column) return b.constant ? a : b;
    return {add(CombineMasks{new_mask(), MaskOp::both, a.column, b.column}), {}};
}

MaskTerm Algebra::either(MaskTerm a, MaskTerm b) {
    if (!a.column) return a.constant ? a : b;
    if (!b.column) return b.constant ? b : a;
    return {add(CombineMasks{new_mask(), MaskOp::either, a.column, b.column}), {}};
}

MaskTerm Algebra::same(MaskTerm a, MaskTerm b) {
    if (!a.column) return a.constant ? b : negated(b);
    if (!b.column) return b.constant ? a : negated(a);
    return {add(CombineMasks{new_mask(), MaskOp::same, a.column, b.column}), {}};
}

MaskTerm Algebra::negated(MaskTerm a) {
    if (!a.column) return {{}, !a.constant};
    return {add(NotMask{new_mask(), a.column}), {}};
}

MaskTerm Algebra::select(MaskTerm mask, MaskTerm a, MaskTerm b) {
    if (!mask.column) return mask.constant ? a : b;
    if (!a.column && !b.column && a.constant == b.constant) return a;
    const auto left = column(a), right = column(b);
    return {add(SelectMask{new_mask(), mask.column, left, right}), {}};
}

MaskTerm Algebra::is(StateTerm state, State asked) {
    if (!state.column) return {{}, state.constant == asked};
    return {add(IsState{new_mask(), state.column, asked}), {}};
}

// ---------------------------------------------------------------- states

StateTerm Algebra::strict(StateTerm a, StateTerm b) {
    const auto fails = [](StateTerm term) { return !term.column && term.constant != State::present; };
    if (fails(a) || fails(b)) return {{}, State::failed};
    if (!a.column && !b.column) return {};
    if (b.column < a.column) std::swap(a, b);
    return {add(Strict{new_state(), a, b}), {}};
}

StateTerm Algebra::logic(core::LogicOp op, MaskTerm a, StateTerm a_state, MaskTerm b, StateTerm b_state) {
    const auto is_present = [](StateTerm term) { return !term.column && term.constant == State::present; };
    if (is_present(a_state) && is_present(b_state)) return {};
    const auto left = column(a), right = column(b);
    return {add(LogicState{new_state(), op, left, right, a_state, b_state}), {}};
}

StateTerm Algebra::choose(MaskTerm condition, StateTerm condition_state, StateTerm taken,
                          StateTerm otherwise) {
    const auto same = [](StateTerm a, StateTerm b) {
        return a.column == b.column && (a.column || a.constant == b.constant);
    };
    const bool sure = !condition_state.column && condition_state.constant == State::present;
    if (!condition_state.column && !sure) return {{}, State::failed};
    if (sure && !condition.column) return condition.constant ? taken : otherwise;
    if (sure && same(taken, otherwise)) return taken;
    const auto mask = column(condition);
    return {add(ChooseState{new_state(), mask, condition_state, taken, otherwise}), {}};
}

StateTerm Algebra::then(StateTerm a, StateTerm b) {
    if (!a.column) return a.constant == State::present ? b : a;
    if (!b.column && b.constant == State::present) return a;
    return {add(Then{new_state(), a, b}), {}};
}

StateTerm Algebra::first_present(StateTerm a, StateTerm b) {
    if (!a.column) return a.constant == State::missing ? b : a;
    return {add(FirstPresent{new_state(), a, b}), {}};
}

}  // namespace accrue::run
