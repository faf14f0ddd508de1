#include "report/diagnostics_json.hpp"

#include <nlohmann/json.hpp>
#include <ostream>

#include "base/json_document.hpp"

namespace accrue::report {
namespace {

using Json = nlohmann::ordered_json;

// Lines and columns count from 1, columns in characters; `offset` and `length` are bytes.
Json place_json(const Label& label, const Sources& sources) {
    const auto& source = sources[label.span.source];
    const auto [line, column] = source.position(label.span.begin);
    return {{"file", source.name()},
            {"line", line},
            {"column", column},
            {"offset", label.span.begin},
            {"length", label.span.length},
            {"text", source.text(label.span)},
            {"caption", label.caption}};
}

Json diagnostic_json(const Worded& diagnostic, const Sources& sources) {
    auto places = Json::array();
    for (const auto& label : diagnostic.labels) {
        if (label.span.source) places.push_back(place_json(label, sources));
    }
    return {{"code", diagnostic.code},
            {"severity", word(diagnostic.severity)},
            {"message", diagnostic.message},
            {"places", std::move(places)},
            {"notes", diagnostic.notes}};
}

}  // namespace

Json diagnostics_json(const Diagnostics& diagnostics, const Sources& sources) {
    auto list = Json::array();
    for (const auto& diagnostic : diagnostics) list.push_back(diagnostic_json(in_words(diagnostic), sources));
    return list;
}

void write_diagnostics_json(std::ostream& out, const Diagnostics& diagnostics, const Sources& sources) {
    const Json json{{"schema", "accrue.diagnostics/1"},
                    {"diagnostics", diagnostics_json(diagnostics, sources)}};
    out << json_document(json);
}

}  // namespace accrue::report
