// tests/cli/json_form.hpp — JSON against the schema that docs/ publishes for it.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

namespace accrue::testing {

// What the published schema says of a value: no member is unknown, none lacks.
inline void check_form(const nlohmann::json& json, const nlohmann::json& form, const nlohmann::json& root) {
    if (form.contains("$ref")) {
        const auto path = form["$ref"].get<std::string>().substr(1);
        return check_form(json, root.at(nlohmann::json::json_pointer(path)), root);
    }
    if (form.contains("const")) CHECK(json == form["const"]);
    if (form.contains("enum")) {
        CHECK(std::find(form["enum"].begin(), form["enum"].end(), json) != form["enum"].end());
    }
    if (json.is_array()) {
        const auto pair = form.value("prefixItems", nlohmann::json::array());
        for (std::size_t i = 0; i < json.size(); ++i)
            check_form(json[i], pair.empty() ? form["items"] : pair.at(i), root);
    }
    if (!json.is_object()) return;
    for (const auto& name : form.value("required", nlohmann::json::array())) {
        INFO(name);
        CHECK(json.contains(name));
    }
    for (const auto& [name, value] : json.items()) {
        INFO(name);
        const auto known = form.contains("properties") && form["properties"].contains(name);
        REQUIRE((known || form["additionalProperties"].is_object()));
        check_form(value, known ? form["properties"][name] : form["additionalProperties"], root);
    }
}

}  // namespace accrue::testing
