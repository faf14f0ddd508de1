// The types of expressions, branches and tables.
#include <algorithm>

#include "base/messages/meaning.hpp"
#include "base/messages/phrases/general.hpp"
#include "base/text.hpp"
#include "check/default_behind_where.hpp"
#include "check/typing.hpp"
#include "check/walk.hpp"
#include "number/decimal.hpp"

namespace accrue::check {

using namespace syntax;
using core::Type;
using core::TypeKind;

namespace {

const Exact hardly_a_coefficient = 1000;

}  // namespace

// ---------------------------------------------------------------- expressions

TypeVar Typing::expression(ExprId expr) {
    if (!expr) return types_.broken();
    const TypeVar var = typed(expr);
    expressions_[expr] = var;
    return var;
}

TypeVar Typing::number_literal(const Number& literal) {
    if (literal.currency.length > 0) {
        return types_.known({TypeKind::money, std::string(sources_.text(literal.currency))});
    }
    if (!literal.percent) {
        const TypeVar var = types_.amount();
        const auto value = parse_literal(sources_.text(literal.digits));
        if (value && *value >= hardly_a_coefficient) types_.mark_large(var);
        return var;
    }
    const TypeVar var = number();
    types_.mark_percent(var);
    return var;
}

// Directly under `*` and `/`, and left of `of`, a bare literal is a number.
TypeVar Typing::factor(ExprId expr) {
    const TypeVar var = expression(expr);
    if (is_bare_number(expr)) types_.unify(var, number(), {});
    return var;
}

TypeVar Typing::amount_of(ExprId expr, TypeVar var, std::string_view what) {
    if (types_.require_amount(var,
                              {kind::wants_amount, span(expr), span(expr), {std::string(what), text(expr)}}))
        return var;
    return types_.broken();
}

void Typing::condition(ExprId expr) {
    types_.unify(expression(expr), logical(), {kind::condition_wanted, span(expr), span(expr), {text(expr)}});
}

TypeVar Typing::typed(ExprId expr) {
    return std::visit(
        overloaded{
            [&](const Broken&) { return types_.broken(); },
            [&](const Number& n) { return number_literal(n); },
            [&](const Text&) { return types_.known({TypeKind::text, {}}); },
            [&](const syntax::Date&) { return types_.known({TypeKind::date, {}}); },
            [&](const syntax::Month&) { return types_.known({TypeKind::month, {}}); },
            [&](const YesNo&) { return logical(); },
            [&](const Name& n) { return name(expr, n); },
            [&](const AtDay& n) { return expression(n.of); },
            [&](const Call& n) { return call(expr, n); },
            [&](const Binary& n) { return binary(expr, n); },
            [&](const Negate& n) {
                note_threshold(expr);
                return amount_of(n.of, expression(n.of), "-");
            },
            [&](const Not& n) {
                condition(n.of);
                return logical();
            },
            [&](const Rounded& n) {
                const TypeVar of = amount_of(n.of, expression(n.of), "rounded");
                beside(of, n.step);
                if (n.step)
                    types_.unify(of, expression(n.step), {kind::step_differs, span(n.step), span(n.of), {}});
                return of;
            },
            [&](const Bracket& n) { return expression(n.of); },
            [&](const Choice& n) {
                return alternatives({{.span = span(expr),
                                      .value = n.value,
                                      .condition = n.condition,
                                      .otherwise = n.otherwise}});
            },
            [&](const Previous& n) { return previous(expr, n); },
            [&](const Aggregate& n) { return aggregate(expr, n); },
            [&](const AfterGates& n) { return amount_of(n.of, expression(n.of), "after gates"); },
            [&](const Increase& n) { return amount_of(n.of, expression(n.of), "increase of"); },
            [&](const OfTime& n) { return clock(expr, n.clock); },
            [&](const MonthsBetween& n) {
                for (const ExprId end : {n.from, n.to}) {
                    types_.unify(expression(end), types_.known({TypeKind::date, {}}),
                                 {kind::dates_wanted, span(end), span(end), {text(expr)}});
                }
                return number();
            },
            [&](const TableExpr& n) { return table(n.table); },
            [&](const Lookup& n) { return lookup(expr, n); },
            [&](const Convert& n) { return convert(expr, n); },
        },
        module_.expressions[expr].node);
}

TypeVar Typing::call(ExprId expr, const Call& written) {
    const std::string function = name_text(sources_, written.function);
    const auto arguments = module_.list(written.arguments);
    if (function == "min" || function == "max" || function == "abs" || function == "мин" ||
        function == "макс" || function == "модуль") {
        const bool one = function == "abs" || function == "модуль";
        if (one ? arguments.size() != 1 : arguments.size() < 2) {
            report(kind::argument_count, {span(expr)},
                   {function, one ? phrase(say::count_of_values, 1) : phrase(say::two_values_or_more),
                    std::int64_t(arguments.size())});
            return types_.broken();
        }
        const TypeVar first = amount_of(arguments[0], expression(arguments[0]), function);
        beside(first, arguments[0]);
        for (const ExprId argument : arguments.subspan(1)) {
            types_.unify(first, expression(argument),
                         {kind::arguments_differ, span(arguments[0]), span(argument), {function}});
            beside(first, argument);
        }
        return first;
    }
    std::vector<TypeVar> given;
    for (const ExprId argument : arguments) given.push_back(expression(argument));
    const Symbol* symbol = declarations_.find(function, scope_.level);
    if (symbol == nullptr) {
        unknown_name(written.function, function);
        return types_.broken();
    }
    read_.insert({symbol->kind, symbol->index});
    if (symbol->kind != SymbolKind::function) {
        if (symbol->kind != SymbolKind::unreadable)
            report(kind::no_function, {written.function, symbol->span}, {function});
        return types_.broken();
    }
    const auto& parameters = function_parameters_[symbol->index];
    if (parameters.size() != given.size()) {
        report(kind::argument_count, {span(expr), symbol->span},
               {function, phrase(say::count_of_values, parameters.size()), std::int64_t(given.size())});
        return types_.broken();
    }
    for (std::size_t i = 0; i < given.size(); ++i) {
        types_.unify(
            given[i], parameters[i],
            {kind::argument_differs,
             span(arguments[i]),
             declarations_.functions[symbol->index]->parameters[i].name,
             {function, name_text(sources_, declarations_.functions[symbol->index]->parameters[i].name)}});
    }
    return functions_[symbol->index];
}

TypeVar Typing::equal_operands(ExprId, const Binary& n, Kind kind) {
    const TypeVar left = expression(n.left), right = expression(n.right);
    beside(left, n);
    if (types_.unify(left, right,
                     {kind, span(n.left), span(n.right), {std::string(sources_.text(n.op_span))}}))
        return left;
    return types_.broken();
}

TypeVar Typing::defaulted(ExprId expr, const Binary& n) {
    const TypeVar both = equal_operands(expr, n, kind::default_differs);
    const bool is_refused = !diagnostics_.empty() && diagnostics_.back().kind == kind::default_differs &&
                            diagnostics_.back().spans.front() == span(n.left);
    const auto behind = is_refused ? default_behind_where(module_, sources_, n) : std::nullopt;
    if (behind && behind->hint) diagnostics_.back().notes.push_back(*behind->hint);
    return both;
}

TypeVar Typing::comparison(ExprId expr, const Binary& n) {
    const TypeVar left = expression(n.left), right = expression(n.right);
    beside(left, n);
    const bool asks_open =
        (is_percent_literal(n.right) && !settled(left)) || (is_percent_literal(n.left) && !settled(right));
    if (asks_open)
        late_comparisons_.push_back(&n);
    else
        compare(n);
    if (n.op != Operator::equal && n.op != Operator::different) orderings_.push_back(expr);
    return logical();
}

// `x >= 50%` while nothing else is known of x: its own formula, perhaps further below, decides what it is.
void Typing::compare_late() {
    for (const Binary* late : late_comparisons_) compare(*late);
}

void Typing::compare(const Binary& n) {
    const TypeVar left = expressions_[n.left];
    if (types_.unify(
            left, expressions_[n.right],
            {kind::compare_differs, span(n.left), span(n.right), {std::string(sources_.text(n.op_span))}}))
        return;
    const auto type = settled(left);
    if (is_percent_literal(n.right) && type && type->kind == TypeKind::money)
        diagnostics_.back().notes.push_back({kind::hint_percent_of_what, {text(n.right)}});
}

// `sum of x`, also as `5% of sum of x` and in brackets.
bool Typing::is_aggregate(ExprId expr) const {
    while (expr) {
        if (const auto* const bracket = as<Bracket>(module_, expr)) {
            expr = bracket->of;
            continue;
        }
        const auto* const product = as<Binary>(module_, expr);
        const bool goes_on =
            product != nullptr && (product->op == Operator::of || product->op == Operator::percent_of);
        if (!goes_on) return as<Aggregate>(module_, expr) != nullptr;
        expr = product->right;
    }
    return false;
}

TypeVar Typing::binary(ExprId expr, const Binary& n) {
    note_threshold(expr);
    switch (n.op) {
        case Operator::add:
        case Operator::subtract: {
            const TypeVar left = expression(n.left), right = expression(n.right), result = types_.unknown();
            beside(left, n);
            types_.sum(
                left, right, result, n.op == Operator::subtract,
                {kind::sum_differs, span(n.left), span(n.right), {std::string(sources_.text(n.op_span))}});
            return result;
        }
        case Operator::multiply:
        case Operator::divide: {
            const bool was_beside = beside_aggregate_;
            beside_aggregate_ = was_beside || is_aggregate(n.left) || is_aggregate(n.right);
            const TypeVar left = factor(n.left), right = factor(n.right), result = types_.unknown();
            beside_aggregate_ = was_beside;
            const bool divides = n.op == Operator::divide;
            if (product_beside_threshold(module_, n)) beside_thresholds_.insert(expr);
            if (share_in_divisor(module_, n)) shares_in_divisors_.push_back(expr);
            types_.product(
                left, right, result, divides,
                {divides ? kind::quotient_types : kind::product_types, span(n.left), span(n.right), {}});
            return result;
        }
        case Operator::percent_of:
        case Operator::of: {
            const TypeVar left = factor(n.left), right = expression(n.right), result = types_.unknown();
            if (!types_.unify(left, number(),
                              {kind::of_wants_number, span(n.left), span(n.left), {text(n.left)}})) {
                return types_.broken();
            }
            types_.product(left, right, result, false,
                           {kind::product_types, span(n.left), span(n.right), {}});
            return result;
        }
        case Operator::above:
        case Operator::capped_at:
        case Operator::never_below:
            return amount_of(n.left, equal_operands(expr, n, kind::bound_differs), sources_.text(n.op_span));
        case Operator::default_to:
            return defaulted(expr, n);
        case Operator::equal:
        case Operator::different:
        case Operator::less:
        case Operator::at_most:
        case Operator::more:
        case Operator::at_least:
            return comparison(expr, n);
        case Operator::both:
        case Operator::either:
            condition(n.left), condition(n.right);
            return logical();
    }
    return types_.broken();
}

// ---------------------------------------------------------------- branches and tables

TypeVar Typing::alternatives(const std::vector<Alternative>& lines) {
    const TypeVar whole = types_.unknown();
    std::vector<ExprId> values;
    for (const Alternative& line : lines) {
        alternative(line, whole, lines.front().value);
        for (const ExprId branch : {line.value, line.otherwise}) {
            if (branch) values.push_back(branch);
        }
    }
    beside_each_other(whole, values);
    const Alternative& first = lines.front();
    if (lines.size() == 1 && first.condition && !first.otherwise) {
        types_.require_amount(
            whole, {kind::guard_wants_amount, span(first.value), span(first.condition), {text(first.value)}});
    }
    return whole;
}

TypeVar Typing::alternative(const Alternative& line, TypeVar whole, ExprId first) {
    for (const ExprId branch : {line.value, line.otherwise}) {
        if (!branch) continue;
        types_.unify(whole, expression(branch), {kind::branches_differ, span(first), span(branch), {}});
    }
    if (line.condition) condition(line.condition);
    return whole;
}

void Typing::head(const Head& written, TypeVar key, ExprId key_expr) {
    const auto edge = [&](ExprId expr) {
        if (!expr) return;
        const Span key_span = key_expr ? span(key_expr) : written.span;
        types_.unify(key, expression(expr), {kind::edge_differs, span(expr), key_span, {}});
        beside(key, expr);
    };
    std::visit(overloaded{
                   [&](const Below& b) { edge(b.edge); },
                   [&](const UpTo& u) { edge(u.edge); },
                   [&](const Point& p) { edge(p.at); },
                   [&](const OneOf& o) {
                       for (const ExprId value : module_.list(o.keys)) edge(value);
                   },
                   [](const auto&) {},
               },
               written.band);
}

void Typing::table_rows(const WrittenTable& written, const TableTypes& types) {
    for (const Head& column : written.columns) head(column, types.second_key, written.second_key);
    std::vector<ExprId> values;
    for (const TableRow& row : written.rows) {
        head(row.head, types.key, written.key);
        for (const Cell& cell : row.cells) {
            if (cell.end != End::value || !cell.value) continue;
            values.push_back(cell.value);
            types_.unify(types.cell, expression(cell.value),
                         {kind::cells_differ, span(cell.value), span(values.front()), {}});
        }
    }
    beside_each_other(types.cell, values);
}

bool Typing::is_percent_literal(ExprId expr) const {
    const auto* const number = expr ? std::get_if<Number>(&module_.expressions[expr].node) : nullptr;
    return number != nullptr && number->percent;
}

// `rate = whole attainment { below 80% : 1%; otherwise : 2% }`: at 90 % that is 1.8 %, and mostly 2 % is
// meant.
void Typing::warn_percent_of_percent(const WrittenTable& written) {
    const auto edge_of = [](const Head& head) {
        if (const auto* const below = std::get_if<Below>(&head.band)) return below->edge;
        const auto* const up_to = std::get_if<UpTo>(&head.band);
        return up_to != nullptr ? up_to->edge : ExprId{};
    };
    const auto has_percent_edge = [&](const TableRow& row) { return is_percent_literal(edge_of(row.head)); };
    const auto row = std::ranges::find_if(written.rows, has_percent_edge);
    if (row == written.rows.end() || row->cells.empty()) return;
    const auto& last = written.rows.back().cells;
    if (last.empty() || !is_percent_literal(last.front().value)) return;
    report(kind::percent_of_percent, {span(written.key)}, {text(written.key), text(last.front().value)});
}

TypeVar Typing::table(TableId id) {
    const WrittenTable& written = module_.tables[id];
    TableTypes types{written.key ? expression(written.key) : types_.broken(),
                     written.second_key ? expression(written.second_key) : types_.unknown(),
                     types_.unknown()};
    if (written.by.length > 0) {
        const std::string name = name_text(sources_, written.by);
        const Symbol* symbol = declarations_.find(name, scope_.level);
        if (symbol == nullptr) {
            unknown_name(written.by, name);
            return types_.broken();
        }
        read_.insert({symbol->kind, symbol->index});
        if (symbol->kind != SymbolKind::table) {
            if (symbol->kind != SymbolKind::unreadable)
                report(kind::no_table, {written.by, symbol->span}, {name});
            return types_.broken();
        }
        const TableTypes& shared = named_tables_[symbol->index];
        types_.unify(types.key, shared.key, {kind::edge_differs, span(written.key), written.by, {}});
        types.cell = shared.cell;
    } else {
        table_rows(written, types);
    }
    const auto amount_key = [&] { return amount_of(written.key, types.key, phrase(say::key_of_table)); };
    switch (written.mode) {
        case TableMode::match:
        case TableMode::matrix:
            return types.cell;
        case TableMode::step:
            amount_key();
            return types.cell;
        case TableMode::linear:
            amount_key();
            types_.require_amount(
                types.cell,
                {kind::wants_amount, written.span, written.span, {"linear", phrase(say::a_cell)}});
            return types.cell;
        case TableMode::whole:
            warn_percent_of_percent(written);
            [[fallthrough]];
        case TableMode::marginal:
            types_.unify(types.cell, number(), {kind::rate_wants_number, written.span, written.span, {}});
            return amount_key();
    }
    return types_.broken();
}

}  // namespace accrue::check
