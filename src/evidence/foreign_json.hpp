// evidence/foreign_json.hpp — JSON that perhaps somebody else wrote.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace accrue::evidence {

// Discarded when it is none, or nested deeper than anything that is read here.
nlohmann::ordered_json foreign_json(std::string_view text);

}  // namespace accrue::evidence
