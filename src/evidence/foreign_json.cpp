#include "evidence/foreign_json.hpp"

namespace accrue::evidence {

nlohmann::ordered_json foreign_json(std::string_view text) {
    using Json = nlohmann::ordered_json;
    constexpr int deepest = 32;
    bool is_too_deep = false;
    const auto keep = [&](int depth, Json::parse_event_t, Json&) {
        is_too_deep = is_too_deep || depth > deepest;
        return !is_too_deep;
    };
    auto json = Json::parse(text, keep, false);
    return is_too_deep ? Json(Json::value_t::discarded) : json;
}

}  // namespace accrue::evidence
