// `previous`, sums over months, and what is due less what was paid.
#include "base/messages/meaning.hpp"
#include "check/lower.hpp"
#include "check/walk.hpp"

namespace accrue::check {

using namespace syntax;

// What other months read must be a definition: the named one, else a hidden one made of the expression.
core::DefinitionId Lowering::as_definition(syntax::ExprId expr, Place place) {
    const Symbol* symbol = symbol_of(expr);
    if (symbol != nullptr && symbol->kind != SymbolKind::input && symbol->kind != SymbolKind::param) {
        return symbol->kind == SymbolKind::definition || symbol->kind == SymbolKind::part ||
                       symbol->kind == SymbolKind::pay_line || symbol->kind == SymbolKind::pay_total
                   ? demand(*symbol, 0)
                   : core::DefinitionId{};
    }
    const auto type = typing_.type(expr);
    if (!type) return {};
    const auto [known, fresh] = hidden_.emplace(unbracketed(module_, expr).value, core::DefinitionId{});
    if (!fresh && place.arguments == nullptr) return known->second;
    const core::DefinitionId id = add_definition({.name = text(unbracketed(module_, expr)),
                                                  .kind = core::DefinitionKind::hidden,
                                                  .type = *type,
                                                  .value = {},
                                                  .level = level_,
                                                  .label = {},
                                                  .span = span(expr),
                                                  .name_span = span(expr),
                                                  .shown_as_percent = typing_.percent(expr)});
    known->second = id;
    const ExprId value = lower(expr, {.day = 0, .arguments = place.arguments});
    scheme_.definitions[id].value = value;
    return id;
}

ExprId Lowering::previous(const Previous& written, Place place, Origin origin) {
    const core::DefinitionId of = as_definition(written.of, place);
    return of ? build_.previous(of, scheme_.definitions[of].type, origin) : ExprId{};
}

namespace {

std::optional<core::Window> window(Reach reach) {
    switch (reach) {
        case Reach::quarter:
            return core::Window::quarter;
        case Reach::year:
            return core::Window::year;
        case Reach::last_months:
            return core::Window::last_months;
        case Reach::all_months:
            return core::Window::all_months;
        case Reach::earlier_of_quarter:
            return core::Window::earlier_of_quarter;
        case Reach::earlier_of_year:
            return core::Window::earlier_of_year;
        case Reach::inner:
        case Reach::so_far:
        case Reach::level:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

ExprId Lowering::aggregate(const Aggregate& written, Place place, Origin origin) {
    const auto over = window(written.scope.reach);
    if (!over) return {};
    if (place.day > 0 && depends_on_day(written.of)) {
        report(kind::day_in_window, {written.scope.span}, {std::int64_t(place.day)});
        return {};
    }
    core::Aggregate node{.op = core::AggregateOp::sum,
                         .of = as_definition(written.of, place),
                         .where = {},
                         .window = *over,
                         .months = written.scope.months};
    if (written.where) {
        node.where = as_definition(written.where, place);
        if (!node.where) return {};
    }
    if (!node.of) return {};
    const core::Type type = scheme_.definitions[node.of].type, number{core::TypeKind::number, {}};
    switch (written.op) {
        case AggregateOp::sum:
            return build_.aggregate(node, type, origin);
        case AggregateOp::count:
            node.op = core::AggregateOp::count;
            return build_.aggregate(node, number, origin);
        case AggregateOp::smallest:
            node.op = core::AggregateOp::smallest;
            return build_.aggregate(node, type, origin);
        case AggregateOp::largest:
            node.op = core::AggregateOp::largest;
            return build_.aggregate(node, type, origin);
        case AggregateOp::average: {
            const ExprId sum = build_.aggregate(node, type, origin);
            node.op = core::AggregateOp::count;
            const ExprId count = build_.aggregate(node, number, origin);
            return build_.divide(sum, count, {origin.span, WrittenAs::average, origin.shown_as_percent});
        }
        case AggregateOp::rank:
            return {};
    }
    return {};
}

// What is due since the start of the window, rounded, less what this line has paid in its earlier months: so
// that what it has paid is always the rounded due.
ExprId Lowering::increase(const Increase& written, Place place, Origin origin) {
    const bool year = written.scope.reach == Reach::year, quarter = written.scope.reach == Reach::quarter;
    if (!pay_line_ || (!year && !quarter)) {
        report(kind::increase_place, {origin.span}, {text(written.of)});
        return {};
    }
    const Origin rounding{origin.span, WrittenAs::pay_rounding, false};
    const ExprId due =
        build_.round(lower(written.of, place), scheme_.rounding, scheme_.rounding_step, rounding);
    if (!due) return {};
    const core::Window earlier = year ? core::Window::earlier_of_year : core::Window::earlier_of_quarter;
    const ExprId paid =
        build_.aggregate({.op = core::AggregateOp::sum, .of = pay_line_, .where = {}, .window = earlier},
                         scheme_.definitions[pay_line_].type, {written.scope.span, WrittenAs::hidden, false});
    return build_.subtract(due, paid, origin);
}

}  // namespace accrue::check
