#include "core/well_formed.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/walk.hpp"

namespace accrue::core {
namespace {

using Broken = std::optional<std::string>;

bool is_amount(const Type& type) {
    return type.kind == TypeKind::money || type.kind == TypeKind::number;
}
bool is(const Type& type, TypeKind kind) {
    return type.kind == kind;
}

template <class IdType, class T>
bool in_range(IdType id, const Table<IdType, T>& table) {
    return id && id.value < table.size();
}
template <class IdType, class T>
bool absent_or_in_range(IdType id, const Table<IdType, T>& table) {
    return !id || id.value < table.size();
}

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

// ---------------------------------------------------------------- expressions

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
    static Broken unless(bool holds, const char* sentence) {
        return holds ? Broken() : Broken(std::string(sentence));
    }

    Broken rule(const Constant& e) const {
        return unless(fits(e.value, expr_.type), "a constant's value is not of its type");
    }
    Broken rule(const Read& e) const {
        const overloaded type_of{
            [&](InputId id) { return in_range(id, scheme_.inputs) ? &scheme_.inputs[id].type : nullptr; },
            [&](ParamId id) { return in_range(id, scheme_.params) ? &scheme_.params[id].type : nullptr; },
            [&](DefinitionId id) { return definition_type(id); },
            [&](Builtin builtin) { return builtin_type(builtin); },
        };
        const Type* type = std::visit(type_of, e.what);
        if (type == nullptr) return "a read names nothing";
        return unless(*type == expr_.type, "a read has another type than what it reads");
    }
    Broken rule(const Previous& e) const {
        const auto* type = definition_type(e.of);
        if (type == nullptr) return "`previous` names no definition";
        return unless(*type == expr_.type, "`previous` has another type than what it reads");
    }
    Broken rule(const Arithmetic& e) const {
        if (!e.left || !e.right) return "an arithmetic lacks a side";
        return unless(arithmetic_type(e.op, type(e.left), type(e.right)) == expr_.type,
                      "the types of an arithmetic do not go together");
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
            return "a window reads nothing";
        if (e.where && !is(*definition_type(e.where), TypeKind::logical)) return "a `where` is not yes/no";
        if (e.window == Window::last_months && e.months < 1) return "a window has no months";
        if (e.op == AggregateOp::count)
            return unless(is(expr_.type, TypeKind::number), "a count is no number");
        return unless(is_amount(*of) && *of == expr_.type, "a window has another type than what it adds up");
    }
    Broken rule(const Default& e) const {
        return unless(typed(e.of, expr_.type) && typed(e.instead, expr_.type), "a default has another type");
    }

    // Only the kinds that can lack a value of their own may say so.
    Broken rule_of_missing() const {
        if (!expr_.may_be_missing) return {};
        const auto* arithmetic = std::get_if<Arithmetic>(&expr_.node);
        const auto* aggregate = std::get_if<Aggregate>(&expr_.node);
        const bool quotient = arithmetic != nullptr && arithmetic->op == ArithmeticOp::divide;
        const bool extreme = aggregate != nullptr && (aggregate->op == AggregateOp::smallest ||
                                                      aggregate->op == AggregateOp::largest);
        const bool read =
            std::holds_alternative<Read>(expr_.node) || std::holds_alternative<Previous>(expr_.node);
        const auto* instead = std::get_if<Default>(&expr_.node);
        const bool passed_on = instead != nullptr && scheme_.expressions[instead->instead].may_be_missing;
        return unless(quotient || extreme || read || passed_on,
                      "an expression that is never missing says that it may be");
    }

    const Type* definition_type(DefinitionId id) const {
        return in_range(id, scheme_.definitions) ? &scheme_.definitions[id].type : nullptr;
    }
    static const Type* builtin_type(Builtin builtin) {
        static const Type number{TypeKind::number, ""}, logical{TypeKind::logical, ""};
        return builtin == Builtin::days_in_month ? &number : &logical;
    }

