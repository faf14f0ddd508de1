#include "check/parts.hpp"

#include <algorithm>
#include <set>
#include <variant>
#include <vector>

#include "check/walk.hpp"

namespace accrue::check {

using core::DefinitionId;
using core::ExprId;

namespace {

// How something comes into an amount: always and in whole, in some cases, or into a difference, which may
// well take it off again.
enum class Way : std::uint8_t { always, sometimes, in_difference };
struct Flowing {
    ExprId expr;
    Way way;
    auto operator<=>(const Flowing&) const = default;
};

std::vector<Flowing> behind(const core::Scheme& scheme, const Flowing& at) {
    const auto& node = scheme.expressions[at.expr].node;
    std::vector<Flowing> next;
    const auto add = [&](ExprId expr, Way way) { next.push_back({expr, std::max(at.way, way)}); };
    std::visit(overloaded{
                   [&](const core::Arithmetic& n) {
                       const bool is_sum = n.op == core::ArithmeticOp::add;
                       const bool is_difference = n.op == core::ArithmeticOp::subtract;
                       if (!is_sum && !is_difference && at.way != Way::in_difference) return;
                       const Way way = is_difference ? Way::in_difference : Way::always;
                       add(n.left, way);
                       add(n.right, way);
                   },
                   [&](const core::Choose& n) {
                       for (const core::Case& one : n.cases) add(one.value, Way::sometimes);
                       add(n.otherwise, Way::sometimes);
                   },
                   [&](const core::Clamp& n) {
                       add(n.left, Way::sometimes);
                       add(n.right, Way::sometimes);
                   },
                   [&](const core::Round& n) { add(n.of, Way::always); },
                   [&](const core::Default& n) {
                       add(n.of, Way::always);
                       add(n.instead, Way::sometimes);
                   },
                   [&](const core::Read& n) {
                       const auto* id = std::get_if<DefinitionId>(&n.what);
                       const bool goes_on =
                           id != nullptr && scheme.definitions[*id].kind != core::DefinitionKind::part;
                       if (goes_on) add(scheme.definitions[*id].value, Way::always);
                   },
                   [](const auto&) {},
               },
               node);
    return next;
}

}  // namespace

PartsPaid parts_in(const core::Scheme& scheme, ExprId amount) {
    std::map<DefinitionId, std::set<Way>> ways;
    std::set<Flowing> seen;
    std::vector<Flowing> open{{amount, Way::always}};
    while (!open.empty()) {
        const Flowing at = open.back();
        open.pop_back();
        if (!at.expr || !seen.insert(at).second) continue;
        const auto* read = std::get_if<core::Read>(&scheme.expressions[at.expr].node);
        const auto* id = read == nullptr ? nullptr : std::get_if<DefinitionId>(&read->what);
        if (id != nullptr) ways[*id].insert(at.way);
        for (const Flowing& next : behind(scheme, at)) open.push_back(next);
    }
    PartsPaid found;
    for (const auto& [id, all] : ways) {
        const bool is_part = scheme.definitions[id].kind == core::DefinitionKind::part;
        if (is_part && !all.contains(Way::in_difference)) found.emplace(id, all.contains(Way::always));
    }
    return found;
}

}  // namespace accrue::check
