// compare/role.hpp — By what people are grouped: a text column of their rows or of rows above them, whether a
// scheme reads it or not, or the key of such a row (the team in which somebody stands).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compare/sides.hpp"
#include "data/history.hpp"

namespace accrue::compare {

struct Role {
    std::string name;
    core::LevelId level;
    core::InputId text{};  // none: the level's key
    // Of a row of that level or of one below it; empty where nothing is said.
    std::string of(const data::History& history, data::RowId row) const;
};

// What may have that name, the likelier first. A column that no scheme reads becomes an input that all may
// lack, so that it is read with the others.
std::vector<Role> possible_roles(Sides& sides, const std::string& name);
// The first that the data have.
std::optional<Role> role_in(const std::vector<Role>& possible, const data::History& history);

}  // namespace accrue::compare
