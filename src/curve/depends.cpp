#include "curve/depends.hpp"

#include <algorithm>

namespace accrue::curve {

using core::DefinitionId;
using core::ExprId;

bool reads_input(const core::Scheme& scheme, ExprId root, const std::vector<Moving>& movings) {
    const auto is_moved = [&](ExprId id) {
        const auto& node = scheme.expressions[id].node;
        // a paired condition is no operand
        const auto* aggregate = std::get_if<core::Aggregate>(&node);
        if (aggregate != nullptr && aggregate->paired) return reads_input(scheme, aggregate->paired, movings);
        const auto* read = std::get_if<core::Read>(&node);
        const auto* input = read != nullptr ? std::get_if<core::InputId>(&read->what) : nullptr;
        return input != nullptr && std::ranges::any_of(movings, [&](const Moving& moving) {
                   return moving.what == Mover(*input);
               });
    };
    return std::ranges::any_of(core::within(scheme, root), is_moved);
}

namespace {

// Is it an unknown of a system of which another one is set by hand?
bool is_solved_with(const core::Scheme& scheme, DefinitionId definition, const std::vector<Moving>& movings) {
    const auto& node = scheme.expressions[scheme.definitions[definition].value].node;
    const auto* solved = std::get_if<core::Solved>(&node);
    if (solved == nullptr) return false;
    const auto is_moved = [&](const core::Equation& equation) {
        return std::ranges::any_of(movings,
                                   [&](const Moving& each) { return each.what == Mover(equation.unknown); });
    };
    return std::ranges::any_of(scheme.systems[solved->system].equations, is_moved);
}

}  // namespace

std::vector<ExprId> roots_of(const core::Scheme& scheme, DefinitionId definition) {
    const auto value = scheme.definitions[definition].value;
    std::vector<ExprId> roots;
    if (const auto* solved = std::get_if<core::Solved>(&scheme.expressions[value].node)) {
        for (const auto& equation : scheme.systems[solved->system].equations) {
            roots.push_back(equation.constant);
            for (const auto coefficient : equation.coefficients)
                if (coefficient) roots.push_back(coefficient);
        }
    }
    roots.push_back(value);
    return roots;
}

std::set<DefinitionId> dependents(const core::Scheme& scheme, const std::vector<Moving>& movings) {
    std::set<DefinitionId> depends;
    for (const auto& moving : movings) {
        if (const auto* definition = std::get_if<DefinitionId>(&moving.what)) depends.insert(*definition);
    }
    // In `order` each stands after those that it reads in the same month; the record before is of that month
    // too, so that one round may not do.
    for (bool is_new = true; is_new;) {
        is_new = false;
        for (const auto definition : scheme.order) {
            if (depends.contains(definition)) continue;
            const auto root = scheme.definitions[definition].value;
            auto read = core::read_in_period(scheme, root);
            const auto level = scheme.definitions[definition].level;
            if (scheme.levels[level].kind == core::LevelKind::records) {
                const auto earlier = core::read_of_earlier(scheme, root);
                read.insert(read.end(), earlier.begin(), earlier.end());
            }
            const auto roots = roots_of(scheme, definition);
            const bool reads =
                is_solved_with(scheme, definition, movings) ||
                std::ranges::any_of(read, [&](DefinitionId each) { return depends.contains(each); }) ||
                std::ranges::any_of(roots, [&](ExprId each) { return reads_input(scheme, each, movings); });
            if (reads) is_new = depends.insert(definition).second || is_new;
        }
    }
    return depends;
}

}  // namespace accrue::curve
