#include <nlohmann/json.hpp>
#include <ostream>

#include "report/write_results.hpp"

namespace accrue::report {
namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Its key, those of the rows above, and its period under the name of its unit.
Json place(const Results& results, data::RowId row) {
    const auto& scheme = results.scheme;
    const auto& at = results.history.rows[row];
    Json json;
    if (scheme.levels.size() > 1) json["level"] = scheme.levels[at.level].name;
    json["key"] = results.history.key(row);
    for (auto each = at.parent; each; each = results.history.rows[each].parent) {
        const auto& level = scheme.levels[results.history.rows[each].level];
        if (level.kind == core::LevelKind::rows) json["above"][level.name] = results.history.key(each);
    }
    if (scheme.levels[at.level].kind == core::LevelKind::records) json["date"] = accrue::to_text(at.date);
    json[std::string(unit_name(scheme))] = scheme.calendar.to_text(at.period);
    return json;
}

Json row_json(const Results& results, const LevelResults& level, data::RowId row, int digits) {
    auto json = place(results, row);
    auto& components = json["components"] = Json::object();
    for (const auto& pay : level.pays) {
        components[pay.component] = machine_amount(amount(results, pay.amount, row), digits);
    }
    json["pay"] = machine_amount(amount(results, level.pay_total, row), digits);
    return json;
}

Json totals_json(const Results& results, const LevelResults& level, int digits) {
    Json json{{"components", Json::object()}};
    for (const auto& pay : level.pays) {
        json["components"][pay.component] = machine_amount(total(results, level, pay.amount), digits);
    }
    json["pay"] = machine_amount(total(results, level, level.pay_total), digits);
    return json;
}

// Of one level as they are, of several by the level's name.
Json all_totals(const Results& results, int digits) {
    if (results.levels.size() == 1) return totals_json(results, results.levels.front(), digits);
    auto json = Json::object();
    for (const auto& level : results.levels)
        json[results.scheme.levels[level.level].name] = totals_json(results, level, digits);
    return json;
}

Json names_of_levels(const Results& results) {
    auto names = Json::array();
    for (const auto& level : results.levels) names.push_back(results.scheme.levels[level.level].name);
    return names;
}

Json promises_json(const Results& results, const std::vector<PromiseResult>& promises,
                   const Sources& sources) {
    auto json = Json::array();
    for (const auto& result : promises) {
        auto broken = Json::array();
        for (const auto row : result.broken) broken.push_back(place(results, row));
        const auto span = result.promise->span;
        json.push_back({{"written", sources.text(span)},
                        {"line", sources[span.source].position(span.begin).line},
                        {"status", to_text(result.status)},
                        {"broken", std::move(broken)}});
    }
    return json;
}

}  // namespace

// Rows are written one by one: a history may be larger than what one would hold as a tree.
void write_json(std::ostream& out, const Results& results, const std::vector<PromiseResult>& promises,
                const Sources& sources) {
    const auto digits = money_digits(results.scheme);
    const auto member = [&](const char* name, const Json& value) {
        out << "  " << dumped(name) << ": " << dumped(value) << ",\n";
    };
    out << "{\n";
    member("schema", "accrue.run/1");
    member("scheme", results.scheme.name);
    if (results.levels.size() == 1) {
        member("key_column", key_name(results, results.levels.front().level));
    } else {
        member("levels", names_of_levels(results));
    }
    member("currency", results.scheme.currency);
    out << "  \"rows\": [";
    const char* between = "\n    ";
    bool any = false;
    for (const auto& level : results.levels) {
        for (const auto row : level.rows) {
            out << between << dumped(row_json(results, level, row, digits));
            between = ",\n    ";
            any = true;
        }
    }
    out << (any ? "\n  ],\n" : "],\n");
    member("totals", all_totals(results, digits));
    out << "  \"promises\": " << dumped(promises_json(results, promises, sources)) << "\n}\n";
}

}  // namespace accrue::report
