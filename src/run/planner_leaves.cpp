// Where a plan's values come from: constants, the calendar, columns of data, what other stages stored, tables
// of reference.
#include "core/builtins.hpp"
#include "core/walk.hpp"
#include "run/lookup.hpp"
#include "run/planner.hpp"

namespace accrue::run {

using core::DefinitionId;
using core::ExprId;
using core::TypeKind;

Planned Planner::of(ExprId, const core::Expr&, const core::Constant& node) {
    const overloaded value{
        [](const Exact& amount) { return as_number(constant(amount)); },
        [](bool holds) { return as_mask({{}, holds}); },
        [](Date date) { return as_number(constant(date.days)); },
        [](Month each) { return as_number(constant(each.index)); },
        [&](const std::string& text) { return as_number(constant(texts_.number(text))); },
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
            return as_number(constant(days_in(calendar.month(moment_.period))));
        case core::Builtin::ends_month:
            return as_mask({{}, calendar.ends_month(moment_.period)});
        case core::Builtin::ends_quarter:
            return as_mask({{}, calendar.ends_quarter(moment_.period)});
        case core::Builtin::ends_year:
            return as_mask({{}, calendar.ends_year(moment_.period)});
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
        return as_mask({out, {}});
    }
    const auto out = leaf_number(false, Fraction{});
    leaves.push_back(BuiltinNumber{out.column, builtin, place});
    return as_number(core::type_of(builtin).kind == TypeKind::number ? amount(out) : out);
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

}  // namespace accrue::run
