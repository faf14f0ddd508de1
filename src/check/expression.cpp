#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/messages/language.hpp"
#include "base/messages/meaning.hpp"
#include "base/text.hpp"
#include "check/default_behind_where.hpp"
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

const Symbol* Lowering::symbol_of(syntax::ExprId expr, std::size_t level) const {
    const auto* bare = as<Name>(module_, unbracketed(module_, expr));
    return bare == nullptr || bare->member.length > 0
               ? nullptr
               : declarations_.find(name_text(sources_, bare->head), level);
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
            [&](const Name& n) { return name(n, place, origin); },
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
            [&](const OfTime& n) { return clock(n.clock, place, origin); },
            [&](const MonthsBetween& n) {
                return build_.months_between(lower(n.from, place), lower(n.to, place),
                                             origin_of(expr, WrittenAs::months_between));
            },
            [&](const TableExpr& n) { return table(n.table, place, origin); },
            [&](const Lookup& n) { return lookup(expr, n, place, origin_of(expr, WrittenAs::lookup)); },
            [&](const Convert& n) { return convert(expr, n, place, origin_of(expr, WrittenAs::converted)); },
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

ExprId Lowering::name(const Name& written, Place place, Origin origin) {
    if (place.arguments != nullptr && written.member.length == 0) {
        const auto found = place.arguments->find(name_text(sources_, written.head));
        if (found != place.arguments->end()) return found->second;
    }
    const NameMeaning meaning = names_.meaning(written, place.scope());
    place.of_asker = place.of_asker || meaning.of_asker;
    if (meaning.built_in != BuiltInName::none) return built_in_name(meaning, place, origin);
    if (meaning.symbol == nullptr) return {};
    if (meaning.symbol->kind == SymbolKind::lots) return lots_part(written, *meaning.symbol, place, origin);
    return read(*meaning.symbol, place, origin);
}

// The key or the date of the row itself; of another row it is a definition of that row's level.
ExprId Lowering::built_in_name(const NameMeaning& meaning, Place place, Origin origin) {
    const bool is_key = meaning.built_in == BuiltInName::key;
    const ExprId own = build_.read(is_key ? core::Builtin::row_key : core::Builtin::row_date, origin);
    if (meaning.level == place.level && !place.of_asker) return own;
    const core::DefinitionId id =
        hidden_definition(std::string(is_key ? "key" : "date"), own, meaning.level, origin.span);
    const ExprId there = build_.read(id, scheme_.definitions[id].type, origin);
    return build_.of_asker(there, place.of_asker);
}

ExprId Lowering::read(const Symbol& symbol, Place place, Origin origin) {
    switch (symbol.kind) {
        case SymbolKind::input:
            if (refuses_month_of_two(symbol, place, origin)) return {};
            return read_input(symbol.index, place, origin);
        case SymbolKind::param:
            check_param_dates(symbol.index, place, origin);
            return build_.read(core::ParamId(symbol.index), origin);
        case SymbolKind::pay_total:
            if (!definitions_.contains({symbol.kind, symbol.index, 0})) {
                report_unpaid(symbol.level, origin.span);
                return {};
            }
            [[fallthrough]];
        case SymbolKind::definition:
        case SymbolKind::part:
        case SymbolKind::share:
        case SymbolKind::pay_line: {
            if (refuses_month_of_two(symbol, place, origin)) return {};
            refuse_day_through_group(symbol, place, origin);
            const int day = place.day > 0 && depends_on_day(symbol) ? place.day : 0;
            const core::DefinitionId id = demand(symbol, day);
            if (!id) return {};
            return build_.of_asker(build_.read(id, scheme_.definitions[id].type, origin), place.of_asker);
        }
        case SymbolKind::lots:
        case SymbolKind::function:
        case SymbolKind::table:
        case SymbolKind::reference:
        case SymbolKind::level:
        case SymbolKind::unreadable:
            return {};
    }
    return {};
}

// What stands outside of blocks each row has in its own month. Behind `where` over months that may be
// another month than the asker's.
bool Lowering::refuses_month_of_two(const Symbol& symbol, Place place, Origin origin) {
    const bool is_everywhere = symbol.level == 0 && declarations_.has_levels();
    if (!place.in_two_months || !is_everywhere || !is_of_its_month(symbol)) return false;
    report(kind::clock_of_two, {origin.span, symbol.span}, {text_of(origin.span)});
    return true;
}

// Does it read data, earlier values or the calendar?
bool Lowering::is_of_its_month(const Symbol& symbol) const {
    std::set<std::size_t> seen;
    const auto reads = [&](const auto& self, const Symbol& of) -> bool {
        if (of.kind == SymbolKind::input) return true;
        if (of.kind != SymbolKind::definition || of.level != symbol.level || !seen.insert(of.index).second)
            return false;
        bool found = false;
        const auto look = [&](syntax::ExprId each) {
            const auto* name = as<Name>(module_, each);
            const Symbol* inner = name == nullptr ? nullptr : symbol_of(each, of.level);
            const bool looks_elsewhere = as<OfTime>(module_, each) != nullptr ||
                                         as<Previous>(module_, each) != nullptr ||
                                         as<Aggregate>(module_, each) != nullptr;
            found = found || looks_elsewhere || (inner != nullptr && self(self, *inner));
        };
        for (const Alternative& line : declarations_.definitions[of.index].written->alternatives) {
            for (const syntax::ExprId expr : {line.value, line.condition, line.otherwise}) {
                if (expr) for_each_inside(module_, expr, look);
            }
        }
        return found;
    };
    return reads(reads, symbol);
}

// `pay` of a level that has no pay lines: perhaps that of those below is meant.
void Lowering::report_unpaid(std::size_t level, Span place) {
    Diagnostic& diagnostic =
        report(kind::no_such_member, {place}, {declarations_.levels[level].name, std::string("pay")});
    for (const PayDeclaration& pay : declarations_.pays) {
        if (!declarations_.stands_above(level, pay.level)) continue;
        diagnostic.notes.push_back({kind::hint_inner_name, {declarations_.levels[pay.level].name + ".pay"}});
        return;
    }
}

// A value that begins in the middle of a period can be read by records only.
void Lowering::check_param_dates(std::size_t index, Place place, Origin origin) {
    if (declarations_.levels[place.level].kind == core::LevelKind::records) return;
    const core::Param& param = scheme_.params[core::ParamId(index)];
    for (const core::DatedValue& value : param.values) {
        const auto& calendar = scheme_.calendar;
        if (!value.from) continue;
        const auto period = calendar.period(*value.from);
        if (calendar.first_day(period) == *value.from) continue;
        if (mid_period_reported_.insert(index).second)
            report(kind::param_mid_period, {origin.span, value.span}, {param.name}).notes = {
                {kind::note_periods_begin,
                 {to_text(calendar.first_day(period)), to_text(calendar.first_day(Calendar::next(period)))}}};
        return;
    }
}

ExprId Lowering::read_input(std::size_t index, Place place, Origin origin) {
    const InputDeclaration& declared = declarations_.inputs[index];
    const core::InputId id = input(index, declared.by_day ? place.day : 0);
    const ExprId cell = build_.of_asker(build_.read(id, origin), place.of_asker);
    if (declared.written == nullptr || !declared.written->default_to) return cell;
    return build_.default_to(cell, default_of(index, place), origin);
}

// It may read other inputs, with their defaults.
ExprId Lowering::default_of(std::size_t input, Place place) {
    const InputDeclaration& declared = declarations_.inputs[input];
    const auto open = std::ranges::find(open_defaults_, input);
    if (open != open_defaults_.end()) {
        std::vector<RingLink> ring;
        for (auto at = open; at != open_defaults_.end(); ++at)
            ring.push_back({declarations_.inputs[*at].name, declarations_.inputs[*at].span});
        report_ring(ring, declared.name);
        return {};
    }
    open_defaults_.push_back(input);
    const ExprId value =
        lower(declared.written->default_to, {.level = declared.level, .of_asker = place.of_asker});
    open_defaults_.pop_back();
    return value;
}

// ---------------------------------------------------------------- time

ExprId Lowering::clock(Clock clock, Place place, Origin origin) {
    if (place.in_two_months && clock != Clock::days_employed) {
        report(kind::clock_of_two, {origin.span}, {text_of(origin.span)});
        return {};
    }
    switch (clock) {
        case Clock::days_in_month:
            return build_.read(core::Builtin::days_in_month, origin);
        case Clock::this_month:
            return build_.read(core::Builtin::this_month, origin);
        case Clock::number_of_month:
            return build_.read(core::Builtin::number_of_month, origin);
        case Clock::start_of_month:
            return build_.read(core::Builtin::period_start, origin);
        case Clock::end_of_month:
            return build_.read(core::Builtin::period_end, origin);
        case Clock::days_in_quarter:
            return build_.read(core::Builtin::days_in_quarter, origin);
        case Clock::days_in_year:
            return build_.read(core::Builtin::days_in_year, origin);
        case Clock::number_of_quarter:
            return build_.read(core::Builtin::number_of_quarter, origin);
        case Clock::number_of_year:
            return build_.read(core::Builtin::number_of_year, origin);
        case Clock::number_of_week:
            return build_.read(core::Builtin::number_of_week, origin);
        case Clock::start_of_quarter:
            return build_.read(core::Builtin::quarter_start, origin);
        case Clock::end_of_quarter:
            return build_.read(core::Builtin::quarter_end, origin);
        case Clock::start_of_year:
            return build_.read(core::Builtin::year_start, origin);
        case Clock::end_of_year:
            return build_.read(core::Builtin::year_end, origin);
        case Clock::days_employed:
            return days_employed(place.level, {origin.span, WrittenAs::days_employed, false});
    }
    return {};
}

// The days of the period from the later beginning to the earlier end, both inclusive; 0 when they do not
// meet.
ExprId Lowering::days_employed(std::size_t level, Origin origin) {
    core::Level& of = scheme_.levels[levels_[level]];
    const auto dated = [&](core::InputId& input, const char* name) {
        if (input) return;
        core::Input made;
        made.name = name;
        made.level = levels_[level];
        made.type = {core::TypeKind::date, {}};
        made.optional = true;
        made.span = origin.span;
        input = scheme_.inputs.add(std::move(made));
    };
    dated(of.from, "from");
    dated(of.to, "to");
    const auto or_end = [&](core::InputId input, core::Builtin end) {
        return build_.default_to(build_.read(input, origin), build_.read(end, origin), origin);
    };
    const ExprId begins = build_.read(core::Builtin::period_start, origin);
    const ExprId ends = build_.read(core::Builtin::period_end, origin);
    const ExprId from = or_end(of.from, core::Builtin::period_start),
                 to = or_end(of.to, core::Builtin::period_end);
    const ExprId first =
        build_.choose({{build_.compare(core::CompareOp::less, begins, from, origin), from}}, begins, origin);
    const ExprId last =
        build_.choose({{build_.compare(core::CompareOp::less, to, ends, origin), to}}, ends, origin);
    const ExprId days =
        build_.add(build_.subtract(last, first, origin), build_.number(Exact(1), origin), origin);
    return build_.larger(days, build_.number(Exact(0), origin), origin);
}

// ---------------------------------------------------------------- calls

constexpr std::int64_t most_inner_calls = 100'000;

// A function is its body with the arguments in place of the parameters.
ExprId Lowering::call(const Call& written, Place place, Origin origin) {
    const std::string spelled = name_text(sources_, written.function);
    const Symbol* symbol = declarations_.find(spelled, place.level);
    if (symbol == nullptr || symbol->kind != SymbolKind::function)
        return built_in_call(spelled, written, place, origin);
    if (std::find(function_stack_.begin(), function_stack_.end(), symbol->index) != function_stack_.end()) {
        report(kind::function_ring, {written.function}, {spelled});
        return {};
    }
    if (!function_stack_.empty() && ++inner_calls_ > most_inner_calls) {
        if (inner_calls_ == most_inner_calls + 1)
            report(kind::too_many_calls, {written.function}, {most_inner_calls});
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
        alternatives({function.body},
                     {.level = place.level, .arguments = &arguments, .in_two_months = place.in_two_months},
                     function.body.span);
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

// `a + b above c`, `a above b + c`: above takes its neighbours in one reading and the sum in the other. What
// stands before it, `2% of`, stands in both.
void Lowering::refuse_above_in_sum(const Binary& n) {
    const auto above_at_end = [&](syntax::ExprId expr) -> const Binary* {
        const auto* node = as<Binary>(module_, expr);
        while (node != nullptr && node->op == Operator::of) node = as<Binary>(module_, node->right);
        return node != nullptr && node->op == Operator::above ? node : nullptr;
    };
    const std::string op(sources_.text(n.op_span)), left = text(n.left), right = text(n.right);
    if (const Binary* node = above_at_end(n.left)) {
        const std::string x = text(node->left), t = text(node->right), above(sources_.text(node->op_span));
        const Span whole = span(n.left);
        const auto length = static_cast<std::uint32_t>(span(node->left).begin - whole.begin);
        const std::string before(sources_.text({whole.begin, length, whole.source}));
        report(kind::above_in_sum, {whole, span(n.right)},
               {fmt::format("{}({} {} {}) {} {}", before, x, above, t, op, right),
                fmt::format("{}{} {} ({} {} {})", before, x, above, t, op, right)});
    } else if (const auto* behind = as<Binary>(module_, n.right);
               behind != nullptr && behind->op == Operator::above) {
        const std::string x = text(behind->left), t = text(behind->right),
                          above(sources_.text(behind->op_span));
        report(kind::above_in_sum, {span(n.right), span(n.left)},
               {fmt::format("{} {} ({} {} {})", left, op, x, above, t),
                fmt::format("({} {} {}) {} {}", left, op, x, above, t)});
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
void Lowering::require_coverable(const Binary& defaulted) {
    const syntax::ExprId of = defaulted.left, inner = unbracketed(module_, of);
    const auto* op = as<Binary>(module_, inner);
    const auto* aggregate = as<Aggregate>(module_, inner);
    const bool aggregate_of_nothing =
        aggregate != nullptr && aggregate->op != AggregateOp::sum && aggregate->op != AggregateOp::count;
    if (as<Lookup>(module_, inner) != nullptr || as<Convert>(module_, inner) != nullptr) return;
    if (as<Name>(module_, inner) != nullptr || as<AtDay>(module_, inner) != nullptr ||
        as<Previous>(module_, inner) != nullptr || aggregate_of_nothing ||
        (op != nullptr && op->op == Operator::divide)) {
        return;
    }
    if (const auto behind = default_behind_where(module_, sources_, defaulted)) {
        auto& mistake = report(kind::default_behind_where, {span(of)},
                               {text(of), std::string(sources_.text(defaulted.op_span))});
        if (behind->hint) mistake.notes.push_back(*behind->hint);
        return;
    }
    auto& mistake = report(kind::default_of_expression, {span(of)}, {text(of)});
    std::vector<syntax::ExprId> absent, names;  // what may be missing: a row of a reference, an earlier value
    for_each_inside(module_, of, [&](syntax::ExprId part) {
        if (as<Name>(module_, part) != nullptr) names.push_back(part);
        if (as<Lookup>(module_, part) != nullptr || as<Previous>(module_, part) != nullptr)
            absent.push_back(part);
    });
    if (absent.empty()) absent = names;
    if (absent.size() != 1) return;
    const auto whole = text(of), part = text(absent.front());
    const auto place = static_cast<std::size_t>(span(absent.front()).begin - span(of).begin);
    mistake.notes.push_back(
        {kind::hint_write,
         {whole.substr(0, place) + "(" + part + " " + std::string(sources_.text(defaulted.op_span)) + " " +
          text(defaulted.right) + ")" + whole.substr(std::min(place + part.size(), whole.size()))}});
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
            require_coverable(n);
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
