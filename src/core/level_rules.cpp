#include <fmt/format.h>

#include "core/rules.hpp"
#include "core/walk.hpp"

namespace accrue::core {
namespace {

// ---------------------------------------------------------------- levels

Broken broken_place(const Scheme& scheme, LevelId id) {
    const auto& level = scheme.levels[id];
    const bool everything = level.kind == LevelKind::everything;
    if (everything && id.value != 0) return "what stands outside the blocks is not the outermost level";
    if (everything && level.parent) return "what stands outside the blocks has a level above it";
    if (level.parent && level.parent >= id) return "its level above does not stand before it";
    if (level.parent && scheme.levels[level.parent].kind == LevelKind::records) return "stands in records";
    if (level.kind == LevelKind::records && !level.parent) return "records are of no level";
    const bool under_everything = everything || scheme.levels[LevelId(0)].kind != LevelKind::everything;
    return unless(under_everything || level.parent, "does not stand in the whole company");
}

Broken broken_belongings(const Scheme& scheme, LevelId id) {
    const auto& level = scheme.levels[id];
    const auto own = [&](InputId input) {
        return in_range(input, scheme.inputs) && scheme.inputs[input].level == id;
    };
    const auto own_date = [&](InputId input) {
        return !input || (own(input) && is(scheme.inputs[input].type, TypeKind::date));
    };
    if (!std::ranges::all_of(level.order, own)) return "is ordered by what is no input of it";
    if (!level.order.empty() && level.kind != LevelKind::records) return "only records have an order";
    if (!own_date(level.from) || !own_date(level.to)) return "begins or ends by what is no date of it";
    if (!level.pay_total) return {};
    if (level.kind == LevelKind::records) return "records are not paid";
    if (!in_range(level.pay_total, scheme.definitions)) return "its pay total is no definition";
    return unless(scheme.definitions[level.pay_total].level == id, "its pay total is of another level");
}

Broken broken_input(const Scheme& scheme, const Input& input) {
    const auto is_text = [&](InputId id) {
        return !id || (in_range(id, scheme.inputs) && is(scheme.inputs[id].type, TypeKind::text));
    };
    if (!in_range(input.level, scheme.levels))
        return fmt::format("input `{}` has no level", column_name(input));
    if (!is_text(input.who) || !is_text(input.why))
        return fmt::format("who set `{}`, or why, is no text", column_name(input));
    return {};
}

// ---------------------------------------------------------------- reads

// What an expression of a level may read.
class ReadRules {
  public:
    ReadRules(const Scheme& scheme, LevelId own) : scheme_(scheme), own_(own) {}

    Broken broken(ExprId root) const {
        return first_of(within(scheme_, root), [&](ExprId id) { return broken_node(id); });
    }

  private:
    Broken broken_node(ExprId id) const {
        const overloaded rules{
            [&](const Read& e) { return rule(e); },
            [&](const Previous& e) {
                return unless(level_of(e.of) == own_, "`previous` reads another level");
            },
            [&](const Aggregate& e) { return rule(e); },
            [&](const Shared& e) {
                return unless(level_of(scheme_.shares[e.share].result) == own_,
                              "a share is read at another level than its members'");
            },
            [](const auto&) { return Broken(); },
        };
        return std::visit(rules, scheme_.expressions[id].node);
    }

    LevelId level_of(DefinitionId id) const { return scheme_.definitions[id].level; }
    bool own_or_outer(LevelId level) const { return level == own_ || stands_above(scheme_, level, own_); }

    Broken rule(const Read& e) const {
        if (e.of_asker && !asker_) return "a row that asks is read outside a paired condition";
        const auto& here = e.of_asker ? *asker_ : *this;
        const overloaded level_read{
            [&](InputId id) { return scheme_.inputs[id].level; },
            [&](DefinitionId id) { return level_of(id); },
            [&](const auto&) { return here.own_; },
        };
        return unless(here.own_or_outer(std::visit(level_read, e.what)),
                      "a read is of a level that is neither its own nor above it");
    }
    Broken rule(const Aggregate& e) const {
        const auto elements = level_of(e.of);
        if (e.base && !own_or_outer(e.base)) return "an aggregate's base is not its own level or above it";
        if (e.base && e.base != elements && !stands_above(scheme_, e.base, elements))
            return "an aggregate's elements do not stand in its base";
        if (e.where && level_of(e.where) != elements)
            return "a `where` is of another level than the elements";
        if (e.op == AggregateOp::rank && elements != own_) return "a rank is among rows of another level";
        if (e.so_far && !stands_in_order(e)) return "`so far` runs through what has no order";
        return e.paired ? broken_pair(e.paired, elements) : Broken();
    }
    bool stands_in_order(const Aggregate& e) const {
        const auto& own = scheme_.levels[own_];
        return own.kind == LevelKind::records && level_of(e.of) == own_ && e.base == own.parent;
    }
    Broken broken_pair(ExprId paired, LevelId elements) const {
        ReadRules element(scheme_, elements);
        element.asker_ = this;
        return element.broken(paired);
    }

    const Scheme& scheme_;
    LevelId own_;
    const ReadRules* asker_ = nullptr;
};

// What stands in the equations is of the unknowns' level.
Broken broken_reads_of(const Scheme& scheme, const System& system) {
    const ReadRules rules(scheme, scheme.definitions[system.equations.front().unknown].level);
    return first_of(system.equations, [&](const Equation& equation) {
        auto all = equation.coefficients;
        all.insert(all.end(), {equation.constant, equation.written});
        return first_of(all, [&](ExprId expr) { return expr ? rules.broken(expr) : Broken(); });
    });
}

}  // namespace

Broken broken_levels(const Scheme& scheme) {
    if (scheme.levels.empty()) return "there is no level";
    for (std::size_t i = 0; i < scheme.levels.size(); ++i) {
        for (const auto rule : {broken_place, broken_belongings}) {
            if (const auto broken = rule(scheme, LevelId(i)))
                return fmt::format("level `{}`: {}", scheme.levels[LevelId(i)].name, *broken);
        }
    }
    return first_of(scheme.inputs, [&](const Input& input) { return broken_input(scheme, input); });
}

Broken broken_reads(const Scheme& scheme) {
    const auto of_definition = [&](const Definition& definition) -> Broken {
        const auto broken = ReadRules(scheme, definition.level).broken(definition.value);
        if (!broken) return {};
        return fmt::format("definition `{}`: {}", shown_name(definition), *broken);
    };
    if (auto broken = first_of(scheme.definitions, of_definition)) return broken;
    return first_of(scheme.systems, [&](const System& system) { return broken_reads_of(scheme, system); });
}

}  // namespace accrue::core
