// The types of what looks at other rows or periods: aggregates, earlier values, the calendar.
#include <utility>

#include "base/messages/language.hpp"
#include "base/messages/meaning.hpp"
#include "base/messages/phrases/general.hpp"
#include "base/text.hpp"
#include "check/typing.hpp"
#include "check/walk.hpp"

namespace accrue::check {

using namespace syntax;
using core::Type;
using core::TypeKind;

// The nearest row above both is the one through which the others can be gathered.
void Typing::hint_over(ExprId expr, const Aggregate& n, std::size_t elements, Diagnostic& diagnostic) {
    if (n.scope.reach != Reach::inner) return;
    for (std::size_t at = declarations_.levels[scope_.level].parent; at != no_level;
         at = declarations_.levels[at].parent) {
        if (!declarations_.stands_above(at, elements)) continue;
        const bool is_everybody = declarations_.levels[at].kind == core::LevelKind::everything;
        const std::string gathered(sources_.text(
            {span(expr).begin,
             static_cast<std::uint32_t>(span(n.of).begin + span(n.of).length - span(expr).begin),
             span(expr).source}));
        diagnostic.notes.push_back(is_everybody
                                       ? Fact{kind::hint_over_all, {gathered}}
                                       : Fact{kind::hint_over, {gathered, declarations_.levels[at].name}});
        return;
    }
}

// Where `deal` has a mistake of its own, nobody knows over what `sum of deal.amount` goes.
bool Typing::names_unreadable(ExprId of) const {
    bool is_any = false;
    for_each_inside(module_, of, [&](ExprId inside) {
        const auto* name = as<Name>(module_, inside);
        if (name == nullptr) return;
        const auto found = declarations_.everywhere.find(name_text(sources_, name->head));
        is_any = is_any ||
                 (found != declarations_.everywhere.end() && found->second.kind == SymbolKind::unreadable);
    });
    return is_any;
}

// `sum of salary` in a team's block: the name alone is not the team's, which says more than a missing scope.
bool Typing::is_of_other_level(ExprId of) {
    const auto* name = as<Name>(module_, unbracketed(module_, of));
    if (name == nullptr) return false;
    const NameMeaning meaning = names_.meaning(*name, scope_);
    if (meaning.trouble == NameTrouble::none) return false;
    trouble(unbracketed(module_, of), *name, meaning);
    return true;
}

void Typing::trouble(ExprId expr, const Aggregate& n, const Gathered& gathered) {
    const auto level_name = [&](std::size_t level) { return declarations_.levels[level].name; };
    const std::string here = level_name(scope_.level);
    switch (gathered.trouble) {
        case GatherTrouble::none:
            break;
        case GatherTrouble::two_levels:
            report(kind::two_inner_levels, {span(n.of)},
                   {text(n.of), level_name(gathered.other), level_name(gathered.level)});
            break;
        case GatherTrouble::no_scope:
            if (is_of_other_level(n.of) || names_unreadable(n.of)) break;
            report(kind::no_scope, {span(expr)}, {text(expr)});
            break;
        case GatherTrouble::unknown_scope: {
            const std::string name = name_text(sources_, n.scope.level);
            Diagnostic& diagnostic = report(kind::unknown_scope, {n.scope.level}, {name});
            std::vector<std::string> known;
            for (const LevelDeclaration& level : declarations_.levels) known.push_back(level.name);
            if (const auto meant = closest(name, known))
                diagnostic.notes.push_back({kind::hint_meant, {*meant}});
            break;
        }
        case GatherTrouble::not_above:
            report(kind::scope_not_above, {n.scope.span}, {level_name(gathered.level), here});
            break;
        case GatherTrouble::not_related:
            hint_over(expr, n, gathered.level,
                      report(kind::not_related, {span(n.of)}, {level_name(gathered.level), here}));
            break;
        case GatherTrouble::no_records:
            report(kind::so_far_place, {n.scope.span}, {here});
            break;
        case GatherTrouble::no_months:
            report(kind::window_in_records, {n.scope.span}, {text(expr)});
            break;
        case GatherTrouble::month_alone:
            report(kind::over_month_place, {n.scope.span}, {scheme_periods(), text(n.of)});
            break;
        case GatherTrouble::other_unit:
            report(kind::window_unit, {n.scope.span},
                   {std::string(sources_.text(n.scope.span)), scheme_periods()});
            break;
        case GatherTrouble::no_rank:
            report(kind::rank_scope, {span(expr)}, {text(expr)});
            break;
    }
}

// `sum of`, as it is written.
std::string Typing::operation(ExprId expr, const Aggregate& n) const {
    const Span whole = span(expr);
    const auto length = static_cast<std::uint32_t>(span(n.of).begin - whole.begin);
    return std::string(trimmed(sources_.text({whole.begin, length, whole.source})));
}

TypeVar Typing::aggregate(ExprId expr, const Aggregate& n) {
    const Gathered gathered = names_.gathered(n, scope_);
    if (gathered.trouble != GatherTrouble::none) {
        trouble(expr, n, gathered);
        return types_.broken();
    }
    const Scope asking = scope_;
    const bool asker_read = asker_read_, askers_named = askers_named_;
    scope_ = {.level = gathered.elements, .asker = asking.level};
    asker_read_ = false;
    const bool counts_rows = n.op == AggregateOp::count && names_.level_named(n.of).has_value();
    const TypeVar of = counts_rows ? number() : expression(n.of);
    const bool refused = asker_read_;
    if (refused) report(kind::asker_in_value, {span(n.of)}, {text(n.of)});
    scope_.asker_elsewhere = gathered.reaches_others(asking.level);
    if (n.where) condition(n.where);
    scope_ = asking;
    asker_read_ = asker_read;
    askers_named_ = askers_named;
    if (refused) return types_.broken();
    if (n.op == AggregateOp::count) return number();
    const bool is_extreme = n.op == AggregateOp::largest || n.op == AggregateOp::smallest;
    if (is_extreme && types_.decided(of) == Decided::yes && types_.type(of).kind == TypeKind::date) return of;
    const TypeVar amount = amount_of(n.of, of, operation(expr, n));
    return n.op == AggregateOp::rank ? number() : amount;
}

std::string Typing::scheme_periods() const {
    return phrase(periods_phrase(declarations_.calendar.unit));
}

// `sales 12 months ago` counts whole periods of the scheme, and records have none.
TypeVar Typing::previous(ExprId expr, const Previous& n) {
    const Scope asking = scope_;
    const bool askers_named = std::exchange(askers_named_, false);
    scope_.asker_elsewhere = false;
    const TypeVar of = expression(n.of);
    scope_ = asking;
    if (std::exchange(askers_named_, askers_named)) {
        const auto written = text(expr);
        auto& refusal = report(kind::previous_of_two, {span(expr)}, {written});
        const bool is_russian = static_cast<unsigned char>(written.front()) >= 0x80;
        if (written.find('.') == std::string::npos)  // `this.` has no meaning there
            refusal.notes.push_back(
                {kind::hint_write, {(is_russian ? "прежнее = " : "before = ") + written}});
        return types_.broken();
    }
    if (n.back == 0) return of;
    const LevelDeclaration& level = declarations_.levels[scope_.level];
    if (level.kind == core::LevelKind::records) {
        report(kind::ago_in_records, {n.words}, {text(expr), level.name});
    } else if (!declarations_.calendar.periods_in(n.back, unit_of(n.unit))) {
        report(kind::window_unit, {n.words}, {std::string(sources_.text(n.words)), scheme_periods()});
    }
    return of;
}

TypeVar Typing::clock(ExprId expr, Clock clock) {
    switch (clock) {
        case Clock::days_employed:
            if (declarations_.levels[scope_.level].kind != core::LevelKind::rows) {
                const bool is_record = declarations_.levels[scope_.level].kind == core::LevelKind::records;
                report(kind::employed_place, {span(expr)},
                       {declarations_.levels[scope_.level].name,
                        phrase(is_record ? say::a_record : say::no_such_row)});
            }
            return number();
        case Clock::days_in_month:
        case Clock::days_in_quarter:
        case Clock::days_in_year:
        case Clock::number_of_month:
        case Clock::number_of_quarter:
        case Clock::number_of_year:
        case Clock::number_of_week:
            return number();
        case Clock::this_month:
            return types_.known({TypeKind::month, {}});
        case Clock::start_of_month:
        case Clock::end_of_month:
        case Clock::start_of_quarter:
        case Clock::end_of_quarter:
        case Clock::start_of_year:
        case Clock::end_of_year:
            return types_.known({TypeKind::date, {}});
    }
    return types_.broken();
}

}  // namespace accrue::check
