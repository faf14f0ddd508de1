#include "check/default_behind_where.hpp"

#include <fmt/format.h>

#include <string>

#include "base/messages/language.hpp"
#include "check/walk.hpp"

namespace accrue::check {

using namespace syntax;

namespace {

// Is it what stands last in the expression, outside all brackets?
bool ends_in(const Module& module, ExprId expr, const Binary& last) {
    const auto* binary = as<Binary>(module, expr);
    while (binary != nullptr && binary != &last) binary = as<Binary>(module, binary->right);
    return binary != nullptr;
}

// The sum or count of nothing is 0 without a default.
std::optional<Fact> hint(const Module& module, const Sources& sources, ExprId aggregate,
                         const Binary& defaulted) {
    const auto text = [&](Span span) { return std::string(sources.text(span)); };
    const auto span = [&](ExprId expr) { return module.expressions[expr].span; };
    const auto op = as<Aggregate>(module, aggregate)->op;
    auto rows = span(aggregate);
    rows.length = static_cast<std::uint32_t>(span(defaulted.left).end() - rows.begin);
    const auto replacement = text(span(defaulted.right));
    const bool is_never_missing = op == AggregateOp::sum || op == AggregateOp::count;
    if (text(rows).find('\n') != std::string::npos) return std::nullopt;
    if (is_never_missing && replacement != "0") return std::nullopt;
    if (is_never_missing) return Fact{kind::hint_write, {text(rows)}};
    return Fact{kind::hint_write,
                {fmt::format("({}) {} {}", text(rows), text(defaulted.op_span), replacement)}};
}

}  // namespace

std::optional<DefaultBehindWhere> default_behind_where(const Module& module, const Sources& sources,
                                                       const Binary& defaulted) {
    for (std::uint32_t i = 0; i < module.expressions.size(); ++i) {
        const auto* aggregate = as<Aggregate>(module, ExprId(i));
        if (aggregate != nullptr && aggregate->where && ends_in(module, aggregate->where, defaulted))
            return DefaultBehindWhere{hint(module, sources, ExprId(i), defaulted)};
    }
    return std::nullopt;
}

}  // namespace accrue::check
