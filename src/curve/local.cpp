#include "curve/local.hpp"

namespace accrue::curve {

Local local(const explain::Outcome& outcome) {
    return std::visit(overloaded{[](const core::Value& value) -> Local {
                                     const auto* number = std::get_if<Exact>(&value);
                                     return number != nullptr ? Local(Amount{Ratio(*number)}) : Local(value);
                                 },
                                 [](const auto& other) -> Local { return other; }},
                      outcome);
}

const Amount* amount(const Local& local) {
    return std::get_if<Amount>(&local);
}

bool holds(const Local& condition) {
    return std::get<bool>(std::get<core::Value>(condition));
}

bool same(const Local& a, const Local& b) {
    const auto *first = amount(a), *second = amount(b);
    if (first != nullptr && second != nullptr) return first->value == second->value;
    if (first != nullptr || second != nullptr || a.index() != b.index()) return false;
    return std::visit(
        overloaded{[](const Amount&) { return false; },
                   [&](const auto& other) { return other == std::get<std::decay_t<decltype(other)>>(b); }},
        a);
}

}  // namespace accrue::curve
