// `previous`, gathering over rows and months, and what is due less what was paid.
#include <algorithm>
#include <utility>

#include "base/messages/meaning.hpp"
#include "check/lower.hpp"
#include "check/walk.hpp"
#include "core/walk.hpp"

namespace accrue::check {

using namespace syntax;

core::DefinitionId Lowering::hidden_definition(std::string name, ExprId value, std::size_t level, Span span) {
    if (!value) return {};
    return add_definition({.name = std::move(name),
                           .kind = core::DefinitionKind::hidden,
                           .type = scheme_.expressions[value].type,
                           .value = value,
                           .level = levels_[level],
                           .label = {},
                           .span = span,
                           .name_span = span,
                           .shown_as_percent = scheme_.expressions[value].origin.shown_as_percent});
}

core::DefinitionId Lowering::as_definition(syntax::ExprId expr, Place place) {
    const auto* written = as<Name>(module_, unbracketed(module_, expr));
    if (written != nullptr && place.arguments == nullptr) {
        const NameMeaning meaning = names_.meaning(*written, place.scope());
        const Symbol* symbol = meaning.symbol;
        if (symbol == nullptr && meaning.built_in == BuiltInName::none) return {};
        const bool is_own = symbol != nullptr && symbol->level == place.level && !meaning.of_asker;
        const bool is_definition =
            symbol != nullptr &&
            (symbol->kind == SymbolKind::definition || symbol->kind == SymbolKind::part ||
             symbol->kind == SymbolKind::share || symbol->kind == SymbolKind::pay_line ||
             (symbol->kind == SymbolKind::pay_total &&
              definitions_.contains({symbol->kind, symbol->index, 0})));
        if (is_own && is_definition)
            return demand(*symbol, place.day > 0 && depends_on_day(*symbol) ? place.day : 0);
    }
    const auto type = typing_.type(expr);
    if (!type) return {};
    const syntax::ExprId inner = unbracketed(module_, expr);
    const auto [known, fresh] =
        hidden_.emplace(std::tuple{inner.value, place.day, place.level}, core::DefinitionId{});
    if (!fresh && place.arguments == nullptr) return known->second;
    // Its place is known before its value, which may read it of another month.
    const core::DefinitionId id = add_definition({.name = text(inner),
                                                  .kind = core::DefinitionKind::hidden,
                                                  .type = *type,
                                                  .value = {},
                                                  .level = levels_[place.level],
                                                  .day = place.day,
                                                  .label = {},
                                                  .span = span(expr),
                                                  .name_span = span(expr),
                                                  .shown_as_percent = typing_.percent(expr)});
    hidden_[{inner.value, place.day, place.level}] = id;
    scheme_.definitions[id].value = lower(expr, place);
    return id;
}

// What a record earns depends on those before it, or the odd kopeck goes to the first: they must have an
// order.
void Lowering::need_order(std::size_t level) {
    core::Level& of = scheme_.levels[levels_[level]];
    of.order_matters = of.kind == core::LevelKind::records;
}

ExprId Lowering::previous(const Previous& written, Place place, Origin origin) {
    place.day = 0;
    place.asker_elsewhere = place.in_two_months = false;  // an earlier value is one of the row itself
    const auto open = std::exchange(open_defaults_, {});  // an earlier row makes no ring
    const core::DefinitionId of = as_definition(written.of, place);
    open_defaults_ = open;
    need_order(place.level);
    const auto back = written.back == 0 ? std::optional(0)
                                        : scheme_.calendar.periods_in(written.back, unit_of(written.unit));
    if (!of || !back) return {};
    return build_.previous(of, scheme_.definitions[of].type, origin, *back);
}

// ---------------------------------------------------------------- gathering

// Something that every row of the level has, so that rows can be counted.
core::DefinitionId Lowering::counted_rows(std::size_t level) {
    const auto [known, fresh] = rows_.emplace(level, core::DefinitionId{});
    if (fresh) {
        const Origin origin{.span = declarations_.levels[level].span, .written_as = WrittenAs::hidden};
        known->second = hidden_definition(declarations_.levels[level].name, build_.number(Exact(1), origin),
                                          level, origin.span);
    }
    return known->second;
}

// Of records up to the end of a day of their month, or of the month when it is shorter.
ExprId Lowering::until_day(ExprId where, int day, Origin origin) {
    origin.written_as = WrittenAs::hidden;
    const ExprId days = build_.smaller(build_.number(Exact(day), origin),
                                       build_.read(core::Builtin::days_in_month, origin), origin);
    const ExprId last = build_.add(build_.read(core::Builtin::period_start, origin),
                                   build_.subtract(days, build_.number(Exact(1), origin), origin), origin);
    const ExprId in_time =
        build_.compare(core::CompareOp::at_most, build_.read(core::Builtin::row_date, origin), last, origin);
    return where ? build_.both(in_time, where, origin) : in_time;
}

// What an aggregate's rows must fulfil: of themselves, or in the eyes of the row that asks.
Lowering::Condition Lowering::condition(const Aggregate& written, const Gathered& gathered, Place place) {
    ExprId where = written.where ? lower(written.where, place) : ExprId{};
    const bool is_of_records = declarations_.levels[gathered.elements].kind == core::LevelKind::records;
    if (place.day > 0 && is_of_records)
        where = until_day(where, place.day, {.span = span(written.where ? written.where : written.of)});
    if (!where) return {};
    for (const ExprId inside : core::within(scheme_, where)) {
        const auto* read = std::get_if<core::Read>(&scheme_.expressions[inside].node);
        if (read != nullptr && read->of_asker) return {.where = {}, .paired = where};
    }
    const std::string name = written.where ? text(written.where) : "date";
    return {.where = hidden_definition(name, where, gathered.elements,
                                       span(written.where ? written.where : written.of)),
            .paired = {}};
}

// Sums and counts of inner rows over months are sums over months of each month's own.
ExprId Lowering::gathering(core::Aggregate node, const Gathered& gathered, Place place, Origin origin) {
    const core::Type of = scheme_.definitions[node.of].type, number{core::TypeKind::number, {}};
    const bool is_counted = node.op == core::AggregateOp::count || node.op == core::AggregateOp::rank;
    const core::Type& type = is_counted ? number : of;
    const bool is_sum = node.op == core::AggregateOp::sum || node.op == core::AggregateOp::count;
    const bool is_inside = gathered.base == place.level && gathered.elements != place.level;
    if (!is_sum || !is_inside || node.paired || node.window == core::Window::this_period)
        return build_.aggregate(node, type, origin);
    core::Aggregate monthly = node;
    monthly.window = core::Window::this_period;
    monthly.months = 0;
    const ExprId month = build_.aggregate(monthly, type, origin);
    node.op = core::AggregateOp::sum;
    node.of = hidden_definition(text_of(origin.span), month, place.level, origin.span);
    node.where = {};
    return build_.aggregate(node, type, origin);
}

// Ranked from the lowest are the largest of what is turned round.
core::DefinitionId Lowering::negated(core::DefinitionId of, Origin origin) {
    if (!of) return {};
    const core::Definition& definition = scheme_.definitions[of];
    const auto [known, fresh] = negated_.emplace(of, core::DefinitionId{});
    if (!fresh) return known->second;
    origin.written_as = WrittenAs::hidden;
    const ExprId read = build_.read(of, definition.type, origin);
    core::Definition made{.name = definition.name,
                          .kind = core::DefinitionKind::hidden,
                          .type = definition.type,
                          .value = build_.subtract(build_.zero_like(read, origin), read, origin),
                          .level = definition.level,
                          .label = {},
                          .span = definition.span,
                          .name_span = definition.name_span};
    const core::DefinitionId id = add_definition(std::move(made));
    return negated_[of] = id;
}

ExprId Lowering::aggregate(const Aggregate& written, Place place, Origin origin) {
    const Gathered gathered = names_.gathered(written, place.scope());
    if (gathered.trouble != GatherTrouble::none) return {};
    const bool over_months = gathered.window != core::Window::this_period && !gathered.so_far;
    const bool is_of_records = declarations_.levels[gathered.elements].kind == core::LevelKind::records;
    if (place.day > 0 && over_months &&
        (is_of_records || depends_on_day(written.of, {gathered.elements, place.level}))) {
        report(kind::day_in_window, {written.scope.span}, {std::int64_t(place.day)});
        return {};
    }
    Place inside = place;
    inside.level = gathered.elements;
    inside.asker = place.level;
    inside.asker_elsewhere = inside.in_two_months = false;
    core::Aggregate node{.op = core::AggregateOp::sum};
    const bool counts_rows = written.op == AggregateOp::count && names_.level_named(written.of);
    node.of = counts_rows ? counted_rows(gathered.elements) : as_definition(written.of, inside);
    if (written.lowest_first) node.of = negated(node.of, origin);
    inside.asker_elsewhere = gathered.reaches_others(place.level);
    inside.in_two_months = gathered.window != core::Window::this_period && gathered.elements != place.level;
    const Condition condition = this->condition(written, gathered, inside);
    if (!node.of || (written.where && !condition.where && !condition.paired)) return {};
    node.where = condition.where;
    node.paired = condition.paired;
    node.base = gathered.base == no_level ? core::LevelId{} : levels_[gathered.base];
    node.window = gathered.window;
    node.months = gathered.months;
    node.so_far = gathered.so_far;
    if (node.so_far) need_order(place.level);
    const auto made = [&](core::AggregateOp op) {
        node.op = op;
        return gathering(node, gathered, place, origin);
    };
    switch (written.op) {
        case AggregateOp::sum:
            return made(core::AggregateOp::sum);
        case AggregateOp::count:
            return made(core::AggregateOp::count);
        case AggregateOp::smallest:
            return made(core::AggregateOp::smallest);
        case AggregateOp::largest:
            return made(core::AggregateOp::largest);
        case AggregateOp::rank:
            return made(core::AggregateOp::rank);
        case AggregateOp::average: {
            const ExprId sum = made(core::AggregateOp::sum), count = made(core::AggregateOp::count);
            return build_.divide(sum, count, {origin.span, WrittenAs::average, origin.shown_as_percent});
        }
    }
    return {};
}

// ---------------------------------------------------------------- increase

// What a record adds to a running amount: the amount less that of the record before it, unless it is the
// first.
ExprId Lowering::increase_so_far(const Increase& written, Place place, Origin origin) {
    const Aggregate records{.op = AggregateOp::count, .of = written.of, .scope = written.scope, .where = {}};
    if (declarations_.levels[place.level].kind != core::LevelKind::records) {
        report(kind::so_far_place, {written.scope.span}, {declarations_.levels[place.level].name});
        return {};
    }
    const Gathered gathered = names_.gathered(records, place.scope());
    need_order(place.level);
    const core::DefinitionId due = as_definition(written.of, place);
    if (!due) return {};
    const core::Type type = scheme_.definitions[due].type;
    const Origin hidden{origin.span, WrittenAs::hidden, false};
    const ExprId count = build_.aggregate({.op = core::AggregateOp::count,
                                           .of = counted_rows(place.level),
                                           .base = levels_[declarations_.levels[place.level].parent],
                                           .window = gathered.window,
                                           .so_far = true},
                                          {core::TypeKind::number, {}}, hidden);
    const ExprId is_first =
        build_.compare(core::CompareOp::equal, count, build_.number(Exact(1), hidden), hidden);
    const ExprId now = build_.read(due, type, {span(written.of), WrittenAs::plain, origin.shown_as_percent});
    const ExprId before = build_.choose({{is_first, build_.zero_like(now, hidden)}},
                                        build_.previous(due, type, {{}, WrittenAs::hidden, false}), hidden);
    return build_.subtract(now, before, origin);
}

// Bounds, rounding and conditions leave what the line has paid a part of what is due.
bool Lowering::is_whole(const Increase& increase, syntax::ExprId amount) const {
    amount = unbracketed(module_, amount);
    if (!amount) return false;
    if (const auto* rounded = as<Rounded>(module_, amount)) return is_whole(increase, rounded->of);
    if (const auto* choice = as<Choice>(module_, amount))
        return is_whole(increase, choice->value) || is_whole(increase, choice->otherwise);
    if (const auto* call = as<Call>(module_, amount)) {
        const std::string name = name_text(sources_, call->function);
        const bool is_bound = name == "min" || name == "мин" || name == "max" || name == "макс";
        const auto is_in = [&](syntax::ExprId argument) { return is_whole(increase, argument); };
        return is_bound && std::ranges::any_of(module_.list(call->arguments), is_in);
    }
    if (const auto* binary = as<Binary>(module_, amount)) {
        const bool is_bound = binary->op == Operator::capped_at || binary->op == Operator::never_below;
        return is_bound && is_whole(increase, binary->left);
    }
    return as<Increase>(module_, amount) == &increase;
}

void Lowering::report_increase_inside(const Increase& increase, Span place) {
    Diagnostic& diagnostic = report(kind::increase_inside, {place}, {text_of(place)});
    const auto* product = as<Binary>(module_, unbracketed(module_, paid_->value));
    if (product == nullptr || (product->op != Operator::percent_of && product->op != Operator::of &&
                               product->op != Operator::multiply && product->op != Operator::divide))
        return;
    const Span whole = span(paid_->value);
    std::string amount = text_of(whole);
    amount.replace(place.begin - whole.begin, place.length, text(increase.of));
    diagnostic.notes.push_back({kind::hint_increase_of, {amount, text_of(increase.scope.span)}});
}

// What is due since the start of the window, rounded, less what this line has paid in its earlier months: so
// that what it has paid is always the rounded due.
ExprId Lowering::increase(const Increase& written, Place place, Origin origin) {
    const Reach reach = written.scope.reach;
    if (reach == Reach::so_far || reach == Reach::so_far_quarter || reach == Reach::so_far_year)
        return increase_so_far(written, place, origin);
    const bool month = reach == Reach::month && declarations_.is_shorter_than_month();
    const bool year = reach == Reach::year, quarter = reach == Reach::quarter;
    if (!pay_line_ || (!year && !quarter && !month)) {
        report(kind::increase_place, {origin.span}, {text(written.of)});
        return {};
    }
    if (!is_whole(written, paid_->value) && !is_whole(written, paid_->otherwise)) {
        report_increase_inside(written, origin.span);
        return {};
    }
    const Origin rounding{origin.span, WrittenAs::pay_rounding, false};
    const ExprId due =
        build_.round(lower(written.of, place), scheme_.rounding, scheme_.rounding_step, rounding);
    if (!due) return {};
    core::Aggregate earlier{.op = core::AggregateOp::sum, .of = pay_line_};
    earlier.base = levels_[place.level];
    earlier.window = year      ? core::Window::earlier_of_year
                     : quarter ? core::Window::earlier_of_quarter
                               : core::Window::earlier_of_month;
    const ExprId paid = build_.aggregate(earlier, scheme_.definitions[pay_line_].type,
                                         {written.scope.span, WrittenAs::hidden, false});
    return build_.subtract(due, paid, origin);
}

}  // namespace accrue::check
