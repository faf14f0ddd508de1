// cli/selection.hpp — What `--for`, `--month` and `--path` name, found in the data and the scheme. What is
// not there stops with what is.
#pragma once

#include <optional>
#include <string>

#include "core/scheme.hpp"
#include "data/history.hpp"
#include "number/calendar.hpp"

namespace accrue::cli {

// The key as the history writes it. `key_name` is what its column is called: `person`.
std::string known_key(const data::History& history, const std::string& key_name, const std::string& written);
Month known_month(const data::History& history, Month month);

// One row; a key or month that is not given must be the only one.
data::RowId chosen_row(const data::History& history, const std::string& key_name,
                       const std::optional<std::string>& key, const std::optional<Month>& month);

core::DefinitionId named_definition(const core::Scheme& scheme, const std::string& name);

}  // namespace accrue::cli
