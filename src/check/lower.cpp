#include "check/lower.hpp"

#include <algorithm>

#include "base/messages/meaning.hpp"
#include "base/text.hpp"
#include "check/walk.hpp"
#include "core/rings.hpp"
#include "core/walk.hpp"
#include "number/decimal.hpp"

namespace accrue::check {

using namespace syntax;

Lowering::Lowering(const Module& module, const Sources& sources, const Declarations& declarations,
                   const Typing& typing, Diagnostics& diagnostics)
    : module_(module),
      sources_(sources),
      declarations_(declarations),
      typing_(typing),
      diagnostics_(diagnostics),
      build_(scheme_),
      names_(module, sources, declarations) {}

Diagnostic& Lowering::report(Kind kind, std::vector<Span> spans, std::vector<Argument> arguments) {
    diagnostics_.push_back({kind, std::move(spans), std::move(arguments), {}});
    return diagnostics_.back();
}

core::DefinitionId Lowering::add_definition(core::Definition definition) {
    return scheme_.definitions.add(std::move(definition));
}

// ---------------------------------------------------------------- definitions

// The definition of a symbol on a day; its value is lowered when its turn comes.
core::DefinitionId Lowering::demand(const Symbol& symbol, int day) {
    const auto [place, fresh] =
        definitions_.emplace(std::tuple{symbol.kind, symbol.index, day}, core::DefinitionId{});
    if (!fresh) return place->second;
    core::Definition made{.name = symbol.name,
                          .type = {},
                          .value = {},
                          .level = symbol.level == no_level ? core::LevelId{} : levels_[symbol.level],
                          .day = day,
                          .label = {},
                          .span = symbol.span,
                          .name_span = symbol.span};
    std::optional<core::Type> type;
    if (symbol.kind == SymbolKind::definition) {
        const DefinitionDeclaration& declared = declarations_.definitions[symbol.index];
        type = typing_.type_of_definition(symbol.index);
        made.name = declared.name;
        made.span = declared.span;
        made.name_span = declared.name_span;
        made.label = quoted_text(sources_, declared.written->label);
        made.shown_as_percent = typing_.percent_definition(symbol.index);
    } else if (symbol.kind == SymbolKind::part) {
        const PartDeclaration& part = declarations_.parts[symbol.index];
        type = typing_.type_of_part(symbol.index);
        made.kind = core::DefinitionKind::part;
        made.name = part.name;
        made.span = part.gate_spans.empty() ? declarations_.splits[part.split].span : part.gate_spans.front();
        made.name_span = part.span;
    } else if (symbol.kind == SymbolKind::share) {
        const ShareDeclaration& share = declarations_.shares[symbol.index];
        type = typing_.type_of_share(symbol.index);
        made.kind = core::DefinitionKind::share;
        made.name = share.name;
        made.span = share.span;
        made.name_span = share.name_span;
        made.label = quoted_text(sources_, share.written->label);
    }
    if (!type) return {};
    made.type = *type;
    place->second = add_definition(std::move(made));
    waiting_.push_back({symbol, day, place->second});
    return place->second;
}

std::optional<core::DefinitionId> Lowering::definition(const Symbol& symbol, int day) const {
    const auto found = definitions_.find({symbol.kind, symbol.index, day});
    if (found == definitions_.end() || !found->second) return std::nullopt;
    return found->second;
}

ExprId Lowering::value_of(const Waiting& waiting) {
    if (waiting.symbol.kind == SymbolKind::part) return part_value(waiting.symbol.index, waiting.day);
    if (waiting.symbol.kind == SymbolKind::share) return share_value(waiting.symbol.index);
    const DefinitionDeclaration& declared = declarations_.definitions[waiting.symbol.index];
    if (declared.system) return solved_value(waiting.symbol.index);
    return alternatives(declared.written->alternatives, {.level = declared.level, .day = waiting.day},
                        declared.span);
}

void Lowering::lower_waiting() {
    while (!waiting_.empty()) {
        const Waiting next = waiting_.front();
        waiting_.pop_front();
        const ExprId value = value_of(next);
        scheme_.definitions[next.id].value = value;
    }
}

ExprId Lowering::single_line(const Alternative& line, Place place, Span whole) {
    const ExprId value = lower(line.value, place);
    if (!line.condition) return value;
    const ExprId condition = lower(line.condition, place);
    const Origin origin{whole, line.otherwise ? WrittenAs::alternatives : WrittenAs::guard,
                        typing_.percent(line.value)};
    const ExprId otherwise = line.otherwise ? lower(line.otherwise, place) : build_.zero_like(value, origin);
    return otherwise ? build_.choose({{condition, value}}, otherwise, origin) : ExprId{};
}

ExprId Lowering::alternatives(const std::vector<Alternative>& lines, Place place, Span whole) {
    if (lines.size() == 1) return single_line(lines.front(), place, whole);
    std::vector<core::Case> cases;
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        cases.push_back({lower(lines[i].condition, place), lower(lines[i].value, place)});
    }
    const ExprId otherwise = lines.back().is_otherwise ? lower(lines.back().value, place) : ExprId{};
    const Origin origin{whole, WrittenAs::alternatives, typing_.percent(lines.front().value)};
    return otherwise ? build_.choose(std::move(cases), otherwise, origin) : ExprId{};
}

