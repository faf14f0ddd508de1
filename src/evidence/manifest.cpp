#include "evidence/manifest.hpp"

#include <nlohmann/json.hpp>

#include "base/json_document.hpp"

namespace accrue::evidence {
namespace {

using Json = nlohmann::ordered_json;

Json bytes_json(const Fingerprint& bytes) {
    Json json = Json::object();
    if (bytes.size) json["size"] = *bytes.size;
    json["sha256"] = bytes.sha256;
    return json;
}

Json scheme_json(const SchemeText& scheme) {
    Json json{{"name", scheme.name}};
    json.update(bytes_json(fingerprint(scheme.text)));
    json["text"] = scheme.text;
    return json;
}

Json numbers_json(const std::map<std::string, data::NumberFormat>& numbers) {
    auto json = Json::object();
    for (const auto& [column, format] : numbers) {
        json[column]["group"] = format.group;
        json[column]["point"] = format.has_point ? std::string(1, format.point) : "";
    }
    return json;
}

void add_named(Json& json, const char* name, const std::string& value) {
    if (!value.empty()) json[name] = value;
}

Json dialect_json(const data::Understood& seen) {
    Json json{{"encoding", data::to_text(seen.origin.encoding)}};
    if (seen.origin.compression != data::Compression::none)
        json["compression"] = data::to_text(seen.origin.compression);
    json["delimiter"] = std::string(1, seen.delimiter);
    json["header_line"] = seen.header_line;
    add_named(json, "key_column", seen.key_column);
    add_named(json, "period_column", seen.month_column);
    add_named(json, "from_column", seen.from_column);
    add_named(json, "to_column", seen.to_column);
    add_named(json, "parent_column", seen.parent_column);
    json["numbers"] = numbers_json(seen.numbers);
    if (!seen.dates.empty()) json["dates"] = seen.dates;
    if (!seen.unused_columns.empty()) json["unused_columns"] = seen.unused_columns;
    return json;
}

Json input_json(const Input& input) {
    const auto& seen = input.understood;
    Json json{{"name", input.name}};
    json.update(bytes_json(input.bytes));
    json["of"] = seen.of;
    json["holds"] = data::to_text(seen.holds);
    json["rows"] = seen.rows;
    if (seen.keys > 0) json["keys"] = seen.keys;
    if (seen.first_period) {
        json["first_period"] = seen.calendar.to_text(*seen.first_period);
        json["last_period"] = seen.calendar.to_text(*seen.last_period);
    }
    json["dialect"] = dialect_json(seen);
    return json;
}

Json param_json(const ParamValue& param) {
    Json json{{"name", param.name}};
    if (param.from) json["from"] = to_text(*param.from);
    json["value"] = param.written;
    return json;
}

Json total_json(const ComponentTotal& total) {
    return {{"level", total.level}, {"component", total.component}, {"amount", total.amount}};
}

Json result_json(const ResultPlace& result) {
    Json json{{"name", result.name}, {"form", result.form}, {"rows", result.rows}};
    json.update(bytes_json(result.bytes));
    return json;
}

template <class T>
Json list(const std::vector<T>& all, Json (*json)(const T&)) {
    auto array = Json::array();
    for (const auto& each : all) array.push_back(json(each));
    return array;
}

}  // namespace

Fingerprint fingerprint(std::string_view bytes) {
    return {bytes.size(), sha256(bytes)};
}

std::string manifest_json(const Manifest& manifest) {
    Json json{{"schema", "accrue.manifest/1"}, {"accrue", manifest.version}, {"options", Json::object()}};
    for (const auto& [name, value] : manifest.options) json["options"][name] = value;
    json["schemes"] = list(manifest.schemes, scheme_json);
    json["currency"] = manifest.currency;
    json["params"] = list(manifest.params, param_json);
    json["inputs"] = list(manifest.inputs, input_json);
    json["totals"] = list(manifest.totals, total_json);
    json["results"] = list(manifest.results, result_json);
    return json_document(json);
}

std::vector<ParamValue> params_between(const core::Scheme& scheme, const Sources& sources, Date first,
                                       Date last) {
    std::vector<ParamValue> held;
    for (const auto& param : scheme.params) {
        for (std::size_t i = 0; i < param.values.size(); ++i) {
            const auto& value = param.values[i];
            const bool is_over = i + 1 < param.values.size() && param.values[i + 1].from <= first;
            const bool is_to_come = value.from && *value.from > last;
            if (is_over || is_to_come) continue;
            held.push_back({param.name, value.from,
                            std::string(sources.text(scheme.expressions[value.value].origin.span))});
        }
    }
    return held;
}

}  // namespace accrue::evidence
