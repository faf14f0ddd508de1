#include "report/corrections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/json_document.hpp"
#include "report/escapes.hpp"

namespace accrue::report {
namespace {

using Json = nlohmann::ordered_json;

// A key may have a row in one of two histories only.
struct Two {
    data::RowId before{}, now{};
};
using ByKey = std::map<std::pair<std::string, Period>, Two>;

void add_closed(const Results& results, const LevelResults& level, Period current, data::RowId Two::* side,
                ByKey& all) {
    for (const auto row : level.rows) {
        const auto period = results.history.rows.periods[row.value];
        if (period < current) all[{results.history.key(row), period}].*side = row;
    }
}

Exact amount_or_nothing(const Results& results, core::DefinitionId pay, data::RowId row) {
    return row ? amount(results, pay, row) : Exact(0);
}

const std::string& component(const core::Scheme& scheme, core::DefinitionId pay) {
    return std::ranges::find(scheme.pays, pay, &core::Pay::amount)->component;
}

}  // namespace

std::vector<Correction> corrections(const Results& before, const Results& now, Period current) {
    std::vector<Correction> found;
    for (std::size_t i = 0; i < now.levels.size(); ++i) {
        ByKey rows;
        add_closed(before, before.levels[i], current, &Two::before, rows);
        add_closed(now, now.levels[i], current, &Two::now, rows);
        for (const auto& [key, row] : rows) {
            for (const auto& pay : now.levels[i].pays) {
                auto was = amount_or_nothing(before, pay.amount, row.before);
                auto is_now = amount_or_nothing(now, pay.amount, row.now);
                if (was == is_now) continue;
                found.push_back({.level = now.levels[i].level,
                                 .key = key.first,
                                 .period = key.second,
                                 .pay = pay.amount,
                                 .was = std::move(was),
                                 .is_now = std::move(is_now)});
            }
        }
    }
    return found;
}

std::string corrections_csv(const Results& now, const std::vector<Correction>& corrections) {
    const auto& scheme = now.scheme;
    const auto digits = money_digits(scheme);
    auto text =
        now.levels.size() == 1 ? csv_field(key_name(now, now.levels.front().level), ',') : "level,key";
    text += fmt::format(",{},component,was,now,correction\n", unit_name(scheme));
    for (const auto& each : corrections) {
        if (now.levels.size() > 1) text += csv_field(scheme.levels[each.level].name, ',') + ",";
        text +=
            fmt::format("{},{},{},{},{},{}\n", csv_field(each.key, ','), scheme.calendar.to_text(each.period),
                        csv_field(component(scheme, each.pay), ','), machine_amount(each.was, digits),
                        machine_amount(each.is_now, digits), machine_amount(each.is_now - each.was, digits));
    }
    return text;
}

std::string corrections_json(const Results& now, const std::vector<Correction>& corrections, Period current) {
    const auto& scheme = now.scheme;
    const auto digits = money_digits(scheme);
    Json json{{"schema", "accrue.corrections/1"},
              {"scheme", scheme.name},
              {"carried_into", scheme.calendar.to_text(current)},
              {"corrections", Json::array()}};
    for (const auto& each : corrections) {
        json["corrections"].push_back({{"level", scheme.levels[each.level].name},
                                       {"key", each.key},
                                       {"period", scheme.calendar.to_text(each.period)},
                                       {"component", component(scheme, each.pay)},
                                       {"was", machine_amount(each.was, digits)},
                                       {"now", machine_amount(each.is_now, digits)},
                                       {"correction", machine_amount(each.is_now - each.was, digits)}});
    }
    return json_document(json);
}

}  // namespace accrue::report
