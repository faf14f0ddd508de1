#include "report/inspection_json.hpp"

#include <nlohmann/json.hpp>
#include <ostream>

#include "base/json_document.hpp"
#include "data/inspect.hpp"
#include "number/decimal.hpp"
#include "report/diagnostics_json.hpp"

namespace accrue::report {
namespace {

using Json = nlohmann::ordered_json;

std::string kind_word(core::TypeKind kind) {
    switch (kind) {
        case core::TypeKind::money:
        case core::TypeKind::number:
            return "number";
        case core::TypeKind::date:
            return "date";
        case core::TypeKind::month:
            return "month";
        case core::TypeKind::text:
            return "text";
        case core::TypeKind::logical:
            return "yes_no";
    }
    return "";
}

std::string kind_word(core::TypeKind kind, bool is_percent) {
    return is_percent ? "percent" : kind_word(kind);
}

Json value_json(const core::Value& value) {
    return std::visit(overloaded{[](const Exact& number) -> Json { return to_machine(number); },
                                 [](Date date) -> Json { return to_text(date); },
                                 [](Month month) -> Json { return to_text(month); },
                                 [](bool is_so) -> Json { return is_so; },
                                 [](const std::string& text) -> Json { return text; }},
                      value);
}

Json text_or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

// How a column writes 1234.56; of a table or a sheet, whose numbers are mostly not written at all, only what
// its texts show.
std::string number_form(const data::NumberFormat& format, data::Layout layout) {
    const bool is_shown = layout == data::Layout::found || format.has_point || !format.group.empty();
    return is_shown ? data::as_written(format) : "";
}

Json column_json(const data::GuessedColumn& column, const data::Understood& seen, data::Layout layout) {
    Json json{{"name", column.header}};
    json["holds"] = column.filled == 0 ? "nothing" : kind_word(column.kind, column.is_percent);
    json["filled"] = column.filled;
    json["from"] = column.range ? value_json(column.range->first) : Json();
    json["to"] = column.range ? value_json(column.range->second) : Json();
    if (column.texts > 0) json["different_texts"] = column.texts;
    json["example"] = column.example;
    const auto found = seen.numbers.find(column.header);
    if (found != seen.numbers.end() && column.range) {  // else no cell decides
        const auto form = number_form(found->second, layout);
        if (!form.empty()) json["numbers"] = form;
    }
    if (const auto order = seen.dates.find(column.header); order != seen.dates.end())
        json["dates"] = order->second;
    if (column.nearly) {
        json["nearly"] = {{"holds", kind_word(column.nearly->kind, column.nearly->is_percent)},
                          {"cells", column.nearly->cells},
                          {"other", column.nearly->other}};
    }
    return json;
}

Json file_json(const InspectedFile& each, const Sources& sources) {
    const auto& seen = each.found.understood;
    Json json{{"file", sources[each.file->source].name()}, {"is_readable", !each.found.columns.empty()}};
    if (each.found.columns.empty()) return json;
    if (each.file->layout == data::Layout::found) {
        const auto compression = seen.origin.compression;
        json["packed"] = compression == data::Compression::none ? Json() : Json(to_text(compression));
        json["encoding"] = to_text(seen.origin.encoding);
        json["byte_order_mark"] = seen.byte_order_mark;
        json["delimiter"] = std::string(1, seen.delimiter);
        json["header_line"] = seen.header_line;
    }
    json["rows"] = seen.rows;
    json["columns"] = Json::array();
    for (const auto& column : each.found.columns)
        json["columns"].push_back(column_json(column, seen, each.file->layout));
    return json;
}

Json read_json(const data::Understood& seen, const Sources& sources) {
    const auto period = [&](const std::optional<Period>& each) {
        return each ? Json(seen.calendar.to_text(*each)) : Json();
    };
    Json json{{"file", sources[seen.source].name()},
              {"of", seen.of},
              {"holds", to_text(seen.holds)},
              {"rows", seen.rows}};
    if (seen.holds != data::Holds::reference) {
        json["key_column"] = text_or_null(seen.key_column);
        json["keys"] = seen.keys;
        json["row_above_column"] = text_or_null(seen.parent_column);
        json["period_column"] = text_or_null(seen.month_column);
        json["from_column"] = text_or_null(seen.from_column);
        json["to_column"] = text_or_null(seen.to_column);
        json["first_period"] = period(seen.first_period);
        json["last_period"] = period(seen.last_period);
    }
    json["unread_columns"] = seen.unused_columns;
    return json;
}

}  // namespace

void write_inspection_json(std::ostream& out, const std::vector<InspectedFile>& files,
                           const std::vector<data::Understood>* read, const Diagnostics& diagnostics,
                           const Sources& sources) {
    Json json{{"schema", "accrue.inspection/1"}, {"files", Json::array()}};
    for (const auto& file : files) json["files"].push_back(file_json(file, sources));
    if (read != nullptr) {
        json["read"] = Json::array();
        for (const auto& each : *read) json["read"].push_back(read_json(each, sources));
    }
    json["diagnostics"] = diagnostics_json(diagnostics, sources);
    out << json_document(json);
}

}  // namespace accrue::report
