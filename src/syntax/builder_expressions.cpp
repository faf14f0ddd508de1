// Operands, operators and aggregates, and what is wrong with them as soon as they are read.
#include <algorithm>
#include <utility>

#include "base/messages/language.hpp"
#include "syntax/builder.hpp"
#include "syntax/mistakes.hpp"
#include "syntax/places.hpp"

namespace accrue::syntax {

namespace {

constexpr int most_digits = 40;

bool has_too_many_digits(std::string_view digits) {
    return digits.size() > most_digits && std::ranges::count_if(digits, grammar::is_digit) > most_digits;
}

}  // namespace

void Builder::number(Span digits) {
    if (has_too_many_digits(text(digits))) report({kind::too_many_digits, {digits}, {}, {}});
    push(digits, Number{digits, false, {}});
}

void Builder::percent(Span sign) {
    Expr& number = top();
    std::get<Number>(number.node).percent = true;
    number.span = join(number.span, sign);
}

void Builder::currency(Span code) {
    Expr& number = top();
    std::get<Number>(number.node).currency = code;
    number.span = join(number.span, code);
}

void Builder::date(Span where) {
    if (check_date(where)) return push(where, Date{});
    push(where, Broken{});
}

void Builder::month(Span where) {
    if (check_month(where)) return push(where, Month{});
    push(where, Broken{});
}

void Builder::member(Span name) {
    Expr& expr = top();
    if (auto* n = std::get_if<Name>(&expr.node)) n->member = name;
    if (auto* l = std::get_if<Lookup>(&expr.node)) l->member = name;
    expr.span = join(expr.span, name);
}

void Builder::call(Span brackets) {
    const ExprList arguments = end_list();
    Expr& function = top();
    const Span name = function.span;
    const Span where = join(name, brackets);
    function = {where, Call{name, arguments}};
    deepen(module_.list(arguments));
    auto mistake = spreadsheet_function(module_, name, where, arguments, text_);
    drop_separators(where, mistake ? 0 : 1);
    refuse(std::move(mistake));
}

void Builder::lookup(Span brackets) {
    const ExprList keys = end_list();
    const Span name = top().span;
    top() = {join(name, brackets), Lookup{name, keys, {}}};
    deepen(module_.list(keys));
}

// One `;` between arguments tells of all the others.
void Builder::drop_separators(Span call, std::size_t keep) {
    std::size_t seen = 0;
    std::erase_if(diagnostics_, [&](const Diagnostic& d) {
        const bool is_ours = d.kind == kind::semicolon_between_arguments && d.spans[0].begin > call.begin;
        return is_ours && ++seen > keep;
    });
}

void Builder::at_day(Span where) {
    const Span day = behind_at_sign(where);
    const ExprId of = pop();
    push(join(module_.expressions[of].span, where), AtDay{of, day_of_month(day), day});
}

void Builder::choice(Span where) {
    const ExprId otherwise = pop(), condition = pop(), value = pop();
    push(join(module_.expressions[value].span, where), Choice{value, condition, otherwise});
    deepen({value, condition, otherwise});
}

void Builder::fold() {
    const Operation operation = operators_.back();
    operators_.pop_back();
    const ExprId right = pop(), left = pop();
    push(join(module_.expressions[left].span, module_.expressions[right].span),
         Binary{operation.op, operation.where, left, right});
    deepen({left, right});
}

void Builder::rounded(Span where) {
    const ExprId step = pop(), of = pop();
    const std::optional<Rounding> mode = modes_.back();
    modes_.pop_back();
    push(join(module_.expressions[of].span, where), Rounded{of, mode, step});
    deepen({of, step});
}

// What has this mistake has no value of its own.
void Builder::refuse(std::optional<Diagnostic> mistake) {
    if (!mistake) return;
    report(std::move(*mistake));
    top().node = Broken{};
}

void Builder::check_above() {
    refuse(share_above(module_, operands_.back(), text_));
}

void Builder::check_product() {
    refuse(mixed_product(module_, operands_.back(), text_));
}

void Builder::check_limits() {
    refuse(mixed_limits(module_, operands_.back(), text_));
}

void Builder::check_comparison() {
    refuse(chained_comparison(module_, operands_.back(), text_));
}

void Builder::check_logic() {
    for (const auto known : {mixed_logic, extreme_of_list}) refuse(known(module_, operands_.back(), text_));
}

void Builder::reach_level(Span level) {
    aggregates_.back().next.reach = Reach::level;
    aggregates_.back().next.level = level;
}

void Builder::last_count(Span count) {
    aggregates_.back().next.reach = Reach::last_months;
    aggregates_.back().next.months = time_of(count, kind::no_months);
}

// Beside rows (`over team`) stand months (`over year`), in either order.
void Builder::scope(Span where) {
    Scope& scope = aggregates_.back().scope;
    Scope next = std::exchange(aggregates_.back().next, {});
    next.span = where;
    if (scope.span.length == 0) {
        scope = next;
        return;
    }
    if ((scope.reach == Reach::level) == (next.reach == Reach::level)) {
        report({kind::two_scopes_alike,
                {where, scope.span},
                {std::string(text(scope.span)), std::string(text(where))},
                {}});
        return;
    }
    Scope& rows = scope.reach == Reach::level ? scope : next;
    const Scope& months = scope.reach == Reach::level ? next : scope;
    rows.months_reach = months.reach;
    rows.months = months.months;
    rows.unit = months.unit;
    rows.span = join(scope.span, where);
    scope = Scope(rows);
}

void Builder::lowest_first(Span where) {
    if (aggregates_.back().op != AggregateOp::rank)
        report({kind::lowest_first_place, {where}, {std::string(text(where))}, {}});
    aggregates_.back().lowest_first = true;
}

void Builder::back_count(Span count) {
    back_ = time_of(count, kind::nothing_ago);
}

void Builder::ago(Span where) {
    const ExprId of = pop();
    const std::size_t blanks = after_blanks(text_, where.begin) - where.begin;
    const Span words{where.begin + static_cast<std::uint32_t>(blanks),
                     where.length - static_cast<std::uint32_t>(blanks), where.source};
    push(join(module_.expressions[of].span, where), Previous{of, back_, back_unit_, words});
}

void Builder::aggregate(Span where) {
    const ExprId condition = pop(), of = pop();
    const OpenAggregate open = aggregates_.back();
    aggregates_.pop_back();
    push(where, Aggregate{open.op, of, open.scope, condition, open.lowest_first});
    deepen({of, condition});
}

void Builder::increase(Span where) {
    const ExprId of = pop();
    const Scope scope = aggregates_.back().scope;
    aggregates_.pop_back();
    push(where, Increase{of, scope});
}

void Builder::months_between(Span where) {
    const ExprId to = pop(), from = pop();
    push(where, MonthsBetween{from, to});
}

void Builder::convert(Span where) {
    const ExprId rate = pop(), of = pop();
    const Span code = codes_.back();
    codes_.pop_back();
    push(where, Convert{of, code, rate});
    deepen({of, rate});
}

}  // namespace accrue::syntax
