#include "check/lines.hpp"

#include <algorithm>
#include <type_traits>

#include "core/walk.hpp"

namespace accrue::check {
namespace {

using core::DefinitionId;
using core::ExprId;

// What is longer is kept for every amount along the way, and grows with the square.
constexpr std::size_t most_inputs = 64;

Line scaled(Line line, const Exact& by) {
    line.constant *= by;
    for (auto& [input, slope] : line.slopes) slope *= by;
    return line;
}

Line sum(Line a, const Line& b) {
    a.constant += b.constant;
    for (const auto& [input, slope] : b.slopes) a.slopes[input] += slope;
    return a;
}

bool is_short(const Line& line) {
    if (line.slopes.size() > most_inputs || line.constant.bits() > Exact::max_bits) return false;
    return std::ranges::all_of(line.slopes,
                               [](const auto& slope) { return slope.second.bits() <= Exact::max_bits; });
}

}  // namespace

// Definitions stand in an order in which each is known before it is read, expressions before their users.
Lines::Lines(const core::Scheme& scheme)
    : scheme_(scheme), found_(scheme.expressions.size()), is_known_(scheme.expressions.size(), false) {
    for (const auto id : scheme.order) find(scheme.definitions[id].value);
}

const Line* Lines::of(DefinitionId definition) const {
    const auto& found = found_[scheme_.definitions[definition].value.value];
    return found ? &*found : nullptr;
}

void Lines::find(ExprId root) {
    for (const auto id : core::within(scheme_, root)) {
        if (is_known_[id.value]) continue;
        is_known_[id.value] = true;
        auto line = std::visit([&](const auto& node) { return of_node(node); }, scheme_.expressions[id].node);
        if (line && is_short(*line)) found_[id.value] = std::move(line);
    }
}

std::optional<Line> Lines::of_node(const core::Constant& constant) const {
    const auto* value = std::get_if<Exact>(&constant.value);
    return value == nullptr ? std::nullopt : std::optional(Line{*value, {}});
}

std::optional<Line> Lines::of_node(const core::Read& read) {
    const overloaded of_what{
        [](core::InputId input) { return std::optional(Line{{}, {{input, Exact(1)}}}); },
        [&](core::ParamId param) {
            const auto value = scheme_.params[param].values.front().value;
            find(value);
            return found_[value.value];
        },
        [&](DefinitionId id) { return found_[scheme_.definitions[id].value.value]; },
        [](core::Builtin) { return std::optional<Line>(); },
    };
    return std::visit(of_what, read.what);
}

std::optional<Line> Lines::of_node(const core::Arithmetic& arithmetic) const {
    const auto &left = found_[arithmetic.left.value], &right = found_[arithmetic.right.value];
    if (!left || !right) return std::nullopt;
    switch (arithmetic.op) {
        case core::ArithmeticOp::add:
            return sum(*left, *right);
        case core::ArithmeticOp::subtract:
            return sum(*left, scaled(*right, Exact(-1)));
        case core::ArithmeticOp::multiply:
            if (right->slopes.empty()) return scaled(*left, right->constant);
            return left->slopes.empty() ? std::optional(scaled(*right, left->constant)) : std::nullopt;
        case core::ArithmeticOp::divide:
            if (!right->slopes.empty() || right->constant.sign() == 0) return std::nullopt;
            return scaled(*left, Exact(1) / right->constant);
    }
    return std::nullopt;
}

// A rounded line counts as one, and one with a default; nothing else does.
template <class Node>
std::optional<Line> Lines::of_node(const Node& node) const {
    if constexpr (std::is_same_v<Node, core::Round> || std::is_same_v<Node, core::Default>)
        return found_[node.of.value];
    return std::nullopt;
}

}  // namespace accrue::check
