#include "compare/moves_with.hpp"

#include <algorithm>
#include <set>

#include "core/walk.hpp"
#include "curve/depends.hpp"

namespace accrue::compare {

bool moves_with(const core::Scheme& scheme, core::DefinitionId definition,
                const std::vector<core::InputId>& inputs) {
    std::vector<curve::Moving> movings;
    for (const auto input : inputs) movings.push_back({.what = input, .row = {}});
    const auto reads = [&](core::ExprId root) { return curve::reads_input(scheme, root, movings); };
    std::set<core::DefinitionId> seen{definition};
    std::vector<core::DefinitionId> waiting{definition};
    while (!waiting.empty()) {
        const auto next = waiting.back();
        waiting.pop_back();
        if (std::ranges::any_of(curve::roots_of(scheme, next), reads)) return true;
        const auto value = scheme.definitions[next].value;
        auto needed = core::read_in_period(scheme, value);
        const auto earlier = core::read_of_earlier(scheme, value);
        needed.insert(needed.end(), earlier.begin(), earlier.end());
        for (const auto each : needed)
            if (seen.insert(each).second) waiting.push_back(each);
    }
    return false;
}

}  // namespace accrue::compare
