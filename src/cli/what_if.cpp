// `accrue what-if`: one amount as it is, and as it would be with other values; computed anew, not estimated.
#include <ostream>

#include "base/messages/phrases/curves.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/output_file.hpp"
#include "cli/standing.hpp"
#include "core/walk.hpp"
#include "explain/difference.hpp"
#include "explain/shown.hpp"

namespace accrue::cli {
namespace {

explain::Trace traced(explain::Evaluation& evaluation, const Explained& asked) {
    return explain::trace(evaluation, asked.definition, asked.row,
                          {.depth = 1, .listed = explain::Reach::every_row});
}

// What a later month carries over from this one.
std::optional<std::string> carried(const core::Scheme& scheme) {
    for (const auto& expression : scheme.expressions) {
        const auto* previous = std::get_if<core::Previous>(&expression.node);
        if (previous != nullptr) return core::shown_name(scheme.definitions[previous->of]);
    }
    return std::nullopt;
}

// Is it a column by day, so that others follow it?
bool has_days(const Standing& standing, const Assignment& assignment) {
    const auto what = standing.settable(assignment.name);
    if (std::holds_alternative<core::ParamId>(what)) return false;
    const auto* input = std::get_if<core::InputId>(&what);
    const auto mover =
        input != nullptr ? curve::Mover(*input) : curve::Mover(std::get<core::DefinitionId>(what));
    return curve::family_of(standing.scheme(), mover).members.size() > 1;
}

std::string notes(const Standing& standing, const std::vector<Assignment>& changes,
                  const WhatIfRequest& request) {
    std::string text;
    for (const auto& change : changes) {
        if (!has_days(standing, change)) continue;
        const bool is_more = request.direction == curve::Direction::more;
        text += phrase(is_more ? say::what_if_more : say::what_if_earlier) + "\n";
        break;
    }
    if (const auto name = carried(standing.scheme()))
        text += phrase(say::what_if_later, printable(*name)) + "\n";
    return text;
}

explain::Folding folding(const WhatIfRequest& request) {
    return request.full ? explain::Folding::none : explain::Folding::usual;
}

}  // namespace

Exit what_if_command(const WhatIfRequest& request, Session& session) {
    std::vector<Assignment> changes;
    for (const auto& written : request.standing.set) changes.push_back(assignment(written));
    const Standing before(session, request.scheme, request.data, request.standing, request.of);
    auto after = before.copy();
    for (const auto& change : changes) after.change(change, request.direction);
    auto evaluation = before.ground().evaluation(), changed = after.ground().evaluation();
    const auto first = traced(evaluation, before.asked()), second = traced(changed, after.asked());
    const auto difference = explain::difference(first, second);
    const explain::Sides sides{phrase(say::what_if_side_before), phrase(say::what_if_side_after)};
    write_results(session, request.out, [&](std::ostream& out) {
        if (request.json) {
            out << explain::to_json(difference, sides, session.sources);
            return;
        }
        out << explain::to_text(difference, sides, session.result_colour, session.width, folding(request));
        const auto below = notes(before, changes, request);
        if (!below.empty()) out << "\n" << below;
    });
    const auto* failure =
        std::get_if<explain::Failure>(&changed.value(after.asked().definition, after.asked().row));
    if (failure == nullptr) return Exit::done;
    show(session, {explain::diagnostic(changed, *failure)});
    return Exit::data;
}

}  // namespace accrue::cli
