#include "check/declarations.hpp"

#include "base/messages/phrases/general.hpp"

namespace accrue::check {

using namespace syntax;

bool Declarations::stands_above(std::size_t outer, std::size_t inner) const {
    for (std::size_t at = levels[inner].parent; at != no_level; at = levels[at].parent) {
        if (at == outer) return true;
    }
    return false;
}

std::optional<std::size_t> Declarations::level(std::string_view name) const {
    for (std::size_t i = has_levels() ? 1 : 0; i < levels.size(); ++i) {
        if (levels[i].name == name) return i;
    }
    return std::nullopt;
}

const Symbol* Declarations::find_own(std::string_view written, std::size_t level) const {
    const auto found = symbols[level].find(written);
    return found == symbols[level].end() ? nullptr : &found->second;
}

const Symbol* Declarations::find(std::string_view written, std::size_t level) const {
    if (const Symbol* own = find_own(written, level)) return own;
    if (const auto found = everywhere.find(written); found != everywhere.end()) return &found->second;
    return has_levels() ? find_own(written, 0) : nullptr;
}

std::vector<std::size_t> Declarations::levels_of(std::string_view written) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const Symbol* symbol = find_own(written, i);
        if (symbol != nullptr && symbol->kind != SymbolKind::pay_total) found.push_back(i);
    }
    return found;
}

std::vector<std::string> Declarations::names(std::size_t level) const {
    std::vector<std::string> all;
    for (const auto& [name, symbol] : symbols[level]) all.push_back(name);
    for (const auto& [name, symbol] : everywhere) all.push_back(name);
    if (has_levels() && level != 0) {
        for (const auto& [name, symbol] : symbols[0]) all.push_back(name);
    }
    return all;
}

PeriodUnit unit_of(PeriodWord word) {
    switch (word) {
        case PeriodWord::day:
            return PeriodUnit::day;
        case PeriodWord::week:
            return PeriodUnit::week;
        case PeriodWord::month:
            return PeriodUnit::month;
        case PeriodWord::quarter:
            return PeriodUnit::quarter;
        case PeriodWord::year:
            return PeriodUnit::year;
    }
    return PeriodUnit::month;
}

Phrase periods_phrase(PeriodUnit unit) {
    switch (unit) {
        case PeriodUnit::day:
            return say::by_days;
        case PeriodUnit::week:
            return say::by_weeks;
        case PeriodUnit::month:
            return say::by_months;
        case PeriodUnit::quarter:
            return say::by_quarters;
        case PeriodUnit::year:
            return say::by_years;
    }
    return say::by_months;
}

std::optional<int> Declarations::periods(Reach reach, const syntax::Scope& scope) const {
    const PeriodUnit unit = unit_of(scope.unit);
    switch (reach) {
        case Reach::last_months:
            return calendar.periods_in(scope.months, unit);
        case Reach::all_months:
            return calendar.periods_in(1, unit);
        case Reach::earlier_of_month:
        case Reach::earlier_of_quarter:
        case Reach::earlier_of_year:
            return unit == calendar.unit ? std::optional(0) : std::nullopt;
        default:
            return 0;
    }
}

}  // namespace accrue::check
