#include "compare/moves_with.hpp"

#include <algorithm>
#include <set>

#include "core/walk.hpp"

namespace accrue::compare {
namespace {

bool reads(const core::Scheme& scheme, core::ExprId value, const std::vector<core::InputId>& inputs) {
    return std::ranges::any_of(core::within(scheme, value), [&](core::ExprId at) {
        const auto* read = std::get_if<core::Read>(&scheme.expressions[at].node);
        const auto* input = read == nullptr ? nullptr : std::get_if<core::InputId>(&read->what);
        return input != nullptr && std::ranges::find(inputs, *input) != inputs.end();
    });
}

}  // namespace

bool moves_with(const core::Scheme& scheme, core::DefinitionId definition,
                const std::vector<core::InputId>& inputs) {
    std::set<core::DefinitionId> seen{definition};
    std::vector<core::DefinitionId> waiting{definition};
    while (!waiting.empty()) {
        const auto value = scheme.definitions[waiting.back()].value;
        waiting.pop_back();
        if (reads(scheme, value, inputs)) return true;
        auto needed = core::read_in_period(scheme, value);
        const auto earlier = core::read_of_earlier(scheme, value);
        needed.insert(needed.end(), earlier.begin(), earlier.end());
        for (const auto each : needed)
            if (seen.insert(each).second) waiting.push_back(each);
    }
    return false;
}

}  // namespace accrue::compare
