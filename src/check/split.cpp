// `split … into …`, gates, `after gates`.
#include "base/messages/meaning.hpp"
#include "check/lower.hpp"
#include "check/walk.hpp"
#include "number/decimal.hpp"

namespace accrue::check {

void Lowering::check_portions(const SplitDeclaration& split) {
    Exact sum;
    std::size_t written = 0;
    for (const std::size_t index : split.parts) {
        const PartDeclaration& part = declarations_.parts[index];
        if (!part.portion) continue;
        const auto portion = constant(part.portion, {core::TypeKind::number, {}});
        if (!portion) return;  // not a percentage: reported as a type
        sum = sum + std::get<Exact>(*portion);
        ++written;
    }
    if (written == 0) return;
    if (written < split.parts.size()) {
        report(kind::portions_missing, {split.span}, {});
    } else if (sum != Exact(1)) {
        report(kind::portions_sum, {split.span}, {percent_text(sum)});
    }
}

ExprId Lowering::split_whole(const SplitDeclaration& split, int day) {
    const Place place{.level = split.level, .day = day};
    if (split.whole) return lower(split.whole, place);
    return read({SymbolKind::definition, split.whole_definition, split.level, {}, {}}, place,
                {.span = split.span});
}

// The part before its gates: whole × portion, or an equal part of it.
ExprId Lowering::part_share(const PartDeclaration& part, int day) {
    const SplitDeclaration& split = declarations_.splits[part.split];
    const Origin origin{.span = part.span, .written_as = WrittenAs::part};
    const ExprId whole = split_whole(split, day);
    if (part.portion) return build_.multiply(whole, lower(part.portion, {.level = part.level}), origin);
    return build_.divide(whole, build_.number(std::int64_t(split.parts.size()), origin), origin);
}

ExprId Lowering::part_value(std::size_t index, int day) {
    const PartDeclaration& part = declarations_.parts[index];
    const ExprId open = part_share(part, day);
    if (part.gates.empty()) return open;
    core::GateNote note{.gate = {}, .conditions = {}, .open_value = open};
    ExprId all;
    for (const syntax::ExprId gate : part.gates) {
        const ExprId condition = lower(gate, {.level = part.level, .day = day});
        if (!condition) return {};
        note.conditions.push_back(condition);
        all = all ? build_.both(all, condition, origin_of(gate)) : condition;
    }
    const Origin origin{.span = part.gate_spans.front(), .written_as = WrittenAs::gate};
    note.gate = build_.choose({{all, open}}, build_.zero_like(open, origin), origin);
    if (note.gate) scheme_.gate_notes.push_back(note);
    return note.gate;
}

// What is split, where it has a name, also one of an outer level.
const Symbol* Lowering::whole_of(const SplitDeclaration& split) const {
    const auto* name = split.whole ? as<syntax::Name>(module_, unbracketed(module_, split.whole)) : nullptr;
    return name == nullptr ? nullptr : names_.meaning(*name, {.level = split.level}).symbol;
}

std::optional<std::size_t> Lowering::split_of(const Symbol& whole) const {
    for (std::size_t i = 0; i < declarations_.splits.size(); ++i) {
        const SplitDeclaration& split = declarations_.splits[i];
        if (!split.whole) {
            if (whole.kind == SymbolKind::definition && whole.index == split.whole_definition) return i;
            continue;
        }
        const Symbol* symbol = whole_of(split);
        if (symbol != nullptr && symbol->kind == whole.kind && symbol->index == whole.index) return i;
    }
    return std::nullopt;
}

ExprId Lowering::sum_of_parts(const SplitDeclaration& split, Place place, Origin origin) {
    ExprId sum;
    for (const std::size_t index : split.parts) {
        const PartDeclaration& part = declarations_.parts[index];
        const ExprId value =
            read({SymbolKind::part, index, part.level, part.name, part.span}, place, {.span = part.span});
        if (!value) return {};
        sum = sum ? build_.add(sum, value, origin) : value;
    }
    return sum;
}

ExprId Lowering::after_gates(syntax::ExprId of, Place place, Origin origin) {
    const auto* name = as<syntax::Name>(module_, unbracketed(module_, of));
    const auto meaning = name == nullptr ? NameMeaning{} : names_.meaning(*name, place.scope());
    const Symbol* symbol = meaning.symbol;
    if (symbol != nullptr && symbol->kind == SymbolKind::unreadable) return {};
    place.of_asker = place.of_asker || meaning.of_asker;
    const auto split = symbol == nullptr ? std::nullopt : split_of(*symbol);
    if (!split) {
        report(kind::not_split, {span(of)}, {text(of)});
        return {};
    }
    return sum_of_parts(declarations_.splits[*split], place, origin);
}

// The splits as core knows them, once every part has its value.
void Lowering::lower_splits() {
    for (std::size_t i = 0; i < declarations_.splits.size(); ++i) {
        const SplitDeclaration& declared = declarations_.splits[i];
        check_portions(declared);
        core::Split split;
        split.whole = split_whole(declared, 0);
        const Symbol* whole = whole_of(declared);
        const auto first = whole == nullptr ? std::nullopt : split_of(*whole);
        if (first && *first != i)
            report(kind::split_twice, {declared.span, declarations_.splits[*first].span}, {whole->name});
        if (!declared.whole) {
            split.whole_name = definitions_[{SymbolKind::definition, declared.whole_definition, 0}];
        } else if (whole != nullptr &&
                   (whole->kind == SymbolKind::definition || whole->kind == SymbolKind::part)) {
            split.whole_name = definitions_[{whole->kind, whole->index, 0}];
        }
        for (const std::size_t index : declared.parts) {
            const core::DefinitionId part = definitions_[{SymbolKind::part, index, 0}];
            const ExprId value = part ? scheme_.definitions[part].value : ExprId{};
            const bool gated = value && !declarations_.parts[index].gates.empty();
            split.parts.push_back({part, gated ? value : ExprId{}});
        }
        scheme_.splits.push_back(std::move(split));
    }
}

}  // namespace accrue::check
