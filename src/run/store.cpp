#include "run/store.hpp"

#include <algorithm>
#include <cassert>

namespace accrue::run {
namespace {

bool fits(int128 number) {
    return number < stored_limit && number > -stored_limit;
}

const Exact* find_large(const Values& values, std::size_t row) {
    const auto found =
        std::ranges::lower_bound(values.large, data::RowId(row), {}, [](const auto& e) { return e.first; });
    return found != values.large.end() && found->first == data::RowId(row) ? &found->second : nullptr;
}

Exact small(const Values& values, std::size_t row) {
    const auto value = Exact(values.values[row]) * values.unit;
    return values.denominators.empty() ? value : value / Exact(values.denominators[row]);
}

void add_large(Values& values, std::size_t row, Exact value) {
    values.values[row] = in_large;
    if (!values.denominators.empty()) values.denominators[row] = 1;
    values.large.emplace_back(data::RowId(row), std::move(value));
}

}  // namespace

Exact Values::number(data::RowId row) const {
    const auto* found = large.empty() ? nullptr : find_large(*this, row.value);
    return found != nullptr ? *found : small(*this, row.value);
}

Stores stores(const Layout& layout, std::size_t rows) {
    Stores stores;
    for (const auto& form : layout.stores) {
        Values values;
        values.kind = form.kind;
        values.unit = exact(form.unit);
        values.values.resize(rows);
        if (form.form == Form::ratio) values.denominators.resize(rows);
        stores.add(std::move(values));
    }
    return stores;
}

Exact stored(const Values& values, std::size_t row) {
    if (values.values[row] != in_large) return small(values, row);
    return *find_large(values, row);
}

void store_state(Values& values, std::size_t row, State state) {
    if (values.states.empty()) {
        if (state == State::present) return;
        values.states.assign(values.values.size(), State::present);
    }
    values.states[row] = state;
}

void store_number(Values& values, std::size_t row, const Exact& value) {
    std::int64_t number = 0;
    const auto count = values.unit == Exact(1) ? value : value / values.unit;
    if (count.fits_scaled(1, number) && fits(number)) {
        values.values[row] = number;
        if (!values.denominators.empty()) values.denominators[row] = 1;
    } else {
        add_large(values, row, value);
    }
}

void store_whole(Values& values, std::size_t row, int128 number, int128 denominator) {
    if (fits(number) && fits(denominator)) {
        values.values[row] = static_cast<std::int64_t>(number);
        if (!values.denominators.empty()) values.denominators[row] = static_cast<std::int64_t>(denominator);
    } else {
        add_large(values, row, Exact::ratio(number, denominator) * values.unit);
    }
}

void store_nothing(Values& values, std::size_t row) {
    values.values[row] = 0;
    if (!values.denominators.empty()) values.denominators[row] = 1;
}

Values finished(Values values) {
    for (const auto& [row, value] : values.large) values.values[row.value] = 0;
    return values;
}

}  // namespace accrue::run
