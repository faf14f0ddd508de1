#include <nlohmann/json.hpp>
#include <ostream>

#include "report/write_results.hpp"

namespace accrue::report {
namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json place(const data::History& history, data::RowId row) {
    return {{"key", history.key(row)}, {"month", accrue::to_text(history.rows[row].month)}};
}

Json row_json(const Results& results, data::RowId row, int digits) {
    auto json = place(results.history, row);
    auto& components = json["components"] = Json::object();
    for (const auto& pay : results.scheme.pays) {
        components[pay.component] = machine_amount(amount(results, pay.amount, row), digits);
    }
    json["pay"] = machine_amount(amount(results, results.scheme.pay_total, row), digits);
    return json;
}

Json totals_json(const Results& results, int digits) {
    Json json{{"components", Json::object()}};
    for (const auto& pay : results.scheme.pays) {
        json["components"][pay.component] = machine_amount(total(results, pay.amount), digits);
    }
    json["pay"] = machine_amount(total(results, results.scheme.pay_total), digits);
    return json;
}

Json promises_json(const Results& results, const std::vector<PromiseResult>& promises,
                   const Sources& sources) {
    auto json = Json::array();
    for (const auto& result : promises) {
        auto broken = Json::array();
        for (const auto row : result.broken) broken.push_back(place(results.history, row));
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
    member("key_column", results.key_name);
    member("currency", results.scheme.currency);
    out << "  \"rows\": [";
    const char* between = "\n    ";
    for (const auto row : results.rows) {
        out << between << dumped(row_json(results, row, digits));
        between = ",\n    ";
    }
    out << (results.rows.empty() ? "],\n" : "\n  ],\n");
    member("totals", totals_json(results, digits));
    out << "  \"promises\": " << dumped(promises_json(results, promises, sources)) << "\n}\n";
}

}  // namespace accrue::report
