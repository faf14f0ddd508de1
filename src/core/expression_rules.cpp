#include <fmt/format.h>

#include "core/builtins.hpp"
#include "core/rules.hpp"
#include "core/walk.hpp"

namespace accrue::core {
namespace {

bool fits(const Value& value, const Type& type) {
    switch (type.kind) {
        case TypeKind::money:
        case TypeKind::number:
            return std::holds_alternative<Exact>(value);
        case TypeKind::date:
            return std::holds_alternative<Date>(value);
        case TypeKind::month:
            return std::holds_alternative<Month>(value);
        case TypeKind::text:
            return std::holds_alternative<std::string>(value);
        case TypeKind::logical:
            return std::holds_alternative<bool>(value);
    }
    return false;
}

// The type that an arithmetic of two types has; none when they do not go together.
std::optional<Type> sum_type(ArithmeticOp op, const Type& left, const Type& right) {
    const Type number{TypeKind::number, ""};
    if (is_amount(left) && left == right) return left;
    if (is(left, TypeKind::date) && right == number) return left;
    const bool dates = is(left, TypeKind::date) && is(right, TypeKind::date);
    if (dates && op == ArithmeticOp::subtract) return number;
    return std::nullopt;
}

std::optional<Type> arithmetic_type(ArithmeticOp op, const Type& left, const Type& right) {
    if (op == ArithmeticOp::add || op == ArithmeticOp::subtract) return sum_type(op, left, right);
    if (!is_amount(left) || !is_amount(right)) return std::nullopt;
    const bool left_money = is(left, TypeKind::money), right_money = is(right, TypeKind::money);
    if (op == ArithmeticOp::multiply && left_money && right_money) return std::nullopt;
    if (op == ArithmeticOp::multiply) return left_money ? left : right;
    if (!right_money) return left;
    if (left == right) return Type{TypeKind::number, ""};
    return std::nullopt;
}

// One sentence about one expression, or nothing. Operands are known to be in range.
class ExpressionRules {
  public:
    ExpressionRules(const Scheme& scheme, ExprId id) : scheme_(scheme), expr_(scheme.expressions[id]) {}

    Broken broken() const {
        const auto broken = std::visit([&](const auto& node) { return rule(node); }, expr_.node);
        if (broken) return broken;
        return rule_of_missing();
    }

  private:
    const Type& type(ExprId id) const { return scheme_.expressions[id].type; }
    bool typed(ExprId id, const Type& wanted) const { return id && type(id) == wanted; }
    bool logical(ExprId id) const { return id && is(type(id), TypeKind::logical); }

