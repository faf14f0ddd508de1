#include "compare/role.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace accrue::compare {
namespace {

using core::InputId;
using core::LevelId;

bool is_called(const std::string& own, const std::string& wanted) {
    return folded(own) == folded(wanted);
}

std::optional<Role> declared_text(const core::Scheme& reading, const std::string& name) {
    for (std::uint32_t i = 0; i < reading.inputs.size(); ++i) {
        const auto& input = reading.inputs[InputId(i)];
        const bool is_of_records = reading.levels[input.level].kind == core::LevelKind::records;
        if (is_called(input.name, name) && input.type.kind == core::TypeKind::text && !is_of_records)
            return Role{input.name, input.level, InputId(i)};
    }
    return std::nullopt;
}

InputId added_text(Sides& sides, LevelId level, const std::string& name) {
    core::Input input;
    input.name = name;
    input.level = level;
    input.type = {.kind = core::TypeKind::text, .currency = ""};
    input.optional = true;
    for (auto& side : sides.sides) side.scheme.inputs.add(input);
    return sides.reading.inputs.add(std::move(input));
}

}  // namespace

std::string Role::of(const data::History& history, data::RowId row) const {
    const auto own = history.above(row, level);
    if (!own) return "";
    if (!text) return history.keys[history.rows.keys[own.value].value];
    const auto value = history.value(text, own);
    const auto* words = value ? std::get_if<std::string>(&*value) : nullptr;
    return words == nullptr ? "" : *words;
}

std::vector<Role> possible_roles(Sides& sides, const std::string& name) {
    if (auto declared = declared_text(sides.reading, name)) return {*std::move(declared)};
    std::vector<LevelId> levels;  // of rows
    for (std::uint32_t i = 0; i < sides.reading.levels.size(); ++i)
        if (sides.reading.levels[LevelId(i)].kind == core::LevelKind::rows) levels.emplace_back(i);
    for (const auto level : levels)
        if (is_called(sides.reading.levels[level].name, name))
            return {{sides.reading.levels[level].name, level}};
    std::vector<Role> possible;
    std::ranges::reverse(levels);  // the inner ones first
    for (const auto level : levels) possible.push_back({name, level, added_text(sides, level, name)});
    return possible;
}

std::optional<Role> role_in(const std::vector<Role>& possible, const data::History& history) {
    const auto is_there = [&](const Role& role) { return !role.text || !history.columns[role.text].absent; };
    const auto found = std::ranges::find_if(possible, is_there);
    return found == possible.end() ? std::nullopt : std::optional(*found);
}

}  // namespace accrue::compare
