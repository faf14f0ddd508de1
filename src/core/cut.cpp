#include "core/cut.hpp"

#include <algorithm>

namespace accrue::core {
namespace {

bool is_used(const Scheme& scheme, LevelId level) {
    const auto is_of = [&](const auto& each) { return each.level == level; };
    return std::ranges::any_of(scheme.inputs, is_of) || std::ranges::any_of(scheme.definitions, is_of);
}

// Rows of the level and records directly below it; `everything` holds nothing.
bool stands_alone(const Scheme& scheme, LevelId level) {
    for (std::size_t i = 0; i < scheme.levels.size(); ++i) {
        const LevelId each(i);
        if (each == level) continue;
        const auto& other = scheme.levels[each];
        const bool is_below = other.kind == LevelKind::records && other.parent == level;
        const bool is_unused = other.kind == LevelKind::everything && !is_used(scheme, each);
        if (!is_below && !is_unused) return false;
    }
    return true;
}

bool looks_at_others(const Scheme& scheme, const Expr& expr) {
    const auto* const aggregate = std::get_if<Aggregate>(&expr.node);
    if (aggregate == nullptr) return false;
    return !aggregate->base || scheme.levels[aggregate->base].kind == LevelKind::everything;
}

}  // namespace

std::optional<LevelId> cut_by(const Scheme& scheme) {
    const auto paid = paying_levels(scheme);
    if (paid.size() != 1 || scheme.levels[paid.front()].kind != LevelKind::rows) return std::nullopt;
    if (!scheme.shares.empty() || !stands_alone(scheme, paid.front())) return std::nullopt;
    const auto looks = [&](const Expr& expr) { return looks_at_others(scheme, expr); };
    if (std::ranges::any_of(scheme.expressions, looks)) return std::nullopt;
    return paid.front();
}

}  // namespace accrue::core
