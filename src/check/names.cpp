#include "check/names.hpp"

#include "base/text.hpp"
#include "check/walk.hpp"

namespace accrue::check {

using namespace syntax;

namespace {

bool is_this(std::string_view head) {
    return head == "this" || head == "эта";
}

std::optional<BuiltInName> built_in(std::string_view name) {
    if (name == "key" || name == "ключ") return BuiltInName::key;
    if (name == "date" || name == "дата") return BuiltInName::date;
    return std::nullopt;
}

std::optional<core::Window> window(Reach reach) {
    switch (reach) {
        case Reach::month:
            return core::Window::month;
        case Reach::quarter:
            return core::Window::quarter;
        case Reach::year:
            return core::Window::year;
        case Reach::last_months:
            return core::Window::last_months;
        case Reach::all_months:
            return core::Window::all_months;
        case Reach::earlier_of_month:
            return core::Window::earlier_of_month;
        case Reach::earlier_of_quarter:
            return core::Window::earlier_of_quarter;
        case Reach::earlier_of_year:
            return core::Window::earlier_of_year;
        case Reach::so_far_quarter:
            return core::Window::quarter;
        case Reach::so_far_year:
            return core::Window::year;
        case Reach::so_far:
            return core::Window::this_period;
        case Reach::inner:
        case Reach::level:
            return std::nullopt;
    }
    return std::nullopt;
}

bool is_so_far(Reach reach) {
    return reach == Reach::so_far || reach == Reach::so_far_quarter || reach == Reach::so_far_year;
}

}  // namespace

// ---------------------------------------------------------------- names

// Is the level the row's own, the asker's, or above one of them?
bool Names::is_seen(std::size_t level, Scope scope) const {
    const auto sees = [&](std::size_t from) {
        return from != no_level && (from == level || declarations_.stands_above(level, from));
    };
    return sees(scope.level) || sees(scope.asker);
}

// A name that is not seen from here but known somewhere else.
NameMeaning Names::elsewhere(const std::string& name, Scope scope) const {
    const auto levels = declarations_.levels_of(name);
    if (levels.empty()) return {.trouble = NameTrouble::unknown};
    for (const std::size_t level : levels) {
        if (is_seen(level, scope)) return {.trouble = NameTrouble::other_level, .level = level};
    }
    const bool is_below = declarations_.stands_above(scope.level, levels.front());
    return {.trouble = is_below ? NameTrouble::inner : NameTrouble::other_level, .level = levels.front()};
}

bool Names::is_askers(const NameMeaning& meaning, Scope scope) const {
    if (meaning.of_asker) return true;
    const bool asks = scope.asker != no_level && scope.asker != scope.level;
    const bool is_everywhere = declarations_.has_levels() && scope.asker == 0;
    return asks && !is_everywhere && meaning.symbol != nullptr && meaning.symbol->level == scope.asker;
}

NameMeaning Names::bare(const std::string& name, Scope scope) const {
    const Symbol* own = declarations_.find_own(name, scope.level);
    const bool asks = scope.asker != no_level && scope.asker != scope.level;
    const Symbol* asker = asks ? declarations_.find_own(name, scope.asker) : nullptr;
    const bool is_everywhere = asker != nullptr && declarations_.has_levels() && scope.asker == 0;
    if (own != nullptr && asker != nullptr && !is_everywhere)
        return {.trouble = NameTrouble::two_owners, .level = scope.asker};
    if (own != nullptr) return {.symbol = own};
    if (asker != nullptr) {
        // Seen from an element below it, the asker's row is simply the one above. What stands outside of
        // blocks is everybody's, also the gathered row's.
        const bool is_above = declarations_.stands_above(scope.asker, scope.level);
        const bool is_elsewhere = scope.asker_elsewhere && !is_everywhere;
        return {.symbol = asker, .of_asker = !is_above || is_elsewhere};
    }
    if (const Symbol* seen = declarations_.find(name, scope.level)) {
        if (seen->kind == SymbolKind::level)
            return {.trouble = NameTrouble::level_as_value, .level = seen->index};
        return {.symbol = seen};
    }
    const auto of_language = built_in(name);
    if (!of_language) return elsewhere(name, scope);
    const bool is_record = declarations_.levels[scope.level].kind == core::LevelKind::records;
    if (*of_language == BuiltInName::date && !is_record)
        return {.trouble = NameTrouble::no_record, .level = scope.level};
    return {.built_in = *of_language, .level = scope.level};
}

NameMeaning Names::member(const std::string& name, std::size_t level) const {
    if (const Symbol* symbol = declarations_.find_own(name, level)) return {.symbol = symbol};
    const auto of_language = built_in(name);
    if (!of_language) return {.trouble = NameTrouble::no_member, .level = level};
    const bool is_record = declarations_.levels[level].kind == core::LevelKind::records;
    if (*of_language == BuiltInName::date && !is_record)
        return {.trouble = NameTrouble::no_record, .level = level};
    return {.built_in = *of_language, .level = level};
}

NameMeaning Names::meaning(const Name& written, Scope scope) const {
    const std::string head = name_text(sources_, written.head);
    if (written.member.length == 0) return bare(head, scope);
    const std::string name = name_text(sources_, written.member);
    if (is_this(head)) {
        if (scope.asker == no_level) return {.trouble = NameTrouble::not_asking};
        NameMeaning found = member(name, scope.asker);
        found.of_asker = true;
        return found;
    }
    if (const auto level = declarations_.level(head)) {
        if (*level == scope.level || declarations_.stands_above(*level, scope.level))
            return member(name, *level);
        const bool of_asker = scope.asker != no_level &&
                              (*level == scope.asker || declarations_.stands_above(*level, scope.asker));
        if (of_asker) {
            NameMeaning found = member(name, *level);
            found.of_asker = true;
            return found;
        }
        const bool is_below = declarations_.stands_above(scope.level, *level);
        return {.trouble = is_below ? NameTrouble::inner : NameTrouble::not_related, .level = *level};
    }
    NameMeaning found = bare(head, scope);
    const bool is_known = found.symbol != nullptr && (found.symbol->kind == SymbolKind::lots ||
                                                      found.symbol->kind == SymbolKind::unreadable);
    if (is_known || found.trouble != NameTrouble::none) return found;
    return {.trouble = NameTrouble::unknown};
}

// ---------------------------------------------------------------- aggregates

std::optional<std::size_t> Names::level_named(ExprId expr) const {
    const auto* name = as<Name>(module_, unbracketed(module_, expr));
    if (name == nullptr || name->member.length > 0) return std::nullopt;
    return declarations_.level(name_text(sources_, name->head));
}

// The level whose rows are gathered: the one that the value names, else the row's own.
std::optional<Gathered> Names::elements(const Aggregate& aggregate, Scope scope) const {
    Gathered found{.elements = scope.level};
    bool is_named = false;
    const auto take = [&](std::size_t level) {
        if (level == scope.level || declarations_.stands_above(level, scope.level)) return;
        if (is_named && level != found.elements) {
            // Of two levels one above the other, the inner one's rows are gathered: the outer is read from
            // them.
            if (declarations_.stands_above(level, found.elements)) return;
            if (!declarations_.stands_above(found.elements, level)) {
                found.trouble = GatherTrouble::two_levels;
                found.other = found.elements;
                found.level = level;
                return;
            }
        }
        found.elements = level;
        is_named = true;
    };
    const auto visit = [&](auto& self, ExprId expr) -> void {
        if (!expr || as<Aggregate>(module_, expr) != nullptr) return;
        if (const auto* name = as<Name>(module_, expr)) {
            if (const auto level = declarations_.level(name_text(sources_, name->head))) take(*level);
        }
        for_each_operand(module_, expr, [&](ExprId operand) { self(self, operand); });
    };
    visit(visit, aggregate.of);
    return found;
}

Gathered Names::gathered(const Aggregate& aggregate, Scope scope) const {
    Gathered found = *elements(aggregate, scope);
    if (found.trouble != GatherTrouble::none) return found;
    const auto failed = [&](GatherTrouble trouble, std::size_t level) {
        found.trouble = trouble;
        found.level = level;
        return found;
    };
    const Scope& here = scope;
    const Reach reach = aggregate.scope.reach;
    const bool is_record = declarations_.levels[here.level].kind == core::LevelKind::records;
    const bool is_own = found.elements == here.level;
    const Reach periods = reach == Reach::level ? aggregate.scope.months_reach : reach;
    if (const auto gathers = window(periods)) found.window = *gathers;
    if (periods == Reach::month && !declarations_.is_shorter_than_month())
        return failed(GatherTrouble::month_alone, here.level);
    const auto count = declarations_.periods(periods, aggregate.scope);
    if (!count) return failed(GatherTrouble::other_unit, here.level);
    found.months = *count;
    found.so_far = is_so_far(reach);
    if (reach == Reach::level) {
        if (aggregate.scope.level.length > 0) {
            const auto named = declarations_.level(name_text(sources_, aggregate.scope.level));
            if (!named) return failed(GatherTrouble::unknown_scope, no_level);
            if (!declarations_.stands_above(*named, here.level))
                return failed(GatherTrouble::not_above, *named);
            found.base = *named;
            if (!is_own && !declarations_.stands_above(*named, found.elements))
                return failed(GatherTrouble::not_related, found.elements);
        }
        return found;
    }
    if (aggregate.op == AggregateOp::rank) return failed(GatherTrouble::no_rank, here.level);
    if (found.so_far) {
        if (!is_record || !is_own) return failed(GatherTrouble::no_records, here.level);
        found.base = declarations_.levels[here.level].parent;
        return found;
    }
    if (is_own && reach == Reach::inner) return failed(GatherTrouble::no_scope, here.level);
    if (is_own && is_record) return failed(GatherTrouble::no_months, here.level);
    if (!is_own && !declarations_.stands_above(here.level, found.elements))
        return failed(GatherTrouble::not_related, found.elements);
    found.base = here.level;
    return found;
}

}  // namespace accrue::check
