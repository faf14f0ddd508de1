#include "check/owners.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/messages/language.hpp"
#include "base/messages/meaning.hpp"
#include "base/text.hpp"
#include "check/walk.hpp"

namespace accrue::check {

using namespace syntax;

void Owners::own_everywhere(SymbolKind kind, std::size_t index, const std::string& name, Span span) {
    own_spelling({kind, index, no_level, name, span}, name);
}

void Owners::own(SymbolKind kind, std::size_t index, const Declared& declared, std::size_t level) {
    const std::string name = name_text(sources_, declared.name);
    own_spelling({kind, index, level, name, declared.name}, name);
    auto forms = declared.forms;
    for (const Span form : inherited_[name]) {
        const auto is_same = [&](Span own) { return name_text(sources_, own) == name_text(sources_, form); };
        if (std::ranges::none_of(forms, is_same)) forms.push_back(form);
    }
    for (const Span form : forms) {
        own_spelling({kind, index, level, name, form}, name_text(sources_, form));
    }
}

void Owners::inherit(const Declared& replaced) {
    inherited_[name_text(sources_, replaced.name)] = replaced.forms;
}

Declarations::Symbols& Owners::scope_of(std::size_t level) {
    return level == no_level ? declarations_.everywhere : declarations_.symbols[level];
}

// Who has the spelling already, as seen from the new name's level; names of no level are seen from all.
const Symbol* Owners::owner(const std::string& spelling, std::size_t level) const {
    const bool is_seen_by_all = level == no_level || (declarations_.has_levels() && level == 0);
    if (!is_seen_by_all) return declarations_.find(spelling, level);
    if (const auto found = declarations_.everywhere.find(spelling); found != declarations_.everywhere.end())
        return &found->second;
    for (const Declarations::Symbols& symbols : declarations_.symbols) {
        if (const auto found = symbols.find(spelling); found != symbols.end()) return &found->second;
    }
    return nullptr;
}

namespace {

// The row behind a name, `= 3% if …`.
std::string_view row_behind(const Symbol& symbol, const Sources& sources) {
    const auto rest = sources[symbol.span.source].text().substr(symbol.span.end());
    return trimmed(rest.substr(0, rest.find_first_of("\n;#")));
}

// `pay = x`: what is paid stands behind `pay`.
Diagnostic built_in_defined(const Symbol& symbol, const std::string& spelling, const Sources& sources) {
    Diagnostic mistake{kind::built_in_name, {symbol.span}, {spelling}, {}};
    const auto value = row_behind(symbol, sources);
    if (spelling == "pay" && value.starts_with('=') && value.find('{') == std::string_view::npos)
        mistake.notes.push_back({kind::hint_write, {fmt::format("pay {}", trimmed(value.substr(1)))}});
    return mistake;
}

}  // namespace

// `rate = 5% if sales > plan`, then `rate = 3% if …`: the second is meant as the next case of the first.
std::optional<std::string> Owners::next_case(const Symbol& second, const Symbol& first) const {
    const bool are_definitions =
        first.kind == SymbolKind::definition && second.kind == SymbolKind::definition;
    if (!are_definitions || first.span.source != second.span.source) return std::nullopt;
    const auto& written = declarations_.definitions[first.index].written->alternatives.back();
    const auto row = row_behind(second, sources_);
    const bool is_open = written.condition && !written.otherwise;
    if (!is_open || !row.starts_with('=')) return std::nullopt;
    const auto& meant = declarations_.definitions[second.index].written->alternatives;
    const bool is_last = meant.size() == 1 && !meant[0].condition && !meant[0].is_otherwise;
    if (!is_last) return std::string(row);
    const bool is_russian = sources_.text(written.span).find(" если ") != std::string_view::npos;
    return fmt::format("{} {}", row, is_russian ? "иначе" : "otherwise");
}

void Owners::own_spelling(const Symbol& symbol, const std::string& spelling) {
    if (spelling == "pay" || spelling == "date") {
        diagnostics_.push_back(built_in_defined(symbol, spelling, sources_));
        return;
    }
    if (const Symbol* taken = owner(spelling, symbol.level)) {
        if (taken->kind == SymbolKind::unreadable) return;
        diagnostics_.push_back({kind::defined_twice, {symbol.span, taken->span}, {spelling}, {}});
        if (const auto next = next_case(symbol, *taken))
            diagnostics_.back().notes.push_back({kind::hint_next_case, {*next}});
        return;
    }
    scope_of(symbol.level).emplace(spelling, symbol);
    report_unlike_case(symbol, spelling);
}

void Owners::report_unlike_case(const Symbol& symbol, const std::string& spelling) {
    const auto [alike, is_first] = by_folded_[symbol.level].emplace(folded(spelling), spelling);
    if (is_first || alike->second == spelling) return;
    const auto other = scope_of(symbol.level).find(alike->second);
    if (other == scope_of(symbol.level).end()) return;
    diagnostics_.push_back(
        {kind::differs_by_case, {symbol.span, other->second.span}, {spelling, alike->second}, {}});
}

void Owners::own_broken(Span name_span) {
    const std::string name = name_text(sources_, name_span);
    declarations_.everywhere.emplace(name, Symbol{SymbolKind::unreadable, 0, no_level, name, name_span});
}

}  // namespace accrue::check
