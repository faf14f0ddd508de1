// The plan of a scheme: every expression becomes a number, a mask or a text with the state of its rows.
#include "run/planner.hpp"

#include <cassert>

#include "base/text.hpp"
#include "core/walk.hpp"

namespace accrue::run {
namespace {

using core::DefinitionId;
using core::ExprId;
using core::TypeKind;

bool is_amount(TypeKind kind) {
    return kind == TypeKind::money || kind == TypeKind::number;
}

Planned number(Number value, StateTerm state = {}) {
    return {std::move(value), {}, state};
}
Planned mask(MaskTerm value, StateTerm state = {}) {
    return {{}, value, state};
}

StoreForm joined(StoreForm form, const Number& number) {
    const auto unit =
        number.form == NumberForm::constant ? fraction(number.constant) : std::optional(number.unit);
    if (unit && unit->over == 0) return form;
    const bool first = !form.known;
    form.known = true;
    const auto shared = unit ? common(first ? *unit : form.unit, *unit) : std::nullopt;
    if (form.form == Form::exact || number.form == NumberForm::exact || !shared) {
        form.form = Form::exact;
        form.unit = Fraction{};
        return form;
    }
    form.unit = *shared;
    if (number.form == NumberForm::ratio) form.form = Form::ratio;
    return form;
}

}  // namespace

void Planner::build() {
    for (const auto id : scheme_.order) {
        const auto& value = definition(id);
        if (const auto store = layout_.of_definition[id]) write(store, value);
        if (!layout_.is_read[id]) count_absent(id, value.state);
    }
    for (const auto window : later_) write_window(window);
}

void Planner::count_absent(DefinitionId id, StateTerm state) {
    const bool never = !state.column && state.constant == State::present;
    if (!never) algebra_.plan().steps.push_back(CountAbsent{id, state});
}

const Planned& Planner::definition(DefinitionId id) {
    return expression(scheme_.definitions[id].value);
}

// Operands stand before their users, so the path is no longer than the text is deep.
const Planned& Planner::expression(ExprId id) {
    auto& planned = planned_[id.value];
    if (!planned) {
        const auto& expr = scheme_.expressions[id];
        auto made = std::visit([&](const auto& node) { return of(id, expr, node); }, expr.node);
        made.state = algebra_.then(algebra_.taken_failures(), made.state);
        planned_[id.value] = std::move(made);
    }
    return *planned_[id.value];
}

// ---------------------------------------------------------------- leaves

Planned Planner::of(ExprId, const core::Expr&, const core::Constant& node) {
    const overloaded value{
        [](const Exact& amount) { return number(constant(amount)); },
        [](bool holds) { return mask({{}, holds}); },
        [](Date date) { return number(constant(date.days)); },
        [](Month each) { return number(constant(each.index)); },
        [&](const std::string& text) { return number(constant(layout_.text_ids.at(folded(text)).value)); },
    };
    return std::visit(value, node.value);
}

Planned Planner::of(ExprId, const core::Expr&, const core::Read& node) {
    const overloaded value{
        [&](core::InputId input) { return read(input); },
        [&](core::ParamId param) {
            const auto* dated = core::in_force(scheme_.params[param], month_);
            return dated != nullptr ? expression(dated->value) : absent();
        },
        [&](DefinitionId id) { return definition(id); },
        [&](core::Builtin builtin) { return built_in(builtin); },
    };
    return std::visit(value, node.what);
}

Planned Planner::absent() {
    return {constant(0), {}, {{}, State::missing}};
}

Planned Planner::built_in(core::Builtin builtin) {
    const Month next{month_.index + 1};
    switch (builtin) {
        case core::Builtin::days_in_month:
            return number(constant(days_in(month_)));
        case core::Builtin::ends_quarter:
            return mask({{}, core::quarter_start(scheme_, next) == next});
        case core::Builtin::ends_year:
            return mask({{}, core::year_start(scheme_, next) == next});
    }
    return {};
}

Planned Planner::read(core::InputId input) {
    const auto& column = history_.columns[input];
    const auto kind = scheme_.inputs[input].type.kind;
    if (column.absent) return absent();
    auto& known = inputs_[input.value];
    if (!known) known = read_column(input, kind, column);
    return *known;
}

Planned Planner::read_column(core::InputId input, TypeKind kind, const data::Column& column) {
    auto& leaves = algebra_.plan().leaves;
    Planned planned;
    if (!column.missing.empty()) {
        planned.state.column = algebra_.new_state();
        leaves.push_back(InputState{planned.state.column, input});
    }
    if (kind == TypeKind::logical) {
        planned.mask.column = algebra_.new_mask();
        leaves.push_back(InputMask{planned.mask.column, input});
        return planned;
    }
    const auto unit = is_amount(kind) ? fraction(Exact::scaled(1, column.digits)) : Fraction{};
    planned.number =
        leaf_number(is_amount(kind) && (numbers_ == Numbers::exact || !unit), unit.value_or(Fraction{}));
    leaves.push_back(InputNumber{planned.number.column, input});
    return planned;
}

Number Planner::leaf_number(bool is_exact, const Fraction& unit) {
    auto number = scaled(algebra_.new_number(is_exact ? Form::exact : Form::scaled), unit);
    if (is_exact) number.form = NumberForm::exact;
    return number;
}

Planned Planner::of(ExprId, const core::Expr&, const core::Previous& node) {
    return earlier(layout_.of_definition[node.of], ExprId(), State::missing);
}

Planned Planner::earlier(StoreId store, ExprId window, State none) {
    auto& known = earlier_[{store, window}];
    if (known) return *known;
    Planned planned;
    const auto& form = layout_.stores[store];
    Earlier leaf{store, window, none, {}, {}, {}, algebra_.new_state()};
    if (form.kind == TypeKind::logical) {
        leaf.mask = planned.mask.column = algebra_.new_mask();
    } else if (form.known) {
        const bool is_exact =
            is_amount(form.kind) && (numbers_ == Numbers::exact || form.form == Form::exact);
        planned.number = leaf_number(is_exact, form.unit);
        leaf.number = planned.number.column;
        if (!is_exact && form.form == Form::ratio) {
            planned.number.form = NumberForm::ratio;
            leaf.denominator = planned.number.denominator = algebra_.new_number(Form::scaled);
        }
    }
    planned.state.column = leaf.state;
    algebra_.plan().leaves.push_back(leaf);
    known = planned;
    return planned;
}

// ---------------------------------------------------------------- operations

Planned Planner::of(ExprId, const core::Expr& expr, const core::Arithmetic& node) {
    const auto left = expression(node.left), right = expression(node.right);
    if (expr.type.kind == TypeKind::date) return moved_date(left, right, node.op);
    auto state = algebra_.strict(left.state, right.state);
    switch (node.op) {
        case core::ArithmeticOp::add:
            return number(algebra_.sum(left.number, right.number), state);
        case core::ArithmeticOp::subtract:
            return number(amount(algebra_.difference(left.number, right.number)), state);
        case core::ArithmeticOp::multiply:
            return number(algebra_.product(left.number, right.number), state);
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
    return number(value, algebra_.then(sides, zero));
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
        return number(constant(0), {{}, State::failed});
    const auto state = algebra_.new_state();
    const auto unit = number_of_days.form == NumberForm::constant ? Fraction{} : number_of_days.unit;
    const auto out = algebra_.add(MoveDate{algebra_.new_number(Form::scaled), state, *date_term, *days_term,
                                           number_of_days.denominator, unit});
    return number(scaled(out, Fraction{}), algebra_.strict(sides, {state, {}}));
}

Planned Planner::of(ExprId, const core::Expr&, const core::Compare& node) {
    const auto left = expression(node.left), right = expression(node.right);
    const auto state = algebra_.strict(left.state, right.state);
    if (scheme_.expressions[node.left].type.kind == TypeKind::logical)
        return mask(algebra_.same(left.mask, right.mask), state);
    return mask(algebra_.compare(node.op, left.number, right.number), state);
}

Planned Planner::of(ExprId, const core::Expr&, const core::Logic& node) {
    const auto left = expression(node.left);
    if (node.op == core::LogicOp::negation)
        return mask(algebra_.negated(left.mask), algebra_.strict(left.state));
    const auto right = expression(node.right);
    const auto state = algebra_.logic(node.op, left.mask, left.state, right.mask, right.state);
    const bool both = node.op == core::LogicOp::both;
    return mask(both ? algebra_.both(left.mask, right.mask) : algebra_.either(left.mask, right.mask), state);
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
    if (kind == TypeKind::logical) return mask(algebra_.select(condition, a.mask, b.mask), b.state);
    return number(algebra_.select(condition, a.number, b.number), b.state);
}

Planned Planner::of(ExprId, const core::Expr&, const core::Clamp& node) {
    const auto left = expression(node.left), right = expression(node.right);
    return number(algebra_.extreme(node.op, left.number, right.number),
                  algebra_.strict(left.state, right.state));
}

Planned Planner::of(ExprId, const core::Expr&, const core::Round& node) {
    const auto of = expression(node.of);
    const auto& step = std::get<Exact>(std::get<core::Constant>(scheme_.expressions[node.step].node).value);
    return number(algebra_.rounded(of.number, node.mode, step), algebra_.strict(of.state));
}

Planned Planner::of(ExprId, const core::Expr& expr, const core::Default& node) {
    // Both are planned even where one is never used: a window in it goes on adding up for months in which it
    // is.
    const auto of = expression(node.of), instead = expression(node.instead);
    if (!of.state.column && of.state.constant != State::missing) return of;
    auto planned = select(algebra_.is(of.state, State::missing), instead, of, expr.type.kind);
    planned.state = algebra_.first_present(of.state, algebra_.strict(instead.state));
    return planned;
}

// ---------------------------------------------------------------- stores

void Planner::write(StoreId store, const Planned& value) {
    const auto& form = layout_.stores[store];
    Write step{store, {{}, 0, {}}, {}, Form::scaled, value.mask, value.state};
    if (form.kind != TypeKind::logical) {
        if (is_amount(form.kind)) written_[store] = joined(written_[store], value.number);
        if (form.known) fill(step, value.number, form);
    }
    algebra_.plan().steps.push_back(std::move(step));
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

Plan plan(const core::Scheme& scheme, const data::History& history, const Layout& layout, Month month,
          Numbers numbers, Table<StoreId, StoreForm>& written) {
    Plan made;
    Planner planner(scheme, history, layout, month, numbers, written, made);
    planner.build();
    finish(made);
    return made;
}

}  // namespace accrue::run
