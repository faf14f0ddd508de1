#include "check/never_reached.hpp"

#include <algorithm>
#include <optional>
#include <ranges>
#include <string_view>

#include "base/messages/meaning.hpp"
#include "check/walk.hpp"
#include "number/decimal.hpp"

namespace accrue::check {

using namespace syntax;

namespace {

// `done >= 110%`
struct Bound {
    std::string_view compared, currency;
    Exact figure;
    bool is_lower = false, is_strict = false;
};

std::optional<Bound> bound_of(const Module& module, const Sources& sources, ExprId condition) {
    const auto* const compared = as<Binary>(module, unbracketed(module, condition));
    if (compared == nullptr || compared->op < Operator::less || compared->op > Operator::at_least)
        return std::nullopt;
    const auto* const literal = as<Number>(module, unbracketed(module, compared->right));
    auto figure = literal != nullptr ? parse_literal(sources.text(literal->digits)) : std::nullopt;
    if (!figure) return std::nullopt;
    return Bound{
        .compared = sources.text(module.expressions[compared->left].span),
        .currency = literal->currency.length > 0 ? sources.text(literal->currency) : std::string_view(),
        .figure = literal->percent ? *figure / Exact(100) : *figure,
        .is_lower = compared->op == Operator::more || compared->op == Operator::at_least,
        .is_strict = compared->op == Operator::more || compared->op == Operator::less};
}

// Does the first hold wherever the second does?
bool covers(const Bound& first, const Bound& second) {
    if (first.compared != second.compared || first.currency != second.currency ||
        first.is_lower != second.is_lower)
        return false;
    if (first.figure == second.figure) return second.is_strict || !first.is_strict;
    return first.is_lower == (first.figure < second.figure);
}

// Of conditions joined by `and` each one must hold.
bool covers(const Module& module, const Sources& sources, const Bound& first, ExprId condition) {
    const auto* const both = as<Binary>(module, unbracketed(module, condition));
    if (both != nullptr && both->op == Operator::both)
        return covers(module, sources, first, both->left) || covers(module, sources, first, both->right);
    const auto second = bound_of(module, sources, condition);
    return second && covers(first, *second);
}

}  // namespace

void warn_never_reached(const Module& module, const Sources& sources, const Declarations& declarations,
                        Diagnostics& diagnostics) {
    const auto text = [&](ExprId expr) { return first_line(sources, module.expressions[expr].span); };
    for (const DefinitionDeclaration& definition : declarations.definitions) {
        const auto& lines = definition.written->alternatives;
        for (std::size_t later = 1; later < lines.size(); ++later) {
            const ExprId condition = lines[later].condition;
            const auto takes_all = [&](const Alternative& earlier) {
                const auto first = bound_of(module, sources, earlier.condition);
                return condition && first && covers(module, sources, *first, condition);
            };
            const auto earlier = std::ranges::find_if(lines | std::views::take(later), takes_all);
            if (earlier == lines.begin() + static_cast<std::ptrdiff_t>(later)) continue;
            auto& warning = diagnostics.emplace_back(
                Diagnostic{kind::never_reached,
                           {module.expressions[condition].span, module.expressions[earlier->condition].span},
                           {text(condition), text(earlier->condition)},
                           {}});
            const auto own = bound_of(module, sources, condition);
            const bool are_alike = own && covers(module, sources, *own, earlier->condition);
            if (!are_alike) warning.notes.push_back({kind::hint_narrower_first, {}});
        }
    }
}

}  // namespace accrue::check
