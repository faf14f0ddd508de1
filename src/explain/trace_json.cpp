#include "explain/trace_json.hpp"

#include <nlohmann/json.hpp>

#include "base/json_document.hpp"
#include "explain/shown.hpp"
#include "explain/trace.hpp"

namespace accrue::explain {
namespace {

using Json = nlohmann::ordered_json;

std::string_view word(NodeKind kind) {
    switch (kind) {
        case NodeKind::definition:
            return "definition";
        case NodeKind::part:
            return "part";
        case NodeKind::pay_line:
            return "pay_line";
        case NodeKind::total:
            return "total";
        case NodeKind::input:
            return "input";
        case NodeKind::param:
            return "param";
        case NodeKind::condition:
            return "condition";
        case NodeKind::band:
            return "band";
        case NodeKind::rounding:
            return "rounding";
        case NodeKind::table:
            return "table";
        case NodeKind::window:
            return "window";
        case NodeKind::month:
            return "month";
        case NodeKind::previous:
            return "previous";
        case NodeKind::built_in:
            return "built_in";
        case NodeKind::rows:
            return "rows";
        case NodeKind::row:
            return "row";
        case NodeKind::pool:
            return "pool";
        case NodeKind::claim:
            return "claim";
        case NodeKind::rest:
            return "rest";
        case NodeKind::lookup:
            return "lookup";
        case NodeKind::equation:
            return "equation";
        case NodeKind::lot:
            return "lot";
        case NodeKind::left_out:
            return "left_out";
        case NodeKind::others:
            return "others";
        case NodeKind::division:
            return "division";
        case NodeKind::member:
            return "member";
        case NodeKind::lots:
            return "lots";
    }
    return "";
}

std::string_view word(Status status) {
    switch (status) {
        case Status::applied:
            return "applied";
        case Status::gate_open:
            return "gate_open";
        case Status::gate_closed:
            return "gate_closed";
        case Status::capped:
            return "capped";
        case Status::floored:
        case Status::not_above:
            return "floored";
        case Status::defaulted:
            return "defaulted";
        case Status::overridden:
            return "overridden";
        case Status::missing:
            return "missing";
        case Status::failed:
            return "failed";
        case Status::not_taken:
            return "not_taken";
    }
    return "";
}

std::string_view word(MarginKind kind) {
    switch (kind) {
        case MarginKind::to_spare:
            return "to_spare";
        case MarginKind::short_by:
            return "short_by";
        case MarginKind::over_by:
            return "over_by";
        case MarginKind::off_by:
            return "off_by";
    }
    return "";
}

Json value_json(const core::Value& value, const core::Type& type, bool as_percent) {
    return {{"exact", exact_text(value)}, {"shown", shown(value, type, as_percent)}};
}

Json source_json(Span span, const Sources& sources) {
    const auto& source = sources[span.source];
    const auto position = source.position(span.begin);
    return {{"file", source.name()}, {"line", position.line}, {"column", position.column}};
}

Json cell_json(const data::CellPlace& cell) {
    return {{"file", cell.file}, {"line", cell.line}, {"column", cell.column}, {"raw", cell.raw}};
}

Json condition_json(const Condition& condition) {
    Json json{{"text", condition.text}, {"holds", condition.holds}};
    if (condition.margin) {
        json["margin"] = value_json(core::Value(*condition.margin), condition.type, condition.as_percent);
        json["margin"]["kind"] = word(condition.margin_kind);
    }
    return json;
}

std::string_view kind_word(const core::Value& value) {
    static constexpr std::string_view words[] = {"number", "yes/no", "date", "month", "text"};
    return words[value.index()];
}

Json term_json(const Term& term) {
    if (term.op == TermOp::unread) return nullptr;
    if (term.op == TermOp::node) return {{"node", term.node.value}};
    if (term.op == TermOp::constant)
        return {{"constant", exact_text(term.constant)}, {"kind", kind_word(term.constant)}};
    Json json{{"op", word(term.op)}, {"of", Json::array()}};
    for (const auto& each : term.of) json["of"].push_back(term_json(each));
    if (!term.mode.empty()) json["mode"] = term.mode;
    if (has_index(term.op)) json["index"] = term.index;
    return json;
}

Json row_json(const Node& node) {
    Json json{{"level", node.level}, {"name", node.row_name}};
    if (!node.period.empty()) json["period"] = node.period;
    return json;
}

Json file_json(const FilePlace& place) {
    Json json{{"file", place.file}};
    if (place.line > 0) json["line"] = place.line;
    return json;
}

// Fields that have nothing to say are left out.
Json node_json(std::size_t id, const Node& node, const Sources& sources) {
    Json json{{"id", id}, {"kind", word(node.kind)}, {"status", word(node.status)}, {"name", node.name}};
    const auto text = [&](const char* field, const std::string& value) {
        if (!value.empty()) json[field] = value;
    };
    text("label", node.label);
    text("formula", node.formula);
    text("with_numbers", node.with_numbers);
    if (node.value) {
        json["type"] = core::to_text(node.type);
        json["value"] = value_json(*node.value, node.type, node.shown_as_percent);
    }
    if (node.before_rounding)
        json["before_rounding"] = value_json(*node.before_rounding, node.type, node.shown_as_percent);
    if (node.kind == NodeKind::band) json["reached"] = node.reached;
    if (node.condition) json["condition"] = condition_json(*node.condition);
    text("note", node.note);
    if (node.since) json["since"] = accrue::to_text(*node.since);
    if (node.until) json["until"] = accrue::to_text(*node.until);
    if (!node.level.empty()) json["row"] = row_json(node);
    if (node.source.source && node.source.length > 0) json["source"] = source_json(node.source, sources);
    if (node.cell) json["cell"] = cell_json(*node.cell);
    text("more", node.more);
    if (node.term.op != TermOp::unread) json["computed"] = term_json(node.term);
    json["children"] = Json::array();
    for (const auto child : node.children) json["children"].push_back(child.value);
    return json;
}

}  // namespace

Json trace_json(const Trace& trace, const Sources& sources) {
    Json json{{"schema", "accrue.trace/1"}, {"scheme", trace.scheme}};
    if (!trace.title.empty()) json["title"] = trace.title;
    if (trace.written) json["written"] = trace.written->file;
    for (const auto& file : trace.files) json["files"].push_back(file_json(file));
    json["key"] = trace.key;
    for (const auto& [level, key] : trace.above) json["above"].push_back({{"level", level}, {"key", key}});
    json["period"] = trace.period;
    json["root"] = trace.root.value;
    json["nodes"] = Json::array();
    std::size_t id = 0;
    for (const auto& node : trace.nodes) json["nodes"].push_back(node_json(id++, node, sources));
    return json;
}

std::string to_json(const Trace& trace, const Sources& sources) {
    return json_document(trace_json(trace, sources));
}

}  // namespace accrue::explain