// ---------------------------------------------------------------- order

// A ring is named once, from any link that was met first; others may be parts of it.
void Lowering::report_ring(const std::vector<RingLink>& ring, const std::string& back_to) {
    if (ring_reported_) return;
    ring_reported_ = true;
    std::string shown;
    std::vector<Span> places;
    for (const RingLink& link : ring) {
        shown += "`" + link.name + "` → ";
        places.push_back(link.place);
    }
    report(kind::ring, std::move(places), {shown + "`" + back_to + "`"});
}

// Each definition after those that it reads in the same month; a ring is an error that names it.
void Lowering::order_definitions() {
    enum class Mark { fresh, open, done };
    std::vector<Mark> marks(scheme_.definitions.size(), Mark::fresh);
    std::vector<core::DefinitionId> path;
    const auto refuse_ring = [&](core::DefinitionId start) {
        std::vector<RingLink> ring;
        for (auto at = std::find(path.begin(), path.end(), start); at != path.end(); ++at) {
            const core::Definition& one = scheme_.definitions[*at];
            if (one.kind != core::DefinitionKind::hidden)
                ring.push_back({core::shown_name(one), one.name_span});
        }
        report_ring(ring, core::shown_name(scheme_.definitions[start]));
    };
    const auto visit = [&](auto& self, core::DefinitionId id) -> void {
        if (marks[id.value] == Mark::done) return;
        if (marks[id.value] == Mark::open) return refuse_ring(id);
        marks[id.value] = Mark::open;
        path.push_back(id);
        const ExprId value = scheme_.definitions[id].value;
        const auto needed = value ? core::read_in_period(scheme_, value) : std::vector<core::DefinitionId>{};
        for (const core::DefinitionId read : needed) self(self, read);
        path.pop_back();
        marks[id.value] = Mark::done;
        scheme_.order.push_back(id);
    };
    for (std::size_t i = 0; i < scheme_.definitions.size(); ++i) visit(visit, core::DefinitionId(i));
    if (!ring_reported_) refuse_ring_through_records();
}

// A record may take what the one before it has, but not what depends on all of them.
void Lowering::refuse_ring_through_records() {
    const auto has_value = [](const core::Definition& definition) { return bool(definition.value); };
    if (!std::ranges::all_of(scheme_.definitions, has_value)) return;
    const auto ring = core::ring_through_records(scheme_);
    if (!ring) return;
    const core::Definition& definition = scheme_.definitions[*ring];
    report(kind::ring_of_records, {definition.name_span}, {definition.name});
}

// ---------------------------------------------------------------- all of it

// The definitions that a row of data or a name of the file asks for.
void Lowering::declare_definitions() {
    for (std::size_t i = 0; i < declarations_.definitions.size(); ++i) {
        const DefinitionDeclaration& declared = declarations_.definitions[i];
        demand({SymbolKind::definition, i, declared.level, declared.name, declared.name_span}, 0);
    }
    for (std::size_t i = 0; i < declarations_.parts.size(); ++i) {
        const PartDeclaration& part = declarations_.parts[i];
        demand({SymbolKind::part, i, part.level, part.name, part.span}, 0);
    }
    for (std::size_t i = 0; i < declarations_.shares.size(); ++i) {
        const ShareDeclaration& share = declarations_.shares[i];
        if (share.members == no_level) continue;
        demand({SymbolKind::share, i, share.members, share.name, share.name_span}, 0);
    }
    declare_pays();
}

core::Scheme Lowering::lowered() {
    lower_header();
    lower_inputs();
    lower_references();
    lower_params();
    declare_definitions();
    lower_waiting();
    lower_pays();
    lower_promises();
    lower_waiting();
    lower_shares();
    lower_systems();
    lower_lots();
    lower_waiting();
    lower_splits();
    check_zeros();
    order_definitions();
    return std::move(scheme_);
}

}  // namespace accrue::check
