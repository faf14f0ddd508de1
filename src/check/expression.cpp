#include <algorithm>

#include "base/messages/meaning.hpp"
#include "base/text.hpp"
#include "check/lower.hpp"
#include "check/walk.hpp"
#include "number/decimal.hpp"

namespace accrue::check {

using namespace syntax;
using core::ArithmeticOp;
using core::CompareOp;

Origin Lowering::origin_of(syntax::ExprId expr, WrittenAs as) const {
    return {.span = span(expr), .written_as = as, .shown_as_percent = typing_.percent(expr)};
}

const Symbol* Lowering::symbol_of(syntax::ExprId expr) const {
    const auto* bare = as<Name>(module_, unbracketed(module_, expr));
    return bare == nullptr || bare->member.length > 0 ? nullptr
                                                      : declarations_.find(name_text(sources_, bare->head));
}

ExprId Lowering::lower(syntax::ExprId expr, Place place) {
    if (!expr || !typing_.type(expr)) return {};
    const Origin origin = origin_of(expr);
    return std::visit(
        overloaded{
            [&](const Broken&) { return ExprId{}; },
            [&](const Number& n) { return literal(expr, n, origin); },
            [&](const Text&) {
                return build_.constant(quoted_text(sources_, span(expr)), *typing_.type(expr), origin);
            },
            [&](const syntax::Date&) {
                const auto date = parse_date(sources_.text(span(expr)));
                return date ? build_.constant(*date, *typing_.type(expr), origin) : ExprId{};
            },
            [&](const syntax::Month&) {
                const auto month = parse_month(sources_.text(span(expr)));
                return month ? build_.constant(*month, *typing_.type(expr), origin) : ExprId{};
            },
            [&](const YesNo& n) { return build_.constant(n.value, *typing_.type(expr), origin); },
            [&](const Name& n) { return name(expr, n, place, origin); },
            [&](const AtDay& n) { return at_day(n, place, origin); },
            [&](const Call& n) { return call(n, place, origin); },
            [&](const Binary& n) { return binary(n, place, origin); },
            [&](const Negate& n) {
                const ExprId of = lower(n.of, place);
                return build_.subtract(build_.zero_like(of, origin), of,
                                       origin_of(expr, WrittenAs::negation));
            },
            [&](const Not& n) { return build_.negation(lower(n.of, place), origin); },
            [&](const Rounded& n) {
                const auto step = n.step ? constant(n.step, *typing_.type(n.of)) : std::nullopt;
                const Exact value = step ? std::get<Exact>(*step) : scheme_.rounding_step;
                if (n.step && (!step || value.sign() <= 0)) {
                    report(kind::step_not_constant, {span(n.step)}, {text(n.step)});
                    return ExprId{};
                }
                return build_.round(lower(n.of, place), n.mode.value_or(scheme_.rounding), value, origin);
            },
            [&](const Bracket& n) { return lower(n.of, place); },
            [&](const Choice& n) {
                return single_line({.span = span(expr),
                                    .value = n.value,
                                    .condition = n.condition,
                                    .otherwise = n.otherwise},
                                   place, span(expr));
            },
            [&](const Previous& n) { return previous(n, place, origin); },
            [&](const Aggregate& n) { return aggregate(n, place, origin); },
            [&](const AfterGates& n) {
                return after_gates(n.of, place, origin_of(expr, WrittenAs::after_gates));
            },
            [&](const Increase& n) { return increase(n, place, origin_of(expr, WrittenAs::increase)); },
            [&](const Days&) { return build_.read(core::Builtin::days_in_month, origin); },
            [&](const MonthsBetween&) { return ExprId{}; },
            [&](const TableExpr& n) { return table(n.table, place, origin); },
        },
        module_.expressions[expr].node);
}

ExprId Lowering::literal(syntax::ExprId expr, const Number& number, Origin origin) {
    auto value = parse_literal(sources_.text(number.digits));
    if (!value) return {};
    if (number.percent) value = *value / Exact(100);
    return build_.constant(*std::move(value), *typing_.type(expr), origin);
}

// ---------------------------------------------------------------- names

ExprId Lowering::name(syntax::ExprId, const Name& written, Place place, Origin origin) {
    const std::string spelled = name_text(sources_, written.head);
    if (place.arguments != nullptr) {
        if (const auto found = place.arguments->find(spelled); found != place.arguments->end())
            return found->second;
    }
    const Symbol* symbol = declarations_.find(spelled);
    return symbol == nullptr ? ExprId{} : read(*symbol, place, origin);
}

ExprId Lowering::read(const Symbol& symbol, Place place, Origin origin) {
    switch (symbol.kind) {
        case SymbolKind::input:
            return read_input(symbol.index, place, origin);
        case SymbolKind::param:
            return build_.read(core::ParamId(symbol.index), origin);
        case SymbolKind::definition:
        case SymbolKind::part:
        case SymbolKind::pay_line:
        case SymbolKind::pay_total: {
            const int day = place.day > 0 && depends_on_day(symbol) ? place.day : 0;
            const core::DefinitionId id = demand(symbol, day);
            return id ? build_.read(id, scheme_.definitions[id].type, origin) : ExprId{};
        }
        case SymbolKind::function:
        case SymbolKind::table:
        case SymbolKind::unreadable:
            return {};
    }
    return {};
}

ExprId Lowering::read_input(std::size_t index, Place place, Origin origin) {
    const InputDeclaration& declared = declarations_.inputs[index];
    const core::InputId id = input(index, declared.by_day ? place.day : 0);
    const ExprId cell = build_.read(id, origin);
    if (declared.written == nullptr || !declared.written->default_to) return cell;
    return build_.default_to(cell, lower(declared.written->default_to, {}), origin);
}

ExprId Lowering::at_day(const AtDay& at, Place place, Origin origin) {
    if (place.day > 0) {
        report(kind::day_in_day, {at.day_span}, {std::int64_t(at.day)});
        return {};
    }
    if (!depends_on_day(at.of)) {
        bool has_day = false;
        for_each_inside(module_, at.of, [&](syntax::ExprId inside) {
            has_day = has_day || as<AtDay>(module_, inside) != nullptr;
        });
        if (has_day) {
            report(kind::day_in_day, {at.day_span}, {std::int64_t(at.day)});
            return {};
        }
        const Symbol* symbol = symbol_of(at.of);
        Diagnostic& diagnostic = report(kind::no_days, {span(at.of)}, {text(at.of), std::int64_t(at.day)});
        if (symbol != nullptr && symbol->kind == SymbolKind::input) {
            diagnostic.spans.push_back(symbol->span);
            diagnostic.notes.push_back({kind::hint_by_day, {symbol->name}});
        }
        return {};
    }
    const ExprId of = lower(at.of, {.day = at.day, .arguments = place.arguments});
    if (of) scheme_.expressions[of].origin.span = origin.span;
    return of;
}

// ---------------------------------------------------------------- calls

// A function is its body with the arguments in place of the parameters.
ExprId Lowering::call(const Call& written, Place place, Origin origin) {
    const std::string spelled = name_text(sources_, written.function);
    const Symbol* symbol = declarations_.find(spelled);
    if (symbol == nullptr || symbol->kind != SymbolKind::function)
        return built_in_call(spelled, written, place, origin);
    if (std::find(function_stack_.begin(), function_stack_.end(), symbol->index) != function_stack_.end()) {
        report(kind::function_ring, {written.function}, {spelled});
        return {};
    }
    const Function& function = *declarations_.functions[symbol->index];
    const auto given = module_.list(written.arguments);
    std::map<std::string, ExprId> arguments;
    for (std::size_t i = 0; i < given.size() && i < function.parameters.size(); ++i) {
        arguments[name_text(sources_, function.parameters[i].name)] = lower(given[i], place);
    }
    function_stack_.push_back(symbol->index);
    const ExprId body =
        alternatives({function.body}, {.day = 0, .arguments = &arguments}, function.body.span);
    function_stack_.pop_back();
    // A trace shows the call as it is written, not the text of the function.
    if (body && scheme_.expressions[body].origin.span == span(function.body.value)) {
        scheme_.expressions[body].origin.span = origin.span;
    }
    return body;
}

ExprId Lowering::built_in_call(const std::string& function, const Call& written, Place place, Origin origin) {
    const auto arguments = module_.list(written.arguments);
    if (arguments.empty()) return {};
    ExprId value = lower(arguments[0], place);
    if (function == "abs" || function == "модуль") {
        const ExprId zero = build_.zero_like(value, origin);
        return build_.larger(value, build_.subtract(zero, value, {origin.span, WrittenAs::negation, false}),
                             origin);
    }
    const bool smallest = function == "min" || function == "мин";
    for (const syntax::ExprId argument : arguments.subspan(1)) {
        value = build_.clamp(smallest ? core::ClampOp::smaller : core::ClampOp::larger, value,
                             lower(argument, place), origin);
    }
    return value;
}

// ---------------------------------------------------------------- operators

// `a + b above c`, `a above b + c`: above takes its neighbours in one reading and the sum in the other.
void Lowering::refuse_above_in_sum(const Binary& n) {
    const auto above_at_end = [&](syntax::ExprId expr) -> const Binary* {
        const auto* node = as<Binary>(module_, expr);
        while (node != nullptr && node->op == Operator::of) node = as<Binary>(module_, node->right);
        return node != nullptr && node->op == Operator::above ? node : nullptr;
    };
    const std::string op(sources_.text(n.op_span)), left = text(n.left), right = text(n.right);
    if (const Binary* above = above_at_end(n.left)) {
        const std::string x = text(above->left), t = text(above->right);
        report(kind::above_in_sum, {span(n.left), span(n.right)},
               {"(" + x + " above " + t + ") " + op + " " + right,
                x + " above (" + t + " " + op + " " + right + ")"});
    } else if (const auto* node = as<Binary>(module_, n.right);
               node != nullptr && node->op == Operator::above) {
        const std::string x = text(node->left), t = text(node->right);
        report(kind::above_in_sum, {span(n.right), span(n.left)},
               {left + " " + op + " (" + x + " above " + t + ")",
                "(" + left + " " + op + " " + x + ") above " + t});
    }
}

void Lowering::refuse_two_readings(const Binary& n) {
    if (n.op == Operator::add || n.op == Operator::subtract) refuse_above_in_sum(n);
    for (const syntax::ExprId side : {n.left, n.right}) {
        const auto* inner = as<Aggregate>(module_, side);
        if (inner != nullptr && inner->where) report(kind::where_in_operand, {span(side)}, {text(side)});
    }
}

// `default` covers only the absence of what stands directly before it.
void Lowering::require_coverable(syntax::ExprId of) {
    const syntax::ExprId inner = unbracketed(module_, of);
    const auto* op = as<Binary>(module_, inner);
    const auto* aggregate = as<Aggregate>(module_, inner);
    const bool aggregate_of_nothing =
        aggregate != nullptr && aggregate->op != AggregateOp::sum && aggregate->op != AggregateOp::count;
    if (as<Name>(module_, inner) != nullptr || as<AtDay>(module_, inner) != nullptr ||
        as<Previous>(module_, inner) != nullptr || aggregate_of_nothing ||
        (op != nullptr && op->op == Operator::divide)) {
        return;
    }
    report(kind::default_of_expression, {span(of)}, {text(of)});
}

ExprId Lowering::comparison(const Binary& n, ExprId left, ExprId right, Origin origin) {
    switch (n.op) {
        case Operator::equal:
            return build_.compare(CompareOp::equal, left, right, origin);
        case Operator::different:
            return build_.negation(build_.compare(CompareOp::equal, left, right, origin), origin);
        case Operator::less:
            return build_.compare(CompareOp::less, left, right, origin);
        case Operator::at_most:
            return build_.compare(CompareOp::at_most, left, right, origin);
        case Operator::more:
            return build_.compare(CompareOp::less, right, left, origin);
        default:
            return build_.compare(CompareOp::at_most, right, left, origin);
    }
}

ExprId Lowering::binary(const Binary& n, Place place, Origin origin) {
    refuse_two_readings(n);
    const ExprId left = lower(n.left, place), right = lower(n.right, place);
    const auto written = [&](WrittenAs as) { return Origin{origin.span, as, origin.shown_as_percent}; };
    switch (n.op) {
        case Operator::add:
            return build_.add(left, right, origin);
        case Operator::subtract:
            return build_.subtract(left, right, origin);
        case Operator::multiply:
            return build_.multiply(left, right, origin);
        case Operator::divide:
            return build_.divide(left, right, origin);
        case Operator::percent_of:
        case Operator::of:
            return build_.multiply(left, right, written(WrittenAs::percent_of));
        case Operator::above: {
            const ExprId excess = build_.subtract(left, right, origin);
            return build_.larger(excess, build_.zero_like(excess, origin), written(WrittenAs::above));
        }
        case Operator::capped_at:
            return build_.smaller(left, right, written(WrittenAs::capped));
        case Operator::never_below:
            return build_.larger(left, right, written(WrittenAs::floored));
        case Operator::default_to:
            require_coverable(n.left);
            return build_.default_to(left, right, origin);
        case Operator::equal:
        case Operator::different:
        case Operator::less:
        case Operator::at_most:
        case Operator::more:
        case Operator::at_least:
            return comparison(n, left, right, origin);
        case Operator::both:
            return build_.both(left, right, origin);
        case Operator::either:
            return build_.either(left, right, origin);
    }
    return {};
}

}  // namespace accrue::check
