// `x@15`: what depends on a day of the month, and its value up to that day.
#include "base/messages/meaning.hpp"
#include "check/lower.hpp"
#include "check/walk.hpp"

namespace accrue::check {

using namespace syntax;

bool Lowering::depends_on_day(syntax::ExprId expr, Scope scope) {
    if (!expr || as<AtDay>(module_, expr) != nullptr || as<Previous>(module_, expr) != nullptr) return false;
    if (const auto* written = as<Name>(module_, expr)) {
        const NameMeaning meaning = names_.meaning(*written, scope);
        return meaning.symbol != nullptr && depends_on_day(*meaning.symbol);
    }
    if (const auto* aggregate = as<Aggregate>(module_, expr)) {
        const Gathered gathered = names_.gathered(*aggregate, scope);
        if (gathered.trouble != GatherTrouble::none) return false;
        const bool is_of_records = declarations_.levels[gathered.elements].kind == core::LevelKind::records;
        const bool is_inside = gathered.elements != scope.level || gathered.base != scope.level;
        if (is_of_records && is_inside && !gathered.so_far) return true;
        Scope inside{.level = gathered.elements, .asker = scope.level};
        if (depends_on_day(aggregate->of, inside)) return true;
        inside.asker_elsewhere = gathered.reaches_others(scope.level);
        return depends_on_day(aggregate->where, inside);
    }
    bool depends = false;
    for_each_operand(module_, expr,
                     [&](syntax::ExprId operand) { depends = depends || depends_on_day(operand, scope); });
    return depends;
}

bool Lowering::depends_on_day(const Symbol& symbol) {
    if (symbol.kind == SymbolKind::input) return declarations_.inputs[symbol.index].by_day;
    if (symbol.kind != SymbolKind::definition && symbol.kind != SymbolKind::part) return false;
    const auto [place, fresh] = by_day_.emplace(std::pair{symbol.kind, symbol.index}, false);
    if (!fresh) return place->second;
    bool depends = false;
    if (symbol.kind == SymbolKind::definition) {
        const DefinitionDeclaration& declared = declarations_.definitions[symbol.index];
        for (const Alternative& line : declared.written->alternatives) {
            for (const syntax::ExprId expr : {line.value, line.condition, line.otherwise}) {
                depends = depends || depends_on_day(expr, {.level = declared.level});
            }
        }
        depends = depends && !declared.system;
    } else {
        const SplitDeclaration& split = declarations_.splits[declarations_.parts[symbol.index].split];
        depends =
            split.whole
                ? depends_on_day(split.whole, {.level = split.level})
                : depends_on_day(Symbol{SymbolKind::definition, split.whole_definition, split.level, {}, {}});
    }
    return by_day_[{symbol.kind, symbol.index}] = depends;
}

// Of what is the same on every day.
void Lowering::report_no_day(const AtDay& at, Place place) {
    bool has_day = false;
    for_each_inside(module_, at.of, [&](syntax::ExprId inside) {
        has_day = has_day || as<AtDay>(module_, inside) != nullptr;
    });
    if (has_day) {
        report(kind::day_in_day, {at.day_span}, {std::int64_t(at.day)});
        return;
    }
    const Symbol* symbol = symbol_of(at.of, place.level);
    Diagnostic& diagnostic = report(kind::no_days, {span(at.of)}, {text(at.of), std::int64_t(at.day)});
    if (symbol == nullptr || symbol->kind != SymbolKind::input) return;
    diagnostic.spans.push_back(symbol->span);
    diagnostic.notes.push_back({kind::hint_by_day, {symbol->name}});
}

ExprId Lowering::at_day(const AtDay& at, Place place, Origin origin) {
    if (scheme_.calendar.unit != PeriodUnit::month) {
        report(kind::no_day_of_month, {at.day_span}, {text(at.of)});
        return {};
    }
    if (place.day > 0) {
        report(kind::day_in_day, {at.day_span}, {std::int64_t(at.day)});
        return {};
    }
    if (!depends_on_day(at.of, place.scope())) {
        report_no_day(at, place);
        return {};
    }
    Place then = place;
    then.day = at.day;
    const ExprId of = lower(at.of, then);
    if (of) scheme_.expressions[of].origin.span = origin.span;
    return of;
}

// What is worked out for whole periods has no value up to a day.
void Lowering::refuse_day_through_group(const Symbol& symbol, Place place, Origin origin) {
    const bool is_unknown =
        symbol.kind == SymbolKind::definition && declarations_.definitions[symbol.index].system.has_value();
    const bool is_group = is_unknown || symbol.kind == SymbolKind::share || symbol.kind == SymbolKind::lots;
    if (place.day == 0 || !is_group) return;
    report(kind::day_through_group, {origin.span, symbol.span}, {symbol.name, std::int64_t(place.day)});
}

}  // namespace accrue::check
