#include "core/scheme.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace accrue::core {
namespace {

constexpr Month before_all_months{std::numeric_limits<std::int32_t>::min()};

std::string with_day(const std::string& name, int day) {
    return day == 0 ? name : fmt::format("{}@{}", name, day);
}

// Months since the scheme's year began: 0 … 11.
int month_of_year(const Scheme& scheme, Month month) {
    return (month.number() - scheme.year_starts_in + 12) % 12;
}

Month plus(Month month, int months) {
    return Month{month.index + months};
}

Date first_day(Month month) {
    return Date::of(month.year(), month.number(), 1);
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

Month quarter_start(const Scheme& scheme, Month month) {
    return plus(month, -(month_of_year(scheme, month) % 3));
}

Month year_start(const Scheme& scheme, Month month) {
    return plus(month, -month_of_year(scheme, month));
}

MonthRange window_months(const Scheme& scheme, const Aggregate& aggregate, Month month) {
    switch (aggregate.window) {
        case Window::quarter:
            return {quarter_start(scheme, month), month};
        case Window::year:
            return {year_start(scheme, month), month};
        case Window::last_months:
            return {plus(month, 1 - aggregate.months), month};
        case Window::all_months:
            return {before_all_months, month};
        case Window::earlier_of_quarter:
            return {quarter_start(scheme, month), plus(month, -1)};
        case Window::earlier_of_year:
            return {year_start(scheme, month), plus(month, -1)};
    }
    return {month, month};
}

const DatedValue* in_force(const Param& param, Month month) {
    const auto holds = [&](const DatedValue& value) {
        return !value.from || *value.from <= first_day(month);
    };
    const auto found = std::find_if(param.values.rbegin(), param.values.rend(), holds);
    return found == param.values.rend() ? nullptr : &*found;
}

}  // namespace accrue::core
