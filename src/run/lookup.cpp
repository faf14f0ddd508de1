#include "run/lookup.hpp"

#include <algorithm>
#include <cmath>

namespace accrue::run {
namespace {

constexpr std::int64_t column_limit = std::int64_t{1} << 62;

// The unit that goes into all of a field's amounts; nothing when none does.
std::optional<Fraction> common_unit(const data::ReferenceRows& rows, std::uint32_t field) {
    std::optional<Fraction> unit = Fraction{};
    for (const auto& row : rows.rows) {
        const auto& cell = row.fields[field];
        const auto value = cell ? fraction(std::get<Exact>(*cell)) : Fraction{};
        unit = unit && value ? common(*unit, *value) : std::nullopt;
    }
    return unit;
}

}  // namespace

FieldForm field_form(const data::ReferenceRows& rows, std::uint32_t field, core::TypeKind kind) {
    const double all_counts = std::ldexp(1.0, 32);  // days, months, texts
    if (kind != core::TypeKind::money && kind != core::TypeKind::number)
        return {Form::scaled, Fraction{}, -all_counts, all_counts};
    const auto unit = common_unit(rows, field);
    FieldForm form{unit ? Form::scaled : Form::exact, unit.value_or(Fraction{}), 0, 0};
    for (const auto& row : rows.rows) {
        if (!row.fields[field] || !unit) continue;
        std::int64_t count = 0;
        const auto value = std::get<Exact>(*row.fields[field]) / exact(*unit);
        if (!value.fits_scaled(1, count) || count >= column_limit || count <= -column_limit)
            return {Form::exact, Fraction{}, 0, 0};
        form.low = std::min(form.low, static_cast<double>(count) * (count < 0 ? 1 + 0x1p-50 : 1));
        form.high = std::max(form.high, static_cast<double>(count) * (count > 0 ? 1 + 0x1p-50 : 1));
    }
    return form;
}

bool is_dated(const data::ReferenceRows& rows) {
    return std::ranges::any_of(rows.rows, [](const data::ReferenceRow& row) { return row.from || row.to; });
}

std::size_t Lookups::Hash::operator()(const Counts& counts) const noexcept {
    std::uint64_t hash = 0;
    for (const auto count : counts) {
        hash = (hash ^ static_cast<std::uint64_t>(count)) * 0x9E3779B97F4A7C15U;
        hash ^= hash >> 32U;
    }
    return hash;
}

const FoundField* Lookups::known(const LookUp& step, const Counts& counts) const {
    const auto of_step = known_.find(&step);
    if (of_step == known_.end()) return nullptr;
    const auto found = of_step->second.find(counts);
    return found != of_step->second.end() ? &found->second : nullptr;
}

void Lookups::remember(const LookUp& step, const Counts& counts, const FoundField& found) {
    constexpr std::size_t most_known = 100'000;
    auto& known = known_[&step];
    if (known.size() < most_known) known.emplace(counts, found);
}

FoundField Lookups::find(const LookUp& step, const std::vector<core::Value>& keys, Date day) const {
    const auto found = data::find_row(basis_.shape.references[step.reference], keys, day);
    if (found.other != nullptr) return {State::failed, 0, nullptr};
    if (found.row == nullptr || !found.row->fields[step.field]) return {State::missing, 0, nullptr};
    const auto& value = *found.row->fields[step.field];
    return {State::present, count(value, step.unit), &value};
}

std::int64_t Lookups::count(const core::Value& value, const Fraction& unit) const {
    const overloaded as_count{
        [&](const Exact& number) {
            std::int64_t units = 0;
            (number / exact(unit)).fits_scaled(1, units);
            return units;
        },
        [](bool holds) { return std::int64_t{holds ? 1 : 0}; },
        [](Date date) { return std::int64_t{date.days}; },
        [](Month month) { return std::int64_t{month.index}; },
        [&](const std::string& text) { return basis_.texts.number(text); },
    };
    return std::visit(as_count, value);
}

}  // namespace accrue::run
