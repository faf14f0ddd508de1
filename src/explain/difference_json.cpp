// A difference for programs: both traces whole, which node of the one is which of the other, and the reasons.
#include <nlohmann/json.hpp>

#include "base/json_document.hpp"
#include "explain/difference.hpp"
#include "explain/shown.hpp"

namespace accrue::explain {
namespace {

using Json = nlohmann::ordered_json;

std::string_view word(ReasonKind kind) {
    switch (kind) {
        case ReasonKind::input:
            return "input";
        case ReasonKind::param:
            return "param";
        case ReasonKind::gate:
            return "gate";
        case ReasonKind::choice:
            return "choice";
        case ReasonKind::band:
            return "band";
        case ReasonKind::rule:
            return "rule";
        case ReasonKind::only_one:
            return "only_one";
        case ReasonKind::rows_new:
            return "rows_new";
        case ReasonKind::rows_gone:
            return "rows_gone";
        case ReasonKind::rows_count:
            return "rows_count";
        case ReasonKind::rows_left_out:
            return "rows_left_out";
        case ReasonKind::rows_other:
            return "rows_other";
        case ReasonKind::members:
            return "members";
        case ReasonKind::row:
            return "row";
        case ReasonKind::lookup:
            return "lookup";
        case ReasonKind::calendar:
            return "calendar";
        case ReasonKind::earlier:
            return "earlier";
        case ReasonKind::together:
            return "together";
        case ReasonKind::rounding:
            return "rounding";
    }
    return "";
}

Json amount_json(const Exact& amount, const Node& like) {
    const core::Value value(amount);
    return {{"exact", exact_text(value)}, {"shown", shown(value, like.type, like.shown_as_percent)}};
}

void put_nodes(Json& json, NodePair nodes) {
    if (nodes.before) json["before"] = nodes.before.value;
    if (nodes.after) json["after"] = nodes.after.value;
}

Json reasons_json(const Difference& difference, const std::vector<Reason>& reasons) {
    const auto& root = difference.after->nodes[difference.after->root];
    auto list = Json::array();
    for (const auto& reason : reasons) {
        Json json{{"kind", word(reason.kind)},
                  {"amount", amount_json(reason.amount, root)},
                  {"name", reason.name},
                  {"text", reason.text}};
        put_nodes(json, reason.nodes);
        list.push_back(std::move(json));
    }
    return list;
}

Json pair_json(const Difference& difference, std::size_t id, const Paired& pair) {
    const auto& nodes = pair.nodes;
    const auto& like =
        nodes.after ? difference.after->nodes[nodes.after] : difference.before->nodes[nodes.before];
    Json json{{"id", id}};
    put_nodes(json, nodes);
    if (pair.change) json["change"] = amount_json(*pair.change, like);
    json["changed"] = pair.is_changed;
    json["children"] = Json::array();
    for (const auto child : pair.children) json["children"].push_back(child.value);
    return json;
}

Json side_json(const std::string& name, const Trace& trace, const Sources& sources) {
    return {{"name", name}, {"trace", Json::parse(to_json(trace, sources))}};
}

}  // namespace

std::string to_json(const Difference& difference, const Sides& sides, const Sources& sources) {
    Json json{{"schema", "accrue.difference/1"}};
    if (difference.total)
        json["difference"] = amount_json(*difference.total, difference.after->nodes[difference.after->root]);
    json["reasons"] = reasons_json(difference, difference.reasons);
    json["without_effect"] = reasons_json(difference, difference.without_effect);
    json["pairs"] = Json::array();
    std::size_t id = 0;
    for (const auto& pair : difference.pairs) json["pairs"].push_back(pair_json(difference, id++, pair));
    json["before"] = side_json(sides.before, *difference.before, sources);
    json["after"] = side_json(sides.after, *difference.after, sources);
    return json_document(json);
}

}  // namespace accrue::explain
