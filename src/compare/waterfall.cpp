// From one scheme's cost to the other's, component by component.

#include <algorithm>

#include "base/messages/phrases/comparing.hpp"
#include "compare/finding.hpp"

namespace accrue::compare {
namespace {

// Where the schemes have no pay line in common, steps would only take one scheme away and put the other
// there.
bool has_common(const std::vector<Component>& components, std::size_t side) {
    return std::ranges::any_of(components, [&](const Component& component) {
        return component.cost[0].sign() != 0 && component.cost[side].sign() != 0;
    });
}

}  // namespace

Finding waterfall(const Ground& ground, std::size_t side) {
    Finding finding{.name = "waterfall",
                    .title = phrase(say::compare_waterfall, ground.name(0), ground.name(side)),
                    .columns = {{"step", phrase(say::compare_head_component)},
                                {"amount", phrase(say::compare_head_step), Holds::amount}},
                    .note = phrase(say::compare_note_waterfall),
                    .picture = Picture::waterfall};
    const auto& components = ground.paid.components;
    if (components.size() < 2 || !has_common(components, side)) return finding;
    finding.rows.push_back({ground.name(0), ground.cost(0)});
    for (const auto& component : components) {
        const auto change = component.cost[side] - component.cost[0];
        if (change.sign() != 0) finding.rows.push_back({component.name, change});
    }
    finding.rows.push_back({ground.name(side), ground.cost(side)});
    return finding;
}

}  // namespace accrue::compare
