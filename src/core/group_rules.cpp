#include <fmt/format.h>

#include "core/rules.hpp"

namespace accrue::core {
namespace {

// The node that is the whole value of a definition, if it is of that kind.
template <class Node>
const Node* value_as(const Scheme& scheme, DefinitionId id) {
    if (!in_range(id, scheme.definitions)) return nullptr;
    return std::get_if<Node>(&scheme.expressions[scheme.definitions[id].value].node);
}

bool is_of(const Scheme& scheme, DefinitionId id, LevelId level, const Type& type) {
    if (!in_range(id, scheme.definitions)) return false;
    return scheme.definitions[id].level == level && scheme.definitions[id].type == type;
}

const Type number_type{TypeKind::number, ""}, yes_no_type{TypeKind::logical, ""};

// ---------------------------------------------------------------- references

bool may_be_ordered(const Type& type) {
    return is_amount(type) || is(type, TypeKind::date) || is(type, TypeKind::month);
}

Broken broken_reference(const Reference& reference) {
    if (reference.keys.empty()) return "has no key";
    if (reference.fields.empty()) return "has no field";
    const auto sound = [](const ReferenceKey& key) {
        return key.match == KeyMatch::exact || may_be_ordered(key.type);
    };
    return unless(std::ranges::all_of(reference.keys, sound), "has edges of what has no order");
}

// ---------------------------------------------------------------- shares

class ShareRules {
  public:
    ShareRules(const Scheme& scheme, ShareId id) : scheme_(scheme), id_(id), share_(scheme.shares[id]) {}

    Broken broken() const {
        if (!in_range(share_.of, scheme_.levels)) return "divides a pool of no level";
        const auto* shared = value_as<Shared>(scheme_, share_.result);
        if (shared == nullptr || shared->share != id_) return "its result is not the share";
        if (scheme_.definitions[share_.result].kind != DefinitionKind::share) return "its result is no share";
        if (!stands_above(scheme_, share_.of, members())) return "its pool does not stand above its members";
        if (!is(money(), TypeKind::money)) return "divides what is not money";
        if (!is_of(scheme_, share_.pool, share_.of, money())) return "its pool is of another level or type";
        if (auto broken = first_of(share_.claims, [&](const Claim& claim) { return broken_claim(claim); }))
            return broken;
        if (share_.weight && !of_members(share_.weight, number_type))
            return "a weight is no number of a member";
        if (share_.equally && !share_.weight) return "a rest is equal and has no weight";
        if (share_.remainder_to && !of_members(share_.remainder_to, yes_no_type))
            return "the remainder goes by what is not yes/no of a member";
        return unless(share_.step.sign() > 0, "its step is not above 0");
    }

  private:
    LevelId members() const { return scheme_.definitions[share_.result].level; }
    const Type& money() const { return scheme_.definitions[share_.result].type; }
    bool of_members(DefinitionId id, const Type& type) const { return is_of(scheme_, id, members(), type); }

    Broken broken_claim(const Claim& claim) const {
        if (claim.fits && !of_members(claim.fits, yes_no_type))
            return "a clause fits by no yes/no of a member";
        return unless(of_members(claim.amount, money()), "a claim is no money of a member");
    }

    const Scheme& scheme_;
    ShareId id_;
    const Share& share_;
};

// ---------------------------------------------------------------- systems

Broken broken_equation(const Scheme& scheme, SystemId id, std::size_t index) {
    const auto& equations = scheme.systems[id].equations;
    const auto& equation = equations[index];
    const auto* solved = value_as<Solved>(scheme, equation.unknown);
    if (solved == nullptr || solved->system != id || solved->unknown != index)
        return "an unknown's value is not that of its system";
    const auto& first = scheme.definitions[equations.front().unknown];
    if (!is_of(scheme, equation.unknown, first.level, first.type))
        return "unknowns of one system differ in level or type";
    if (equation.coefficients.size() != equations.size()) return "an equation has not a coefficient for each";
    const auto is_number = [&](ExprId coefficient) {
        if (!coefficient) return true;
        return in_range(coefficient, scheme.expressions) &&
               scheme.expressions[coefficient].type == number_type;
    };
    if (!std::ranges::all_of(equation.coefficients, is_number)) return "a coefficient is no number";
    const auto typed = [&](ExprId expr) {
        return in_range(expr, scheme.expressions) && scheme.expressions[expr].type == first.type;
    };
    return unless(typed(equation.written) && typed(equation.constant), "an equation's sides differ in type");
}

Broken broken_system(const Scheme& scheme, SystemId id) {
    const auto count = scheme.systems[id].equations.size();
    if (count == 0) return "a system has no equation";
    for (std::size_t i = 0; i < count; ++i) {
        if (auto broken = broken_equation(scheme, id, i)) return broken;
    }
    return {};
}

// ---------------------------------------------------------------- lots

Broken broken_lot(const Scheme& scheme, LotsId id) {
    const auto& lots = scheme.lots[id];
    if (!in_range(lots.level, scheme.levels)) return "are of no level";
    if (!in_range(lots.add, scheme.definitions)) return "nothing is added to them";
    const auto& type = scheme.definitions[lots.add].type;
    if (!is_amount(type)) return "hold no amount";
    const auto gives = [&](DefinitionId definition, LotsPart part) {
        const auto* from = value_as<FromLots>(scheme, definition);
        return from != nullptr && from->lots == id && from->part == part;
    };
    if (!gives(lots.left, LotsPart::left) || !gives(lots.taken, LotsPart::taken) ||
        !gives(lots.expired, LotsPart::expired))
        return "a value of them is not what its name says";
    const auto all = {lots.add, lots.take, lots.left, lots.taken, lots.expired};
    const auto same = [&](DefinitionId definition) { return is_of(scheme, definition, lots.level, type); };
    if (!std::ranges::all_of(all, same)) return "their amounts differ in level or type";
    return unless(lots.usable_for >= 0, "can be used for less than no time");
}

Broken named(const char* kind, const std::string& name, const Broken& broken) {
    return broken ? Broken(fmt::format("{} `{}`: {}", kind, name, *broken)) : Broken();
}

}  // namespace

Broken broken_references(const Scheme& scheme) {
    return first_of(scheme.references, [](const Reference& reference) {
        return named("reference", reference.name, broken_reference(reference));
    });
}

Broken broken_shares(const Scheme& scheme) {
    for (std::size_t i = 0; i < scheme.shares.size(); ++i) {
        const auto broken = ShareRules(scheme, ShareId(i)).broken();
        if (broken) return named("share", scheme.shares[ShareId(i)].name, broken);
    }
    return {};
}

Broken broken_systems(const Scheme& scheme) {
    for (std::size_t i = 0; i < scheme.systems.size(); ++i) {
        if (auto broken = broken_system(scheme, SystemId(i))) return broken;
    }
    return {};
}

Broken broken_lots(const Scheme& scheme) {
    for (std::size_t i = 0; i < scheme.lots.size(); ++i) {
        const auto broken = broken_lot(scheme, LotsId(i));
        if (broken) return named("lots", scheme.lots[LotsId(i)].name, broken);
    }
    return {};
}

}  // namespace accrue::core