    const Scheme& scheme_;
    const Expr& expr_;
};

Broken broken_expression(const Scheme& scheme, ExprId id) {
    for (const auto operand : operands(scheme.expressions[id])) {
        if (operand >= id) return fmt::format("expression {}: an operand does not stand before it", id.value);
    }
    const auto broken = ExpressionRules(scheme, id).broken();
    return broken ? Broken(fmt::format("expression {}: {}", id.value, *broken)) : Broken();
}

// ---------------------------------------------------------------- names

Broken broken_definition(const Scheme& scheme, const Definition& definition) {
    const auto say = [&](const char* what) {
        return fmt::format("definition `{}`: {}", shown_name(definition), what);
    };
    if (!in_range(definition.value, scheme.expressions)) return say("has no value");
    if (!in_range(definition.level, scheme.levels)) return say("has no level");
    if (scheme.expressions[definition.value].type != definition.type)
        return say("its value has another type");
    const bool promise = definition.kind == DefinitionKind::promise;
    if (promise && !is(definition.type, TypeKind::logical)) return say("a promise is not yes/no");
    return {};
}

// Does a value of the param read a param that does not stand settled yet?
bool waits(const Scheme& scheme, const Param& param, const std::vector<bool>& settled) {
    const auto is_waiting = [&](const DatedValue& dated) {
        const auto read = needs(scheme, within(scheme, dated.value)).params;
        return std::ranges::any_of(read, [&](ParamId id) { return !settled[id.value]; });
    };
    return std::ranges::any_of(param.values, is_waiting);
}

Broken broken_param(const Scheme& scheme, const Param& param) {
    const auto say = [&](const char* what) { return fmt::format("param `{}`: {}", param.name, what); };
    if (param.values.empty()) return say("has no value");
    for (std::size_t i = 0; i < param.values.size(); ++i) {
        const auto& [from, value, span] = param.values[i];
        if (!in_range(value, scheme.expressions)) return say("a value is no expression");
        if (scheme.expressions[value].type != param.type) return say("a value has another type");
        if (i > 0 && (!from || param.values[i - 1].from >= from)) return say("its dates do not rise");
    }
    return {};
}

Broken ring_of_params(const Scheme& scheme) {
    std::vector<bool> settled(scheme.params.size(), false);
    for (std::size_t left = settled.size(); left > 0;) {
        const auto before = left;
        for (std::size_t i = 0; i < settled.size(); ++i) {
            if (settled[i] || waits(scheme, scheme.params[ParamId(i)], settled)) continue;
            settled[i] = true;
            --left;
        }
        if (left == before) return "params read each other in a ring";
    }
    return {};
}

// ---------------------------------------------------------------- order

// The definitions that must be known before this one, in the same month.
std::vector<DefinitionId> read_before(const Scheme& scheme, const Definition& definition) {
    auto all = needs(scheme, within(scheme, definition.value));
    for (const auto window : all.windows) {
        const auto& aggregate = std::get<Aggregate>(scheme.expressions[window].node);
        if (!includes_this_month(aggregate.window)) continue;
        all.same_month.push_back(aggregate.of);
        if (aggregate.where) all.same_month.push_back(aggregate.where);
    }
    return all.same_month;
}

Broken broken_order(const Scheme& scheme) {
    std::vector<bool> done(scheme.definitions.size(), false);
    for (const auto id : scheme.order) {
        if (!in_range(id, scheme.definitions)) return "the order names no definition";
        const auto& definition = scheme.definitions[id];
        for (const auto read : read_before(scheme, definition)) {
            if (!done[read.value])
                return fmt::format("`{}` stands before `{}`, which it reads", shown_name(definition),
                                   shown_name(scheme.definitions[read]));
        }
        if (done[id.value]) return fmt::format("`{}` stands twice in the order", shown_name(definition));
        done[id.value] = true;
    }
    if (scheme.order.size() != done.size()) return "the order leaves a definition out";
    return {};
}

// ---------------------------------------------------------------- statements and notes

Broken broken_pays(const Scheme& scheme) {
    const auto is_kind = [&](DefinitionId id, DefinitionKind kind) {
        return in_range(id, scheme.definitions) && scheme.definitions[id].kind == kind;
    };
    for (const auto& pay : scheme.pays) {
        if (!is_kind(pay.amount, DefinitionKind::pay_line)) return "a pay line's amount is no pay line";
        const auto& type = scheme.definitions[pay.amount].type;
        if (!is(type, TypeKind::money) && !scheme.is_sketch)
            return fmt::format("`{}` pays no money", pay.component);
    }
    if (!scheme.pays.empty() && !is_kind(scheme.pay_total, DefinitionKind::pay_total))
        return "there is no pay total";
    return {};
}

Broken broken_splits(const Scheme& scheme) {
    for (const auto& split : scheme.splits) {
        if (!in_range(split.whole, scheme.expressions)) return "a split divides nothing";
        for (const auto& [part, gate] : split.parts) {
            if (!in_range(part, scheme.definitions)) return "a split has a part that is no definition";
            if (!absent_or_in_range(gate, scheme.expressions)) return "a gate is no expression";
            const bool choose = !gate || std::holds_alternative<Choose>(scheme.expressions[gate].node);
            if (!choose) return "a gate is no choice";
        }
    }
    return {};
}

Broken broken_promises(const Scheme& scheme) {
    for (const auto& promise : scheme.promises) {
        const bool relation = promise.kind == PromiseKind::relation;
        if (relation != static_cast<bool>(promise.holds))
            return "a promise lacks what holds, or has it in vain";
        if (!relation) continue;
        if (!in_range(promise.holds, scheme.definitions)) return "a promise is no definition";
        if (scheme.definitions[promise.holds].kind != DefinitionKind::promise)
            return "a promise is no promise";
    }
    return {};
}

Broken broken_notes(const Scheme& scheme) {
    const auto known = [&](ExprId id) { return in_range(id, scheme.expressions); };
    const auto known_or_none = [&](ExprId id) { return absent_or_in_range(id, scheme.expressions); };
    for (const auto& note : scheme.table_notes) {
        if (!known(note.table) || !known(note.key) || !known_or_none(note.second_key))
            return "a table note is loose";
        for (const auto& band : note.bands) {
            const auto ids = {band.condition, band.edge, band.value, band.slice, band.part};
            if (!std::ranges::all_of(ids, known_or_none)) return "a band names no expression";
        }
    }
    for (const auto& note : scheme.gate_notes) {
        if (!known(note.gate) || !known_or_none(note.open_value)) return "a gate note is loose";
        if (!std::ranges::all_of(note.conditions, known)) return "a gate's condition is no expression";
    }
    return {};
}

template <class Rows, class Rule>
Broken first_of(const Rows& rows, Rule rule) {
    for (const auto& row : rows) {
        if (auto broken = rule(row)) return broken;
    }
    return {};
}

Broken broken_expressions(const Scheme& scheme) {
    for (std::size_t i = 0; i < scheme.expressions.size(); ++i) {
        if (auto broken = broken_expression(scheme, ExprId(i))) return broken;
    }
    return {};
}

}  // namespace

std::optional<std::string> broken_promise(const Scheme& scheme) {
    if (scheme.year_starts_in < 1 || scheme.year_starts_in > 12) return "the year starts in no month";
    if (scheme.rounding_step.sign() <= 0) return "the rounding step is not above 0";
    if (auto broken = broken_expressions(scheme)) return broken;
    const auto definition = [&](const Definition& each) { return broken_definition(scheme, each); };
    if (auto broken = first_of(scheme.definitions, definition)) return broken;
    const auto param = [&](const Param& each) { return broken_param(scheme, each); };
    if (auto broken = first_of(scheme.params, param)) return broken;
    for (const auto rule :
         {ring_of_params, broken_order, broken_pays, broken_splits, broken_promises, broken_notes}) {
        if (auto broken = rule(scheme)) return broken;
    }
    return {};
}

}  // namespace accrue::core
