#include "core/scheme.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace accrue::core {
namespace {

constexpr Period before_all{std::numeric_limits<std::int32_t>::min()};

std::string with_day(const std::string& name, int day) {
    return day == 0 ? name : fmt::format("{}@{}", name, day);
}

Period plus(Period period, int count) {
    return {period.index + count};
}

}  // namespace

std::string to_text(const Type& type) {
    switch (type.kind) {
        case TypeKind::money:
            return type.currency.empty() ? "money" : "money " + type.currency;
        case TypeKind::number:
            return "number";
        case TypeKind::date:
            return "date";
        case TypeKind::month:
            return "month";
        case TypeKind::text:
            return "text";
        case TypeKind::logical:
            return "yes/no";
    }
    return "";
}

std::string column_name(const Input& input) {
    return with_day(input.name, input.day);
}

std::string shown_name(const Definition& definition) {
    return with_day(definition.name, definition.day);
}

const TableNote* Scheme::table_note(ExprId table) const {
    const auto found = std::ranges::find(table_notes, table, &TableNote::table);
    return found == table_notes.end() ? nullptr : &*found;
}

const GateNote* Scheme::gate_note(ExprId gate) const {
    const auto found = std::ranges::find(gate_notes, gate, &GateNote::gate);
    return found == gate_notes.end() ? nullptr : &*found;
}

bool stands_above(const Scheme& scheme, LevelId outer, LevelId inner) {
    for (auto level = scheme.levels[inner].parent; level; level = scheme.levels[level].parent) {
        if (level == outer) return true;
    }
    return false;
}

std::vector<LevelId> paying_levels(const Scheme& scheme) {
    std::vector<LevelId> paying;
    for (std::uint32_t i = 0; i < scheme.levels.size(); ++i) {
        if (scheme.levels[LevelId(i)].pay_total) paying.push_back(LevelId(i));
    }
    return paying;
}

std::vector<std::vector<std::string>> names_of_file_outside(const Scheme& scheme) {
    constexpr LevelId outside(0);
    const bool is_read =
        std::ranges::any_of(scheme.inputs, [&](const Input& input) { return input.level == outside; });
    if (!is_read || scheme.levels[outside].kind != LevelKind::everything) return {};
    auto names = scheme.levels[outside].file_names;
    const auto is_of_rows = [&](const std::string& name) {
        return std::ranges::find(scheme.references, name, &Reference::name) != scheme.references.end() ||
               std::ranges::any_of(scheme.levels, [&](const Level& level) {
                   return level.kind != LevelKind::everything && level.name == name;
               });
    };
    for (auto& each : names) std::erase_if(each, is_of_rows);
    return names;
}

void take_files_of_each_other(std::vector<std::vector<std::string>>& names) {
    const auto own = names;
    for (auto& each : names)
        for (const auto& others : own)
            for (const auto& name : others)
                if (std::ranges::find(each, name) == each.end()) each.push_back(name);
}

bool is_flat(const Scheme& scheme) {
    return scheme.levels.size() == 1 && scheme.levels[LevelId(0)].kind == LevelKind::rows;
}

PeriodRange window_periods(const Scheme& scheme, const Aggregate& aggregate, Period period) {
    const auto& calendar = scheme.calendar;
    switch (aggregate.window) {
        case Window::this_period:
            return {period, period};
        case Window::month:
            return {calendar.month_start(period), period};
        case Window::quarter:
            return {calendar.quarter_start(period), period};
        case Window::year:
            return {calendar.year_start(period), period};
        case Window::last_months:
            return {plus(period, 1 - aggregate.months), period};
        case Window::all_months:
            return {before_all, period};
        case Window::earlier_of_month:
            return {calendar.month_start(period), plus(period, -1)};
        case Window::earlier_of_quarter:
            return {calendar.quarter_start(period), plus(period, -1)};
        case Window::earlier_of_year:
            return {calendar.year_start(period), plus(period, -1)};
    }
    return {period, period};
}

const DatedValue* in_force(const Param& param, Date day) {
    const auto holds = [&](const DatedValue& value) { return !value.from || *value.from <= day; };
    const auto found = std::find_if(param.values.rbegin(), param.values.rend(), holds);
    return found == param.values.rend() ? nullptr : &*found;
}

}  // namespace accrue::core
