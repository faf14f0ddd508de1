// The plan of a scheme: every expression becomes a number, a mask or a text with the state of its rows.
#include "run/planner.hpp"

#include <algorithm>
#include <cassert>

#include "core/builtins.hpp"
#include "core/walk.hpp"
#include "run/lookup.hpp"

namespace accrue::run {
namespace {

using core::DefinitionId;
using core::ExprId;
using core::TypeKind;

Planned number(Number value, StateTerm state = {}) {
    return {std::move(value), {}, state};
}
Planned mask(MaskTerm value, StateTerm state = {}) {
    return {{}, value, state};
}

// The form that holds what the store had and what is `added` to it; without a unit that is a rational.
StoreForm joined(StoreForm form, Form added, std::optional<Fraction> unit) {
    if (unit && unit->over == 0) return form;
    const bool first = !form.known;
    form.known = true;
    const auto shared = unit ? common(first ? *unit : form.unit, *unit) : std::nullopt;
    if (form.form == Form::exact || added == Form::exact || !shared) {
        form.form = Form::exact;
        form.unit = Fraction{};
        return form;
    }
    form.unit = *shared;
    if (added == Form::ratio) form.form = Form::ratio;
    return form;
}

StoreForm joined(const StoreForm& form, const Number& number) {
    switch (number.form) {
        case NumberForm::constant:
            return joined(form, Form::scaled, fraction(number.constant));
        case NumberForm::scaled:
            return joined(form, Form::scaled, number.unit);
        case NumberForm::ratio:
            return joined(form, Form::ratio, number.unit);
        case NumberForm::exact:
            return joined(form, Form::exact, std::nullopt);
    }
    return form;
}

}  // namespace

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

// ---------------------------------------------------------------- leaves

Planned Planner::of(ExprId, const core::Expr&, const core::Constant& node) {
    const overloaded value{
        [](const Exact& amount) { return number(constant(amount)); },
        [](bool holds) { return mask({{}, holds}); },
        [](Date date) { return number(constant(date.days)); },
        [](Month each) { return number(constant(each.index)); },
        [&](const std::string& text) { return number(constant(texts_.number(text))); },
    };
    return std::visit(value, node.value);
}

Planned Planner::of(ExprId, const core::Expr&, const core::Read& node) {
    const auto who = node.of_asker ? Who::asker : Who::row;
    const overloaded value{
        [&](core::InputId input) { return read(input, who); },
        [&](core::ParamId param) {
            const auto* dated = core::in_force(scheme_.params[param], moment_.date);
            return dated != nullptr ? expression(dated->value) : absent();
        },
        [&](DefinitionId id) { return definition(id, who); },
        [&](core::Builtin builtin) { return built_in(builtin, who); },
    };
    return std::visit(value, node.what);
}

Planned Planner::absent() {
    return {constant(0), {}, {{}, State::missing}};
}

// What is the same in the whole plan is a constant.
Planned Planner::built_in(core::Builtin builtin, Who who) {
    const auto& calendar = scheme_.calendar;
    if (who == Who::asker) return told(builtin, {who, stage_.askers});
    switch (builtin) {
        case core::Builtin::days_in_month:
            return number(constant(days_in(calendar.month(moment_.period))));
        case core::Builtin::ends_month:
            return mask({{}, calendar.ends_month(moment_.period)});
        case core::Builtin::ends_quarter:
            return mask({{}, calendar.ends_quarter(moment_.period)});
        case core::Builtin::ends_year:
            return mask({{}, calendar.ends_year(moment_.period)});
        case core::Builtin::this_month:
        case core::Builtin::number_of_month:
        case core::Builtin::number_of_quarter:
        case core::Builtin::number_of_year:
        case core::Builtin::number_of_week:
        case core::Builtin::days_in_quarter:
        case core::Builtin::days_in_year:
        case core::Builtin::period_start:
        case core::Builtin::period_end:
        case core::Builtin::quarter_start:
        case core::Builtin::quarter_end:
        case core::Builtin::year_start:
        case core::Builtin::year_end:
        case core::Builtin::row_date:
        case core::Builtin::row_key:
            return told(builtin, {who, stage_.level});
    }
    return {};
}

Planned Planner::told(core::Builtin builtin, Place place) {
    auto& leaves = algebra_.plan().leaves;
    if (core::type_of(builtin).kind == TypeKind::logical) {
        const auto out = algebra_.new_mask();
        leaves.push_back(BuiltinMask{out, builtin, place});
        return mask({out, {}});
    }
    const auto out = leaf_number(false, Fraction{});
    leaves.push_back(BuiltinNumber{out.column, builtin, place});
    return number(core::type_of(builtin).kind == TypeKind::number ? amount(out) : out);
}

Planned Planner::read(core::InputId input, Who who) {
    const auto& column = shape_.columns[input];
    const Place place{who, scheme_.inputs[input].level};
    const auto [known, is_new] = inputs_.try_emplace({input, place});
    if (is_new) known->second = read_column(input, place, column);
    return known->second;
}

Planned Planner::read_column(core::InputId input, Place place, const ColumnShape& column) {
    const auto kind = scheme_.inputs[input].type.kind;
    auto& leaves = algebra_.plan().leaves;
    if (column.absent && is_own(place)) return absent();
    Planned planned;
    if (column.absent || column.has_missing || !is_own(place)) {
        planned.state.column = algebra_.new_state();
        leaves.push_back(InputState{planned.state.column, input, place});
    }
    if (column.absent) {
        planned.number = constant(0);
        return planned;
    }
    if (kind == TypeKind::logical) {
        planned.mask.column = algebra_.new_mask();
        leaves.push_back(InputMask{planned.mask.column, input, place});
        return planned;
    }
    const auto unit = is_amount(kind) ? fraction(Exact::scaled(1, column.digits)) : Fraction{};
    planned.number =
        leaf_number(is_amount(kind) && (numbers_ == Numbers::exact || !unit), unit.value_or(Fraction{}));
    leaves.push_back(InputNumber{planned.number.column, input, place});
    return planned;
}

Number Planner::leaf_number(bool is_exact, const Fraction& unit) {
    auto number = scaled(algebra_.new_number(is_exact ? Form::exact : Form::scaled), unit);
    if (is_exact) number.form = NumberForm::exact;
    return number;
}

// The columns of a leaf that reads a store of that form.
template <class LeafType>
Planned Planner::planned_leaf(LeafType& leaf, const StoreForm& form) {
    Planned planned;
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
    leaf.state = planned.state.column = algebra_.new_state();
    return planned;
}

// The plan is for stores of these forms; when one changes it is made again.
const StoreForm& Planner::form(StoreId store) {
    algebra_.plan().stores.push_back(store);
    return layout_.stores[store];
}

Planned Planner::of(ExprId, const core::Expr&, const core::Previous& node) {
    return earlier(layout_.of_definition[node.of], ExprId(), State::missing, node.back);
}

Planned Planner::earlier(StoreId store, ExprId window, State none, int back) {
    const auto [known, is_new] = earlier_.try_emplace({store, window, back});
    if (is_new) {
        Earlier leaf{store, window, none, back, {}, {}, {}, {}};
        known->second = planned_leaf(leaf, form(store));
        algebra_.plan().leaves.push_back(leaf);
    }
    return known->second;
}

const Planned& Planner::stored(StoreId store, Who who) {
    const auto [known, is_new] = stored_.try_emplace({store, who});
    if (is_new) {
        Stored leaf{store, {who, form(store).level}, {}, {}, {}, {}};
        known->second = planned_leaf(leaf, form(store));
        algebra_.plan().leaves.push_back(leaf);
    }
    return known->second;
}

Planned Planner::of(ExprId, const core::Expr&, const core::Shared& node) {
    return stored(layout_.of_operation[layout_.schedule.shares[node.share]].front(), Who::row);
}
Planned Planner::of(ExprId, const core::Expr&, const core::Solved& node) {
    return stored(layout_.of_operation[layout_.schedule.systems[node.system]][node.unknown], Who::row);
}
Planned Planner::of(ExprId, const core::Expr&, const core::FromLots& node) {
    const auto part = static_cast<std::size_t>(node.part);
    return stored(layout_.of_operation[layout_.schedule.lots[node.lots]][part], Who::row);
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

Planned Planner::of(ExprId, const core::Expr&, const core::MonthsBetween& node) {
    const auto from = expression(node.from), to = expression(node.to);
    const auto out = algebra_.add(
        MonthsApart{algebra_.new_number(Form::scaled), date_term(from.number), date_term(to.number)});
    return number(amount(scaled(out, Fraction{})), algebra_.strict(from.state, to.state));
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
    // Both are planned even where one is never used: a window in it goes on adding up for periods in which it
    // is.
    const auto of = expression(node.of), instead = expression(node.instead);
    if (!of.state.column && of.state.constant != State::missing) return of;
    auto planned = select(algebra_.is(of.state, State::missing), instead, of, expr.type.kind);
    planned.state = algebra_.first_present(of.state, algebra_.strict(instead.state));
    return planned;
}

// ---------------------------------------------------------------- lookups

LookUpKey Planner::key(ExprId id) {
    const auto& planned = expression(id);
    const auto& number = planned.number;
    LookUpKey key;
    key.kind = scheme_.expressions[id].type.kind;
    key.mask = planned.mask;
    if (key.kind == TypeKind::logical) return key;
    key.number = Term{number.column, 1, number.constant};
    key.denominator = number.denominator;
    if (number.form == NumberForm::scaled || number.form == NumberForm::ratio) key.unit = exact(number.unit);
    return key;
}

// A field's values have the unit that goes into all of them; without one they are rationals.
Planned Planner::of(ExprId, const core::Expr& expr, const core::Lookup& node) {
    LookUp step;
    step.reference = node.reference;
    step.field = node.field;
    StateTerm keys;
    for (const auto id : node.keys) {
        step.keys.push_back(key(id));
        keys = algebra_.strict(keys, expression(id).state);
    }
    if (is_dated(shape_.references[node.reference])) {
        step.date = leaf_number(false, Fraction{}).column;
        algebra_.plan().leaves.push_back(
            BuiltinNumber{step.date, core::Builtin::row_date, {Who::row, stage_.level}});
    }
    step.state = algebra_.new_state();
    const auto found = step.state;
    Planned planned;
    if (expr.type.kind == TypeKind::logical) {
        step.mask = planned.mask.column = algebra_.new_mask();
    } else {
        const auto form = field_form(shape_.references[node.reference], node.field, expr.type.kind);
        const bool exact_amount =
            is_amount(expr.type.kind) && (numbers_ == Numbers::exact || form.form == Form::exact);
        step.unit = form.unit;
        step.low = form.low;
        step.high = form.high;
        planned.number = leaf_number(exact_amount, form.unit);
        step.out = planned.number.column;
    }
    algebra_.plan().steps.push_back(std::move(step));
    planned.state = algebra_.then(keys, {found, {}});
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

// ---------------------------------------------------------------- what operations give

namespace {

class OperationForms {
  public:
    OperationForms(const core::Scheme& scheme, const Layout& layout, const std::vector<StoreId>& results,
                   Table<StoreId, StoreForm>& written)
        : scheme_(scheme), layout_(layout), results_(results), written_(written) {}

    void operator()(const Fold& fold) {
        const auto& node = std::get<core::Aggregate>(scheme_.expressions[fold.at].node);
        const bool counts = node.op == core::AggregateOp::count || node.op == core::AggregateOp::rank;
        if (counts) return give(Form::scaled, Fraction{});
        give_like(node.of);
    }
    void operator()(const Apportion& operation) {
        give(Form::scaled, fraction(scheme_.shares[operation.share].step));
    }
    void operator()(const Solve&) { give(Form::exact, std::nullopt); }
    void operator()(const KeepLots& keep) {
        give_like(scheme_.lots[keep.lots].add);
        give_like(scheme_.lots[keep.lots].take);
    }

  private:
    // Sums and differences of what is stored; of true ratios they are rationals.
    void give_like(DefinitionId of) {
        const auto& form = written_[layout_.of_definition[of]];
        if (!form.known || !is_amount(form.kind)) return;
        const bool scaled = form.form == Form::scaled;
        give(scaled ? Form::scaled : Form::exact, scaled ? std::optional(form.unit) : std::nullopt);
    }
    void give(Form form, std::optional<Fraction> unit) {
        for (const auto result : results_) written_[result] = joined(written_[result], form, unit);
    }

    const core::Scheme& scheme_;
    const Layout& layout_;
    const std::vector<StoreId>& results_;
    Table<StoreId, StoreForm>& written_;
};

}  // namespace

void join_operation(const core::Scheme& scheme, const Layout& layout, OperationId operation,
                    Table<StoreId, StoreForm>& written) {
    OperationForms forms(scheme, layout, layout.of_operation[operation], written);
    std::visit(forms, layout.schedule.operations[operation]);
}

}  // namespace accrue::run
