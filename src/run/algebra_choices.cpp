// Bounds, choices and roundings of planned numbers.
#include <algorithm>

#include "run/algebra.hpp"

namespace accrue::run {

using core::CompareOp;

std::optional<Number> Algebra::try_extreme(core::ClampOp op, const Number& a, const Number& b) {
    if (either_exact(a, b)) return std::nullopt;
    if (a.denominator || b.denominator) {
        const auto less = try_compare(CompareOp::less, a, b);
        if (!less) return std::nullopt;
        return op == core::ClampOp::smaller ? select(*less, a, b) : select(*less, b, a);
    }
    auto sides = aligned(a, b);
    if (!sides) return std::nullopt;
    return scaled(add(Extreme{new_number(Form::scaled), op, std::move(sides->a), std::move(sides->b)}),
                  sides->unit);
}

Number Algebra::extreme(core::ClampOp op, const Number& a, const Number& b) {
    const bool smallest = op == core::ClampOp::smaller;
    if (both_constant(a, b)) return constant((a.constant < b.constant) == smallest ? a.constant : b.constant);
    if (const auto number = try_extreme(op, a, b)) return *number;
    auto left = exact_term(a), right = exact_term(b);
    return exact_number(add(Extreme{new_number(Form::exact), op, std::move(left), std::move(right)}));
}

std::optional<Number> Algebra::try_select(MaskId mask, const Number& a, const Number& b) {
    if (either_exact(a, b)) return std::nullopt;
    Number above = a, below = b;
    for (auto* each : {&above, &below}) {
        if (each->form == NumberForm::ratio) each->form = NumberForm::scaled;
    }
    auto sides = aligned(above, below);
    if (!sides) return std::nullopt;
    const auto out = add(Select{new_number(Form::scaled), mask, std::move(sides->a), std::move(sides->b)});
    NumberId denominator = a.denominator;
    if (a.denominator != b.denominator)
        denominator =
            add(Select{new_number(Form::scaled), mask, {a.denominator, 1, {}}, {b.denominator, 1, {}}});
    return over(scaled(out, sides->unit), denominator);
}

// The places of the constants that the number is one of.
std::optional<Algebra::Picked> Algebra::picked(const Number& number) {
    if (!is_constant(number)) {
        const auto known = picked_.find(number.column);
        const bool is_known = number.form == NumberForm::scaled && known != picked_.end();
        return is_known && known->second.unit == number.unit ? std::optional(known->second) : std::nullopt;
    }
    const auto found = std::ranges::find(constants_, number.constant);
    const auto place = static_cast<std::size_t>(found - constants_.begin());
    if (place > UINT8_MAX) return std::nullopt;
    if (found == constants_.end()) constants_.push_back(number.constant);
    const auto index = static_cast<std::uint8_t>(place);
    return Picked{filled(index), {index}, {}};
}

// A choice of constants chooses places, which are bytes, and looks the constant up at the end: what was
// chosen from is then dropped.
std::optional<Number> Algebra::try_pick(MaskId mask, const Number& a, const Number& b) {
    const auto left = picked(a), right = picked(b);
    if (!left || !right) return std::nullopt;
    Picked chosen{add(SelectMask{new_mask(), mask, left->index, right->index}), left->of, {}};
    chosen.of.insert(right->of.begin(), right->of.end());
    const auto number = both_constant(a, b) ? try_select(mask, a, b) : looked_up(chosen);
    if (!number || number->form != NumberForm::scaled) return number;
    chosen.unit = number->unit;
    picked_.try_emplace(number->column, std::move(chosen));
    return number;
}

std::optional<Number> Algebra::looked_up(const Picked& chosen) {
    std::optional<Fraction> unit = Fraction{0, 1};
    for (const auto place : chosen.of) {
        const auto own = fraction(constants_[place]);
        unit = unit && own ? common(*unit, *own) : std::nullopt;
    }
    if (!unit || unit->over == 0) return std::nullopt;
    Pick step{new_number(Form::scaled), chosen.index, std::vector<std::int64_t>(constants_.size()), 0, 0};
    for (const auto place : chosen.of) {
        const auto count = times(*fraction(constants_[place]), *unit);
        if (!count) return std::nullopt;
        step.table[place] = *count;
        step.low = std::min(step.low, static_cast<double>(*count) * (1 + 0x1p-50));
        step.high = std::max(step.high, static_cast<double>(*count) * (1 + 0x1p-50));
    }
    return scaled(add(std::move(step)), *unit);
}

Number Algebra::select(MaskTerm mask, const Number& a, const Number& b) {
    if (!mask.column) return mask.constant ? a : b;
    if (both_constant(a, b) && a.constant == b.constant) return a;
    if (const auto number = try_pick(mask.column, a, b)) return *number;
    if (const auto number = try_select(mask.column, a, b)) return *number;
    auto left = exact_term(a), right = exact_term(b);
    return exact_number(add(Select{new_number(Form::exact), mask.column, std::move(left), std::move(right)}));
}

std::optional<Number> Algebra::try_rounded(const Number& a, Rounding mode, const Exact& step) {
    if (a.form == NumberForm::exact) return std::nullopt;
    const auto unit = fraction(step);
    const auto ratio = unit ? run::quotient(a.unit, *unit) : std::nullopt;
    if (!ratio) return std::nullopt;
    if (!a.denominator && ratio->under == 1) return a;
    const auto out = new_number(Form::scaled);
    return scaled(add(RoundWhole{out, a.column, a.denominator, mode, ratio->over, ratio->under}), *unit);
}

Number Algebra::rounded(const Number& a, Rounding mode, const Exact& step) {
    if (is_constant(a)) return limited(accrue::rounded(a.constant, mode, step));
    if (const auto number = try_rounded(a, mode, step)) return *number;
    const auto column = to_exact(a).column;
    return limited(add(RoundExact{new_number(Form::exact), column, mode, step}));
}

}  // namespace accrue::run
