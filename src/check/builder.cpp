#include "check/builder.hpp"

#include "core/builtins.hpp"

namespace accrue::check {

using namespace core;

namespace {

const Type logical{TypeKind::logical, {}};

}  // namespace

const Exact* Builder::exact(ExprId id) const {
    const auto* constant = id ? std::get_if<Constant>(&scheme_.expressions[id].node) : nullptr;
    return constant == nullptr ? nullptr : std::get_if<Exact>(&constant->value);
}

ExprId Builder::constant(Value value, Type type, Origin origin) {
    return add_expression({Constant{std::move(value)}, std::move(type), false, origin});
}

ExprId Builder::zero_like(ExprId like, Origin origin) {
    return like ? constant(Exact(0), (*this)[like].type, origin) : ExprId{};
}

ExprId Builder::read(InputId input, Origin origin) {
    return add_expression({Read{input}, scheme_.inputs[input].type, true, origin});
}

ExprId Builder::read(ParamId param, Origin origin) {
    const Param& of = scheme_.params[param];
    return add_expression(
        {Read{param}, of.type, of.values.empty() || of.values.front().from.has_value(), origin});
}

ExprId Builder::read(DefinitionId definition, Type type, Origin origin) {
    if (!definition) return {};
    return add_expression({Read{definition}, std::move(type), true, origin});
}

ExprId Builder::read(Builtin builtin, Origin origin) {
    return add_expression({Read{builtin}, type_of(builtin), false, origin});
}

ExprId Builder::of_asker(ExprId read, bool is_of_asker) {
    if (read && is_of_asker) std::get<Read>(scheme_.expressions[read].node).of_asker = true;
    return read;
}

ExprId Builder::months_between(ExprId from, ExprId to, Origin origin) {
    if (!from || !to) return {};
    return add_expression({MonthsBetween{from, to}, {TypeKind::number, {}}, false, origin});
}

ExprId Builder::previous(DefinitionId of, Type type, Origin origin, int back) {
    return of ? add_expression({Previous{of, back}, std::move(type), true, origin}) : ExprId{};
}

Type Builder::arithmetic_type(ArithmeticOp op, const Type& left, const Type& right) const {
    const Type number{TypeKind::number, {}};
    switch (op) {
        case ArithmeticOp::add:
            return right.kind == TypeKind::date ? right : left;
        case ArithmeticOp::subtract:
            return left.kind == TypeKind::date && right.kind == TypeKind::date ? number : left;
        case ArithmeticOp::multiply:
            return right.kind == TypeKind::money ? right : left;
        case ArithmeticOp::divide:
            return right.kind == TypeKind::money ? number : left;
    }
    return number;
}

ExprId Builder::arithmetic(ArithmeticOp op, ExprId left, ExprId right, Origin origin) {
    if (!left || !right) return {};
    const Type type = arithmetic_type(op, (*this)[left].type, (*this)[right].type);
    const Exact *a = exact(left), *b = exact(right);
    const bool by_zero = op == ArithmeticOp::divide && b != nullptr && b->sign() == 0;
    if (a != nullptr && b != nullptr && !by_zero) {
        switch (op) {
            case ArithmeticOp::add:
                return constant(*a + *b, type, origin);
            case ArithmeticOp::subtract:
                return constant(*a - *b, type, origin);
            case ArithmeticOp::multiply:
                return constant(*a * *b, type, origin);
            case ArithmeticOp::divide:
                return constant(*a / *b, type, origin);
        }
    }
    const bool may_be_missing = op == ArithmeticOp::divide && (b == nullptr || by_zero);
    return add_expression({Arithmetic{op, left, right}, type, may_be_missing, origin});
}

ExprId Builder::compare(CompareOp op, ExprId left, ExprId right, Origin origin) {
    if (!left || !right) return {};
    return add_expression({Compare{op, left, right}, logical, false, origin});
}

ExprId Builder::both(ExprId left, ExprId right, Origin origin) {
    if (!left || !right) return {};
    return add_expression({Logic{LogicOp::both, left, right}, logical, false, origin});
}

ExprId Builder::either(ExprId left, ExprId right, Origin origin) {
    if (!left || !right) return {};
    return add_expression({Logic{LogicOp::either, left, right}, logical, false, origin});
}

ExprId Builder::negation(ExprId of, Origin origin) {
    if (!of) return {};
    return add_expression({Logic{LogicOp::negation, of, {}}, logical, false, origin});
}

ExprId Builder::choose(std::vector<Case> cases, ExprId otherwise, Origin origin) {
    for (const Case& one : cases) {
        if (!one.condition || !one.value) return {};
    }
    if (cases.empty()) return otherwise;
    const Type type = (*this)[cases.front().value].type;
    return add_expression({Choose{std::move(cases), otherwise}, type, false, origin});
}

ExprId Builder::no_value(Type type, Origin origin) {
    return add_expression({Choose{{}, {}}, std::move(type), false, origin});
}

ExprId Builder::clamp(ClampOp op, ExprId left, ExprId right, Origin origin) {
    if (!left || !right) return {};
    return add_expression({Clamp{op, left, right}, (*this)[left].type, false, origin});
}

ExprId Builder::round(ExprId of, Rounding mode, Exact step, Origin origin) {
    if (!of) return {};
    const Type type = (*this)[of].type;
    const ExprId step_constant = constant(std::move(step), type, origin);
    return add_expression({Round{of, mode, step_constant}, type, false, origin});
}

ExprId Builder::aggregate(Aggregate aggregate, Type type, Origin origin) {
    if (!aggregate.of) return {};
    const bool may_be_missing = aggregate.op == AggregateOp::smallest || aggregate.op == AggregateOp::largest;
    return add_expression({aggregate, std::move(type), may_be_missing, origin});
}

ExprId Builder::default_to(ExprId of, ExprId instead, Origin origin) {
    if (!of || !instead) return {};
    const Type type = (*this)[of].type;
    return add_expression({Default{of, instead}, type, (*this)[instead].may_be_missing, origin});
}

}  // namespace accrue::check
