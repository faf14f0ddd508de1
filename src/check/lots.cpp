// `lots … usable for … { add …; take … }`.
#include "base/messages/meaning.hpp"
#include "check/lower.hpp"
#include "check/walk.hpp"

namespace accrue::check {

using namespace syntax;

std::optional<core::LotsPart> part_named(std::string_view name) {
    if (name.empty()) return core::LotsPart::left;
    if (name == "taken" || name == "списано") return core::LotsPart::taken;
    if (name == "expired" || name == "сгорело") return core::LotsPart::expired;
    return std::nullopt;
}

namespace {

std::string part_name(const std::string& lots, core::LotsPart part) {
    switch (part) {
        case core::LotsPart::left:
            return lots;
        case core::LotsPart::taken:
            return lots + ".taken";
        case core::LotsPart::expired:
            return lots + ".expired";
    }
    return lots;
}

// `usable for 10 days`, as it is written behind the name.
std::string span_of_time(const Sources& sources, const LotsDeclaration& declared) {
    const auto begin = declared.name_span.end() - declared.span.begin;
    std::string_view text = sources.text(declared.span).substr(begin);
    text = text.substr(0, text.find_first_of("\"{\n"));
    const auto first = text.find_first_not_of(' '), last = text.find_last_not_of(' ');
    return first == std::string_view::npos ? std::string()
                                           : std::string(text.substr(first, last + 1 - first));
}

// `taken` of `points.taken`; nothing of `points`, and of `team.points`, which names their level.
std::string part_written(const Sources& sources, const Name& name, const Symbol& lots) {
    const bool is_of_level = name.member.length > 0 && name_text(sources, name.member) == lots.name;
    return name.member.length == 0 || is_of_level ? std::string() : name_text(sources, name.member);
}

}  // namespace

// ---------------------------------------------------------------- types

void Typing::type_lots() {
    for (std::size_t i = 0; i < declarations_.lots.size(); ++i) {
        const LotsDeclaration& declared = declarations_.lots[i];
        enter(declared.level);
        const auto& [add, take] = std::pair{declared.written->add, declared.written->take};
        if (add) types_.unify(lots_[i], amount_of(add, expression(add), "lots"), {});
        if (!take) continue;
        types_.unify(amount_of(take, expression(take), "lots"), lots_[i],
                     {kind::lots_differ, span(take), add ? span(add) : span(take), {declared.name}});
    }
}

TypeVar Typing::lots_part(syntax::ExprId, const Name& name, const Symbol& lots) {
    const auto part = part_written(sources_, name, lots);
    if (part_named(part)) return lots_[lots.index];
    report(kind::no_lots_part, {name.member, lots.span}, {lots.name, part});
    return types_.broken();
}

// ---------------------------------------------------------------- meaning

// The definition of what is left in the lots, was taken from them or expired; made when it is first asked
// for, as it waits for nothing.
core::DefinitionId Lowering::lots_definition(std::size_t index, core::LotsPart part) {
    const auto [place, fresh] = lots_parts_.emplace(std::pair{index, part}, core::DefinitionId{});
    const auto type = typing_.type_of_lots(index);
    if (!fresh || !type) return place->second;
    const LotsDeclaration& declared = declarations_.lots[index];
    const Origin origin{.span = declared.name_span, .written_as = WrittenAs::lots};
    const ExprId value =
        scheme_.expressions.add({core::FromLots{core::LotsId(index), part}, *type, false, origin});
    core::Definition made;
    made.name = part_name(declared.name, part);
    made.type = *type;
    made.value = value;
    made.level = levels_[declared.level];
    made.label = quoted_text(sources_, declared.written->label);
    made.span = declared.span;
    made.name_span = declared.name_span;
    return place->second = add_definition(std::move(made));
}

core::Lots Lowering::lowered_lots(std::size_t index) {
    const LotsDeclaration& declared = declarations_.lots[index];
    const Lots& written = *declared.written;
    const Place place{.level = declared.level};
    core::Lots made;
    made.name = declared.name;
    made.level = levels_[declared.level];
    made.add = written.add ? as_definition(written.add, place) : core::DefinitionId{};
    made.take = written.take ? as_definition(written.take, place) : core::DefinitionId{};
    made.left = lots_definition(index, core::LotsPart::left);
    made.taken = lots_definition(index, core::LotsPart::taken);
    made.expired = lots_definition(index, core::LotsPart::expired);
    made.label = quoted_text(sources_, written.label);
    made.span = declared.span;
    return made;
}

// For how many periods a lot can be used; 0 is without end.
int Lowering::usable_periods(const LotsDeclaration& declared) {
    const Lots& written = *declared.written;
    if (written.usable_for == 0) return 0;
    const auto periods = scheme_.calendar.periods_in(written.usable_for, unit_of(written.unit));
    if (periods) return *periods;
    report(kind::lots_unit, {declared.name_span}, {declared.name, span_of_time(sources_, declared)});
    return 0;
}

void Lowering::lower_lots() {
    for (std::size_t i = 0; i < declarations_.lots.size(); ++i) {
        const LotsDeclaration& declared = declarations_.lots[i];
        const LevelDeclaration& level = declarations_.levels[declared.level];
        if (level.kind == core::LevelKind::records)
            report(kind::lots_in_records, {declared.name_span, level.span}, {declared.name, level.name});
        core::Lots made = lowered_lots(i);
        made.usable_for = usable_periods(declared);
        scheme_.lots.add(std::move(made));
    }
}

ExprId Lowering::lots_part(const Name& name, const Symbol& lots, Place place, Origin origin) {
    refuse_day_through_group(lots, place, origin);
    const auto part = part_named(part_written(sources_, name, lots));
    const core::DefinitionId id = part ? lots_definition(lots.index, *part) : core::DefinitionId{};
    return id ? build_.read(id, scheme_.definitions[id].type, origin) : ExprId{};
}

}  // namespace accrue::check
