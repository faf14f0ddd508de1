#include "data/wanted.hpp"

#include <algorithm>

namespace accrue::data {
namespace {

std::vector<std::string> names_of_levels(const core::Scheme& scheme) {
    std::vector<std::string> names;
    for (const auto& level : scheme.levels) names.push_back(level.name);
    return names;
}

// Who set a signed input, and why: such a column may be absent.
bool is_signature(const core::Scheme& scheme, core::InputId input) {
    return std::ranges::any_of(
        scheme.inputs, [&](const core::Input& each) { return each.who == input || each.why == input; });
}

void want_inputs(const core::Scheme& scheme, Wanted& wanted) {
    const auto& level = scheme.levels[wanted.level];
    for (std::uint32_t i = 0; i < scheme.inputs.size(); ++i) {
        const core::InputId input(i);
        if (scheme.inputs[input].level != wanted.level || input == level.from || input == level.to) continue;
        wanted.columns.push_back({scheme.inputs[input], input, is_signature(scheme, input)});
    }
}

core::Input like_an_input(std::string name, core::Type type, Span span) {
    core::Input input;
    input.name = std::move(name);
    input.type = std::move(type);
    input.span = span;
    return input;
}

}  // namespace

Wanted wanted_rows(const core::Scheme& scheme, core::LevelId id) {
    const auto& level = scheme.levels[id];
    Wanted wanted{.name = level.name,
                  .level = id,
                  .reference = {},
                  .calendar = scheme.calendar,
                  .is_sketch = scheme.is_sketch,
                  .has_key = level.kind != core::LevelKind::everything,
                  .takes_dates = level.from || level.to,
                  .columns = {},
                  .parent = {},
                  .parent_headers = {},
                  .beside = {},
                  .levels = names_of_levels(scheme)};
    want_inputs(scheme, wanted);
    if (level.parent && scheme.levels[level.parent].kind == core::LevelKind::rows)
        wanted.parent = NamedLevel{level.parent, scheme.levels[level.parent].name};
    if (level.kind != core::LevelKind::records) return wanted;
    wanted.holds = Holds::records;
    for (std::uint32_t i = 0; i < scheme.levels.size(); ++i) {
        const core::LevelId each(i);
        const bool is_inside = core::stands_above(scheme, level.parent, each);
        if (is_inside && scheme.levels[each].kind == core::LevelKind::rows)
            wanted.beside.push_back({each, scheme.levels[each].name});
    }
    return wanted;
}

Wanted wanted_rows(const core::Scheme& scheme, core::ReferenceId id) {
    const auto& reference = scheme.references[id];
    Wanted wanted{.holds = Holds::reference,
                  .name = reference.name,
                  .level = {},
                  .reference = id,
                  .calendar = scheme.calendar,
                  .has_key = false,
                  .columns = {},
                  .parent = {},
                  .parent_headers = {},
                  .beside = {},
                  .levels = names_of_levels(scheme)};
    for (const auto& key : reference.keys)
        wanted.columns.push_back({like_an_input(key.name, key.type, key.span), {}});
    for (const auto& field : reference.fields) {
        wanted.columns.push_back({like_an_input(field.name, field.type, field.span), {}});
        wanted.columns.back().input.percent = field.percent;
    }
    return wanted;
}

bool needs_file(const core::Scheme& scheme, core::LevelId id) {
    const auto& level = scheme.levels[id];
    const auto wanted = wanted_rows(scheme, id);
    const bool has_inputs = std::ranges::any_of(wanted.columns, [](const WantedColumn& column) {
        return !column.input.optional && !column.is_signature;
    });
    const bool is_outer =
        std::ranges::any_of(scheme.levels, [&](const core::Level& each) { return each.parent == id; });
    switch (level.kind) {
        case core::LevelKind::everything:
            return has_inputs;
        case core::LevelKind::rows:
            return has_inputs || !is_outer;
        case core::LevelKind::records:
            return true;
    }
    return true;
}

}  // namespace accrue::data
