#include "evidence/recorded.hpp"

#include <algorithm>

#include "evidence/foreign_json.hpp"

namespace accrue::evidence {
namespace {

using Json = nlohmann::json;

Fingerprint bytes_of(const Json& json) {
    Fingerprint bytes{.size = {}, .sha256 = json.at("sha256")};
    if (json.contains("size")) bytes.size = json.at("size").get<std::uint64_t>();
    return bytes;
}

RecordedScheme scheme_of(const Json& json) {
    return {.name = json.at("name"), .text = json.at("text"), .sha256 = json.at("sha256")};
}

RecordedInput input_of(const Json& json) {
    return {.name = json.at("name"),
            .of = json.at("of"),
            .bytes = bytes_of(json),
            .encoding = json.at("dialect").at("encoding")};
}

ComponentTotal total_of(const Json& json) {
    return {.level = json.at("level"), .component = json.at("component"), .amount = json.at("amount")};
}

ParamValue param_of(const Json& json) {
    ParamValue param{.name = json.at("name"), .from = {}, .written = json.at("value")};
    if (json.contains("from")) param.from = parse_date(json.at("from").get<std::string>());
    return param;
}

RecordedResult result_of(const Json& json) {
    return {
        .name = json.at("name"), .form = json.at("form"), .rows = json.at("rows"), .bytes = bytes_of(json)};
}

template <class T>
std::vector<T> list(const Json& json, const char* name, T (*of)(const Json&)) {
    std::vector<T> all;
    for (const auto& each : json.at(name)) all.push_back(of(each));
    return all;
}

std::string told_of(const Json& json) {
    Json told{{"currency", json.value("currency", Json())},
              {"params", json.at("params")},
              {"inputs", Json::array()}};
    for (auto input : json.at("inputs")) {
        for (const auto* const field : {"name", "size", "sha256"}) input.erase(field);
        told["inputs"].push_back(std::move(input));
    }
    return told.dump();
}

Recorded recorded_of(const Json& json) {
    return {.version = json.at("accrue"),
            .options = json.at("options").get<std::map<std::string, std::string>>(),
            .schemes = list(json, "schemes", scheme_of),
            .inputs = list(json, "inputs", input_of),
            .totals = list(json, "totals", total_of),
            .params = list(json, "params", param_of),
            .results = list(json, "results", result_of),
            .told = told_of(json)};
}

// What is told of the inputs, in the order of others with the same bytes; those without one come last.
Json in_order_of(const std::vector<RecordedInput>& wanted, std::vector<RecordedInput> inputs, Json told) {
    Json ordered = Json::array();
    for (const auto& each : wanted) {
        const auto found = std::ranges::find_if(inputs, [&](const RecordedInput& input) {
            return input.of == each.of && input.bytes.sha256 == each.bytes.sha256;
        });
        if (found == inputs.end()) continue;
        const auto place = found - inputs.begin();
        ordered.push_back(told.at(place));
        told.erase(place);
        inputs.erase(found);
    }
    for (auto& rest : told) ordered.push_back(std::move(rest));
    return ordered;
}

}  // namespace

std::optional<ToldOtherwise> told_otherwise(const Recorded& one, const Recorded& other) {
    const auto first = Json::parse(one.told);
    auto second = Json::parse(other.told);
    second["inputs"] = in_order_of(one.inputs, other.inputs, second.at("inputs"));
    const auto changes = Json::diff(first, second);
    if (changes.empty()) return std::nullopt;
    const auto path = changes.front().at("path").get<std::string>();
    const Json::json_pointer place(path);
    const auto said = [&](const Json& json) {
        return json.contains(place) ? json.at(place).dump() : std::string("—");
    };
    return ToldOtherwise{path.substr(std::min<std::size_t>(1, path.size())), said(first), said(second)};
}

Recorded recorded(std::string_view text) {
    const Json json(foreign_json(text));
    const auto schema = json.is_object() ? json.value("schema", Json()) : Json();
    if (schema != "accrue.manifest/1") throw NoManifest{schema.is_string() ? schema.get<std::string>() : ""};
    try {
        auto read = recorded_of(json);
        if (read.schemes.empty() || read.results.empty()) throw NoManifest{"schemes, results"};
        return read;
    } catch (const Json::exception& trouble) {
        throw NoManifest{trouble.what()};
    }
}

}  // namespace accrue::evidence
