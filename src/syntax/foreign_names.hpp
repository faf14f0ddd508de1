// syntax/foreign_names.hpp — Names that say something elsewhere and nothing here: `median of kpi`,
// `kpi = blank`; and how the same is said.
#pragma once

#include <optional>
#include <string_view>

#include "base/diagnostic.hpp"

namespace accrue::syntax {

bool is_foreign_aggregate(std::string_view name);
bool is_foreign_blank(std::string_view name);
// Nothing of other names.
std::optional<Fact> hint_of_foreign_name(std::string_view name);

}  // namespace accrue::syntax
