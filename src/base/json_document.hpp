// base/json_document.hpp — JSON as every command writes it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace accrue {

// A value a line, a line break behind the last one; bytes that are no UTF-8 are replaced.
inline std::string json_document(const nlohmann::ordered_json& json) {
    return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace accrue
