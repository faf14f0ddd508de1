// check/builder.hpp — Makes core expressions: types follow from operands, constants are folded. A broken
// operand (no id) makes a broken result, silently.
#pragma once

#include <vector>

#include "core/scheme.hpp"

namespace accrue::check {

using core::ExprId;
using core::Origin;
using core::WrittenAs;

class Builder {
  public:
    explicit Builder(core::Scheme& scheme) : scheme_(scheme) {}

    ExprId constant(core::Value value, core::Type type, Origin origin);
    ExprId number(Exact value, Origin origin) {
        return constant(std::move(value), {core::TypeKind::number, {}}, origin);
    }
    ExprId zero_like(ExprId like, Origin origin);
    ExprId read(core::InputId input, Origin origin);
    ExprId read(core::ParamId param, Origin origin);
    // `type` is that of the definition, whose value may not be known yet.
    ExprId read(core::DefinitionId definition, core::Type type, Origin origin);
    ExprId read(core::Builtin builtin, Origin origin);
    // The same read of the row that asks, when it is.
    ExprId of_asker(ExprId read, bool is_of_asker);
    ExprId months_between(ExprId from, ExprId to, Origin origin);
    ExprId previous(core::DefinitionId of, core::Type type, Origin origin, int back = 0);
    ExprId arithmetic(core::ArithmeticOp op, ExprId left, ExprId right, Origin origin);
    ExprId add(ExprId left, ExprId right, Origin origin) {
        return arithmetic(core::ArithmeticOp::add, left, right, origin);
    }
    ExprId subtract(ExprId left, ExprId right, Origin origin) {
        return arithmetic(core::ArithmeticOp::subtract, left, right, origin);
    }
    ExprId multiply(ExprId left, ExprId right, Origin origin) {
        return arithmetic(core::ArithmeticOp::multiply, left, right, origin);
    }
    ExprId divide(ExprId left, ExprId right, Origin origin) {
        return arithmetic(core::ArithmeticOp::divide, left, right, origin);
    }
    ExprId compare(core::CompareOp op, ExprId left, ExprId right, Origin origin);
    ExprId both(ExprId left, ExprId right, Origin origin);
    ExprId either(ExprId left, ExprId right, Origin origin);
    ExprId negation(ExprId of, Origin origin);
    // Without `otherwise` a row that no case fits is in error.
    ExprId choose(std::vector<core::Case> cases, ExprId otherwise, Origin origin);
    ExprId no_value(core::Type type, Origin origin);  // an error of the row, always
    ExprId clamp(core::ClampOp op, ExprId left, ExprId right, Origin origin);
    ExprId smaller(ExprId left, ExprId right, Origin origin) {
        return clamp(core::ClampOp::smaller, left, right, origin);
    }
    ExprId larger(ExprId left, ExprId right, Origin origin) {
        return clamp(core::ClampOp::larger, left, right, origin);
    }
    ExprId round(ExprId of, Rounding mode, Exact step, Origin origin);
    ExprId aggregate(core::Aggregate aggregate, core::Type type, Origin origin);
    ExprId default_to(ExprId of, ExprId instead, Origin origin);

    const core::Expr& operator[](ExprId id) const { return scheme_.expressions[id]; }
    const Exact* exact(ExprId id) const;  // of a constant amount

  private:
    core::Scheme& scheme_;

    ExprId add_expression(core::Expr expression) { return scheme_.expressions.add(std::move(expression)); }
    core::Type arithmetic_type(core::ArithmeticOp op, const core::Type& left, const core::Type& right) const;
};

}  // namespace accrue::check