    Broken rule(const Constant& e) const {
        return unless(fits(e.value, expr_.type), "a constant's value is not of its type");
    }
    Broken rule(const Read& e) const {
        const overloaded type_of{
            [&](InputId id) { return in_range(id, scheme_.inputs) ? &scheme_.inputs[id].type : nullptr; },
            [&](ParamId id) { return in_range(id, scheme_.params) ? &scheme_.params[id].type : nullptr; },
            [&](DefinitionId id) { return definition_type(id); },
            [&](Builtin builtin) { return &core::type_of(builtin); },
        };
        const Type* type = std::visit(type_of, e.what);
        if (type == nullptr) return "a read names nothing";
        return unless(*type == expr_.type, "a read has another type than what it reads");
    }
    Broken rule(const Previous& e) const {
        const auto* type = definition_type(e.of);
        if (type == nullptr) return "`previous` names no definition";
        if (e.back < 0) return "`previous` looks ahead";
        const auto level = scheme_.definitions[e.of].level;
        if (e.back > 0 && scheme_.levels[level].kind == LevelKind::records)
            return "records are looked back through by periods";
        return unless(*type == expr_.type, "`previous` has another type than what it reads");
    }
    Broken rule(const Arithmetic& e) const {
        if (!e.left || !e.right) return "an arithmetic lacks a side";
        if (expr_.origin.written_as == WrittenAs::converted) return converted(e);
        return unless(arithmetic_type(e.op, type(e.left), type(e.right)) == expr_.type,
                      "the types of an arithmetic do not go together");
    }
    // Money of one currency times a rate is money of another.
    Broken converted(const Arithmetic& e) const {
        const bool multiplies = e.op == ArithmeticOp::multiply && is(type(e.left), TypeKind::money) &&
                                is(type(e.right), TypeKind::number);
        return unless(multiplies && is(expr_.type, TypeKind::money),
                      "what is converted is not money at a rate");
    }
    Broken rule(const Compare& e) const {
        if (!e.left || !typed(e.right, type(e.left))) return "the sides of a comparison differ in type";
        const auto& sides = type(e.left);
        const bool ordered = !is(sides, TypeKind::text) && !is(sides, TypeKind::logical);
        if (e.op != CompareOp::equal && !ordered) return "what has no order is compared by order";
        return unless(is(expr_.type, TypeKind::logical), "a comparison is not yes/no");
    }
    Broken rule(const Logic& e) const {
        const bool negation = e.op == LogicOp::negation;
        if (!logical(e.left) || (!negation && !logical(e.right))) return "a side of and/or/not is not yes/no";
        if (negation && e.right) return "`not` has two sides";
        return unless(is(expr_.type, TypeKind::logical), "and/or/not is not yes/no");
    }
    Broken rule(const Choose& e) const {
        for (const auto& each : e.cases) {
            if (!logical(each.condition)) return "a condition is not yes/no";
            if (!typed(each.value, expr_.type)) return "a case's value has another type";
        }
        if (e.otherwise && !typed(e.otherwise, expr_.type)) return "`otherwise` has another type";
        // Without any case it stands for `error`: no row has a value.
        return {};
    }
    Broken rule(const Clamp& e) const {
        if (!is_amount(expr_.type)) return "a bound is of something that is no amount";
        return unless(typed(e.left, expr_.type) && typed(e.right, expr_.type), "a bound has another type");
    }
    Broken rule(const Round& e) const {
        if (!is_amount(expr_.type) || !typed(e.of, expr_.type)) return "a rounding has another type";
        const auto* step = e.step ? std::get_if<Constant>(&scheme_.expressions[e.step].node) : nullptr;
        const auto* amount = step != nullptr ? std::get_if<Exact>(&step->value) : nullptr;
        return unless(amount != nullptr && amount->sign() > 0, "a rounding's step is no constant above 0");
    }
    Broken rule(const Aggregate& e) const {
        const auto* of = definition_type(e.of);
        if (of == nullptr || !absent_or_in_range(e.where, scheme_.definitions))
            return "an aggregate reads nothing";
        if (e.where && !is(*definition_type(e.where), TypeKind::logical)) return "a `where` is not yes/no";
        if (e.paired && !logical(e.paired)) return "a paired condition is not yes/no";
        if (e.window == Window::last_months && e.months < 1) return "a window has no months";
        if (e.op == AggregateOp::count)
            return unless(is(expr_.type, TypeKind::number), "a count is no number");
        if (e.op == AggregateOp::rank)
            return unless(is_amount(*of) && is(expr_.type, TypeKind::number), "a rank is no number");
        const bool is_extreme = e.op == AggregateOp::smallest || e.op == AggregateOp::largest;
        const bool fits = is_amount(*of) || (is_extreme && is(*of, TypeKind::date));
        return unless(fits && *of == expr_.type, "an aggregate has another type than its elements");
    }
    Broken rule(const Default& e) const {
        return unless(typed(e.of, expr_.type) && typed(e.instead, expr_.type), "a default has another type");
    }
    Broken rule(const Lookup& e) const {
        if (!in_range(e.reference, scheme_.references)) return "a lookup names no reference";
        const auto& reference = scheme_.references[e.reference];
        if (e.field >= reference.fields.size()) return "a lookup names no field";
        if (e.keys.size() != reference.keys.size()) return "a lookup has not a key for each of its reference";
        for (std::size_t i = 0; i < e.keys.size(); ++i) {
            if (!typed(e.keys[i], reference.keys[i].type)) return "a lookup's key has another type";
        }
        return unless(reference.fields[e.field].type == expr_.type,
                      "a lookup has another type than its field");
    }
    Broken rule(const Shared& e) const {
        if (!in_range(e.share, scheme_.shares)) return "a share's value names no share";
        return unless(is(expr_.type, TypeKind::money), "a share is not money");
    }
    Broken rule(const Solved& e) const {
        if (!in_range(e.system, scheme_.systems)) return "an unknown is of no system";
        if (e.unknown >= scheme_.systems[e.system].equations.size()) return "a system has no such unknown";
        return unless(is_amount(expr_.type), "an unknown is no amount");
    }
    Broken rule(const FromLots& e) const {
        if (!in_range(e.lots, scheme_.lots)) return "a value is of no lots";
        return unless(is_amount(expr_.type), "lots hold no amount");
    }
    Broken rule(const MonthsBetween& e) const {
        const Type date{TypeKind::date, ""};
        if (!typed(e.from, date) || !typed(e.to, date)) return "months are counted between what is no date";
        return unless(is(expr_.type, TypeKind::number), "a count of months is no number");
    }

    // Only the kinds that can lack a value of their own may say so.
    Broken rule_of_missing() const {
        if (!expr_.may_be_missing) return {};
        return unless(own_absence() || passes_absence_on(),
                      "an expression that is never missing says that it may be");
    }
    bool own_absence() const {
        const overloaded lacks{
            [](const Read&) { return true; },
            [](const Previous&) { return true; },
            [](const Lookup&) { return true; },
            [](const Arithmetic& e) { return e.op == ArithmeticOp::divide; },
            [](const Aggregate& e) { return e.op != AggregateOp::sum && e.op != AggregateOp::count; },
            [](const auto&) { return false; },
        };
        return std::visit(lacks, expr_.node);
    }
    bool passes_absence_on() const {
        const auto* instead = std::get_if<Default>(&expr_.node);
        return instead != nullptr && scheme_.expressions[instead->instead].may_be_missing;
    }

    const Type* definition_type(DefinitionId id) const {
        return in_range(id, scheme_.definitions) ? &scheme_.definitions[id].type : nullptr;
    }

    const Scheme& scheme_;
    const Expr& expr_;
};

Broken broken_expression(const Scheme& scheme, ExprId id) {
    const auto& expr = scheme.expressions[id];
    auto before = operands(expr);
    if (const auto* aggregate = std::get_if<Aggregate>(&expr.node); aggregate != nullptr && aggregate->paired)
        before.push_back(aggregate->paired);
    const auto stands_before = [&](ExprId operand) { return operand < id; };
    if (!std::ranges::all_of(before, stands_before))
        return fmt::format("expression {}: an operand does not stand before it", id.value);
    const auto broken = ExpressionRules(scheme, id).broken();
    return broken ? Broken(fmt::format("expression {}: {}", id.value, *broken)) : Broken();
}

}  // namespace

Broken broken_expressions(const Scheme& scheme) {
    for (std::size_t i = 0; i < scheme.expressions.size(); ++i) {
        if (auto broken = broken_expression(scheme, ExprId(i))) return broken;
    }
    return {};
}

}  // namespace accrue::core
