// The plan of a scheme: every expression becomes a number, a mask or a text with the state of its rows.
#include "run/planner.hpp"

#include <algorithm>
#include <cstdlib>

#include "run/store_forms.hpp"

namespace accrue::run {

using core::DefinitionId;
using core::ExprId;
using core::TypeKind;

void Planner::build() {
    for (const auto id : stage_.definitions) {
        const auto& value = definition(id);
        if (const auto store = layout_.of_definition[id]) write(store, value);
        if (!layout_.is_read[id]) count_absent(id, value.state);
    }
    for (const auto operand : stage_.operands) write(layout_.of_operand.at(operand), expression(operand));
    for (const auto window : stage_.windows) write_window(window);
    if (stage_.paired) write(layout_.of_pairs.at(stage_.paired), expression(stage_.paired));
}

void Planner::count_absent(DefinitionId id, StateTerm state) {
    const bool never = !state.column && state.constant == State::present;
    if (!never) algebra_.plan().steps.push_back(CountAbsent{id, state});
}

// Here where it is of this stage, else as another one stored it.
const Planned& Planner::definition(DefinitionId id, Who who) {
    if (layout_.schedule.stage_of[id] == id_) return expression(scheme_.definitions[id].value);
    return stored(layout_.of_definition[id], who);
}

// Operands stand before their users, so the path is no longer than the text is deep.
const Planned& Planner::expression(ExprId id) {
    if (const auto known = planned_.find(id); known != planned_.end()) return known->second;
    const auto& expr = scheme_.expressions[id];
    auto made = std::visit([&](const auto& node) { return of(id, expr, node); }, expr.node);
    made.state = algebra_.then(algebra_.taken_failures(), made.state);
    return planned_.emplace(id, std::move(made)).first->second;
}

// ---------------------------------------------------------------- operations

Planned Planner::of(ExprId, const core::Expr& expr, const core::Arithmetic& node) {
    const auto left = expression(node.left), right = expression(node.right);
    if (expr.type.kind == TypeKind::date) return moved_date(left, right, node.op);
    auto state = algebra_.strict(left.state, right.state);
    switch (node.op) {
        case core::ArithmeticOp::add:
            return as_number(algebra_.sum(left.number, right.number), state);
        case core::ArithmeticOp::subtract:
            return as_number(amount(algebra_.difference(left.number, right.number)), state);
        case core::ArithmeticOp::multiply:
            return as_number(algebra_.product(left.number, right.number), state);
        case core::ArithmeticOp::divide:
            return quotient(left, right, state);
    }
    return {};
}

// In an exact plan the days between two dates are a rational like every other amount.
Number Planner::amount(Number value) {
    return numbers_ == Numbers::exact ? algebra_.to_exact(value) : value;
}

// A divisor of 0 makes the quotient missing, unless a side already failed.
Planned Planner::quotient(const Planned& left, const Planned& right, StateTerm sides) {
    const auto zero = algebra_.zero_divisor(right.number);
    const bool never = !zero.column && zero.constant == State::missing;
    const auto value = never ? constant(0) : algebra_.quotient(left.number, right.number);
    return as_number(value, algebra_.then(sides, zero));
}

Planned Planner::moved_date(const Planned& date, const Planned& days, core::ArithmeticOp op) {
    auto number_of_days = days.number;
    if (op == core::ArithmeticOp::subtract) number_of_days = algebra_.product(constant(-1), number_of_days);
    const auto sides = algebra_.then(algebra_.taken_failures(), algebra_.strict(date.state, days.state));
    // The unit of a chosen date is what its constants have in common.
    const auto as_term = [](const Number& each, std::int64_t factor) -> std::optional<Term> {
        Term term{each.column, factor, {}};
        if (!each.column && !each.constant.fits_scaled(1, term.factor)) return std::nullopt;
        return term;
    };
    const auto days_term = as_term(number_of_days, 1);
    const auto date_term = as_term(date.number, date.number.unit.over);
    constexpr std::int64_t more_than_all_years = 4'000'000;
    if (!days_term || (!days_term->column && std::abs(days_term->factor) > more_than_all_years))
        return as_number(constant(0), {{}, State::failed});
    const auto state = algebra_.new_state();
    const auto unit = number_of_days.form == NumberForm::constant ? Fraction{} : number_of_days.unit;
    const auto out = algebra_.add(MoveDate{algebra_.new_number(Form::scaled), state, *date_term, *days_term,
                                           number_of_days.denominator, unit});
    return as_number(scaled(out, Fraction{}), algebra_.strict(sides, {state, {}}));
}

Planned Planner::of(ExprId, const core::Expr&, const core::MonthsBetween& node) {
    const auto from = expression(node.from), to = expression(node.to);
    const auto out = algebra_.add(
        MonthsApart{algebra_.new_number(Form::scaled), date_term(from.number), date_term(to.number)});
    return as_number(amount(scaled(out, Fraction{})), algebra_.strict(from.state, to.state));
}

// A date in days; the unit of a chosen date is what its constants have in common.
Term Planner::date_term(const Number& date) {
    Term term{date.column, date.unit.over, {}};
    if (!date.column) date.constant.fits_scaled(1, term.factor);
    return term;
}

Planned Planner::of(ExprId, const core::Expr&, const core::Compare& node) {
    const auto left = expression(node.left), right = expression(node.right);
    const auto state = algebra_.strict(left.state, right.state);
    if (scheme_.expressions[node.left].type.kind == TypeKind::logical)
        return as_mask(algebra_.same(left.mask, right.mask), state);
    return as_mask(algebra_.compare(node.op, left.number, right.number), state);
}

Planned Planner::of(ExprId, const core::Expr&, const core::Logic& node) {
    const auto left = expression(node.left);
    if (node.op == core::LogicOp::negation)
        return as_mask(algebra_.negated(left.mask), algebra_.strict(left.state));
    const auto right = expression(node.right);
    const auto state = algebra_.logic(node.op, left.mask, left.state, right.mask, right.state);
    const bool both = node.op == core::LogicOp::both;
    return as_mask(both ? algebra_.both(left.mask, right.mask) : algebra_.either(left.mask, right.mask),
                   state);
}

// From the last case to the first: what holds earlier replaces what holds later.
Planned Planner::of(ExprId, const core::Expr& expr, const core::Choose& node) {
    Planned chosen{constant(0), {}, {{}, State::failed}};
    bool has_value = false;
    const auto used = [&](ExprId id) {
        auto planned = expression(id);
        planned.state = algebra_.strict(planned.state);
        return planned;
    };
    if (node.otherwise) {
        chosen = used(node.otherwise);
        has_value = true;
    }
    for (auto each = node.cases.rbegin(); each != node.cases.rend(); ++each) {
        const auto condition = expression(each->condition);
        const auto value = used(each->value);
        chosen = has_value ? select(condition.mask, value, chosen, expr.type.kind)
                           : Planned{value.number, value.mask, chosen.state};
        chosen.state = algebra_.choose(condition.mask, condition.state, value.state, chosen.state);
        has_value = true;
    }
    return chosen;
}

// The state is the second's.
Planned Planner::select(MaskTerm condition, const Planned& a, const Planned& b, TypeKind kind) {
    if (kind == TypeKind::logical) return as_mask(algebra_.select(condition, a.mask, b.mask), b.state);
    return as_number(algebra_.select(condition, a.number, b.number), b.state);
}

Planned Planner::of(ExprId, const core::Expr&, const core::Clamp& node) {
    const auto left = expression(node.left), right = expression(node.right);
    return as_number(algebra_.extreme(node.op, left.number, right.number),
                     algebra_.strict(left.state, right.state));
}

Planned Planner::of(ExprId, const core::Expr&, const core::Round& node) {
    const auto of = expression(node.of);
    const auto& step = std::get<Exact>(std::get<core::Constant>(scheme_.expressions[node.step].node).value);
    return as_number(algebra_.rounded(of.number, node.mode, step), algebra_.strict(of.state));
}

Planned Planner::of(ExprId, const core::Expr& expr, const core::Default& node) {
    // Both are planned even where one is never used: a window in it goes on adding up for periods in which it
    // is.
    const auto of = expression(node.of), instead = expression(node.instead);
    if (!of.state.column && of.state.constant != State::missing) return of;
    auto planned = select(algebra_.is(of.state, State::missing), instead, of, expr.type.kind);
    planned.state = algebra_.first_present(of.state, algebra_.strict(instead.state));
    return planned;
}

// ---------------------------------------------------------------- stores

// The step gets its number when it is known in what form all plans store it.
void Planner::write(StoreId store, const Planned& value) {
    const auto kind = layout_.stores[store].kind;
    if (is_amount(kind)) written_[store] = joined(written_[store], value.number);
    if (kind != TypeKind::logical) pending_.push_back({algebra_.plan().steps.size(), value});
    algebra_.plan().steps.push_back(Write{store, {{}, 0, {}}, {}, Form::scaled, value.mask, value.state});
}

void Planner::write_all() {
    auto& steps = algebra_.plan().steps;
    std::vector<std::size_t> moved;
    for (const auto& [place, value] : pending_) {
        auto step = std::get<Write>(steps[place]);
        const auto& form = layout_.stores[step.store];
        if (!form.known) continue;
        fill(step, value.number, form);
        // It comes after the step that makes a rational of its number.
        if (step.form == Form::exact && value.number.form != NumberForm::exact) {
            steps.push_back(std::move(step));
            moved.push_back(place);
        } else {
            steps[place] = std::move(step);
        }
    }
    for (auto place = moved.rbegin(); place != moved.rend(); ++place)
        steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(*place));
    finish(algebra_.plan());
}

bool Planner::reads_any(const std::vector<StoreId>& stores) const {
    const auto& read = algebra_.plan().stores;
    return std::ranges::find_first_of(read, stores) != read.end();
}

// The number as the store has it: a count of its unit, or a rational.
void Planner::fill(Write& step, const Number& value, const StoreForm& form) {
    const auto own =
        value.form == NumberForm::constant ? fraction(value.constant) : std::optional(value.unit);
    const auto factor = own && form.form != Form::exact ? times(*own, form.unit) : std::nullopt;
    if (value.form == NumberForm::exact || !factor) {
        step.number = algebra_.exact_term(value);
        step.form = Form::exact;
        return;
    }
    step.number = Term{value.column, *factor, {}};
    step.denominator = value.denominator;
    step.form = value.denominator ? Form::ratio : Form::scaled;
}

Plan plan(const Basis& basis, StageId stage, Moment moment, Numbers numbers) {
    Plan made;
    auto written = basis.layout.stores;
    Planner planner(basis, stage, moment, numbers, written, made);
    planner.build();
    planner.write_all();
    return made;
}

}  // namespace accrue::run
