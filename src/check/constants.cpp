// Values that need no data: literals, their arithmetic, and signs.
#include "check/lower.hpp"
#include "check/walk.hpp"
#include "number/decimal.hpp"

namespace accrue::check {

using namespace syntax;

namespace {

std::optional<Exact> combined(Operator op, const Exact& left, const Exact& right) {
    switch (op) {
        case Operator::add:
            return left + right;
        case Operator::subtract:
            return left - right;
        case Operator::multiply:
        case Operator::percent_of:
        case Operator::of:
            return left * right;
        case Operator::divide:
            return right.sign() == 0 ? std::nullopt : std::optional(left / right);
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<Exact> Lowering::constant_amount(syntax::ExprId expr) const {
    expr = unbracketed(module_, expr);
    if (const auto* number = as<Number>(module_, expr)) {
        const auto value = parse_literal(sources_.text(number->digits));
        return value && number->percent ? std::optional(*value / Exact(100)) : value;
    }
    if (const auto* negate = as<Negate>(module_, expr)) {
        const auto value = constant_amount(negate->of);
        return value ? std::optional(-*value) : std::nullopt;
    }
    const auto* binary = as<Binary>(module_, expr);
    if (binary == nullptr) return std::nullopt;
    const auto left = constant_amount(binary->left), right = constant_amount(binary->right);
    return left && right ? combined(binary->op, *left, *right) : std::nullopt;
}

std::optional<core::Value> Lowering::constant(syntax::ExprId expr, const core::Type& type) const {
    expr = unbracketed(module_, expr);
    const std::string_view written = sources_.text(span(expr));
    switch (type.kind) {
        case core::TypeKind::money:
        case core::TypeKind::number: {
            const auto* number = as<Number>(module_, expr);
            const bool is_money = type.kind == core::TypeKind::money;
            if (number != nullptr && number->percent && is_money) return std::nullopt;
            if (number != nullptr && number->currency.length > 0 &&
                (!is_money || sources_.text(number->currency) != type.currency)) {
                return std::nullopt;
            }
            const auto value = constant_amount(expr);
            return value ? std::optional<core::Value>(*value) : std::nullopt;
        }
        case core::TypeKind::date: {
            const auto date = as<syntax::Date>(module_, expr) != nullptr ? parse_date(written) : std::nullopt;
            return date ? std::optional<core::Value>(*date) : std::nullopt;
        }
        case core::TypeKind::month: {
            const auto month =
                as<syntax::Month>(module_, expr) != nullptr ? parse_month(written) : std::nullopt;
            return month ? std::optional<core::Value>(*month) : std::nullopt;
        }
        case core::TypeKind::text:
            if (as<Text>(module_, expr) == nullptr) return std::nullopt;
            return core::Value(quoted_text(sources_, span(expr)));
        case core::TypeKind::logical: {
            const auto* answer = as<YesNo>(module_, expr);
            return answer != nullptr ? std::optional<core::Value>(answer->value) : std::nullopt;
        }
    }
    return std::nullopt;
}

}  // namespace accrue::check
