#include "cli/levers_shown.hpp"

#include <nlohmann/json.hpp>

#include "base/messages/phrases/curves.hpp"
#include "cli/curve_shown.hpp"
#include "number/decimal.hpp"

namespace accrue::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string lines_of(const curve::Lever& lever, const CurveWords& words) {
    const bool is_more = lever.direction == curve::Direction::more;
    const auto now = words.x(lever.now);
    auto text = "  " + phrase(is_more ? say::lever_more : say::lever_earlier, words.x_name(), now);
    if (lever.adds) text += ": " + phrase(say::lever_next, words.slope(*lever.adds));
    text += "\n";
    const auto line = [&](Phrase which, const curve::Reached& there) {
        const auto change = words.change(there.value - lever.value);
        text += "    " +
                phrase(which, words.x(abs(there.x - lever.now)), words.x(there.x),
                       words.y_name() + " " + words.y(there.value), change) +
                "\n";
    };
    if (lever.up) line(say::lever_up, *lever.up);
    if (lever.down) line(say::lever_down, *lever.down);
    return text;
}

Json json_of(const std::optional<curve::Reached>& there) {
    if (!there) return {};
    return {{"at", to_machine(there->x)}, {"value", to_machine(there->value)}};
}

}  // namespace

std::string levers_text(const core::Scheme& scheme, core::DefinitionId of,
                        const std::vector<curve::Lever>& levers) {
    if (levers.empty()) return "";
    auto text = phrase(say::levers_head) + "\n";
    for (const auto& lever : levers) text += lines_of(lever, CurveWords(scheme, lever.what, of));
    return text;
}

Json levers_json(const core::Scheme& scheme, const std::vector<curve::Lever>& levers) {
    auto all = Json::array();
    for (const auto& lever : levers) {
        all.push_back({{"lever", curve::shown_name(scheme, lever.what)},
                       {"direction", lever.direction == curve::Direction::more ? "more" : "earlier"},
                       {"now", to_machine(lever.now)},
                       {"adds", lever.adds ? Json(to_machine(*lever.adds)) : Json()},
                       {"up", json_of(lever.up)},
                       {"down", json_of(lever.down)}});
    }
    return all;
}

}  // namespace accrue::cli
