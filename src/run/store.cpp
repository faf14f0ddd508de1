#include "run/store.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <map>

namespace accrue::run {
namespace {

bool fits(int128 number) {
    return number < stored_limit && number > -stored_limit;
}

data::RowId row_at(const Values& values, std::size_t place) {
    return data::RowId(values.first.value + place);
}

Exact small(const Values& values, std::size_t place) {
    const auto value = Exact(values.values[place]) * values.unit;
    return values.denominators.empty() ? value : value / Exact(values.denominators[place]);
}

void mark_large(Values& values, std::size_t place) {
    values.values[place] = in_large;
    if (!values.denominators.empty()) values.denominators[place] = 1;
}

// Nearly always behind those that are there: only groups are not computed by rising row.
void add_large(Values& values, std::size_t place, Exact value) {
    const auto row = row_at(values, place);
    const auto after =
        std::ranges::upper_bound(values.large, row, {}, &data::LargeNumbers::value_type::first);
    values.large.emplace(after, row, std::move(value));
}

// Those behind the first `in_order` ones stand in any order.
void put_in_order(data::LargeNumbers& numbers, std::size_t in_order) {
    constexpr auto by_row = &data::LargeNumbers::value_type::first;
    const auto added = numbers.begin() + static_cast<std::ptrdiff_t>(in_order);
    std::ranges::stable_sort(added, numbers.end(), {}, by_row);
    if (in_order > 0 && added->first < std::prev(added)->first)
        std::ranges::inplace_merge(numbers, added, {}, by_row);
}

std::size_t rows_of(const StoreForm& form, const data::History& history, std::size_t periods,
                    std::size_t pair_rows) {
    switch (form.rows) {
        case StoreRows::of_level:
            return history.frames[form.level].rows;
        case StoreRows::periods:
            return periods;
        case StoreRows::pairs:
            return pair_rows;
    }
    return 0;
}

}  // namespace

Exact Values::number(data::RowId row) const {
    const auto* found = data::find_large(large, row);
    return found != nullptr ? *found : small(*this, place(row));
}

void join(const std::vector<Extras*>& all, Stores& stores) {
    std::map<StoreId, std::size_t> in_order;  // how many large numbers of a store stood there before
    for (auto* const extras : all) {
        for (const auto& [store, first, states] : extras->states) {
            auto& values = stores[store];
            if (values.states.empty()) values.states.assign(values.values.size(), State::present);
            std::ranges::copy(states, values.states.begin() + static_cast<std::ptrdiff_t>(first));
        }
        for (auto& [store, place, value] : extras->large) {
            auto& values = stores[store];
            in_order.try_emplace(store, values.large.size());
            values.large.emplace_back(row_at(values, place), std::move(value));
        }
        extras->states.clear();
        extras->large.clear();
    }
    for (const auto& [store, count] : in_order) put_in_order(stores[store].large, count);
}

// The smallest that is large enough; where none is, the largest makes room for a new one.
Counts SpareColumns::take(std::size_t size) {
    const auto fits = [&](const Counts& counts) { return counts.capacity() >= size; };
    const auto capacity = [](const Counts& counts) { return counts.capacity(); };
    std::ranges::sort(spare_, {}, capacity);
    const auto found = std::ranges::find_if(spare_, fits);
    if (found == spare_.end()) {
        if (!spare_.empty()) spare_.pop_back();
        return Counts(size);
    }
    auto counts = std::move(*found);
    spare_.erase(found);
    counts.resize(size);
    return counts;
}

void SpareColumns::give(Counts counts) {
    if (counts.capacity() > 0) spare_.push_back(std::move(counts));
}

void SpareColumns::give(Values values) {
    give(std::move(values.values));
    give(std::move(values.denominators));
}

Stores stores(const Layout& layout, const data::History& history, std::size_t periods, std::size_t pair_rows,
              SpareColumns& spare) {
    Stores stores;
    for (const auto& form : layout.stores) {
        const auto rows = rows_of(form, history, periods, pair_rows);
        Values values;
        values.kind = form.kind;
        if (form.rows == StoreRows::of_level) values.first = history.frames[form.level].first;
        values.unit = exact(form.unit);
        values.values = spare.take(rows);
        if (form.form == Form::ratio) values.denominators = spare.take(rows);
        stores.add(std::move(values));
    }
    return stores;
}

Exact stored(const Values& values, std::size_t place) {
    if (values.values[place] != in_large) return small(values, place);
    return *data::find_large(values.large, row_at(values, place));
}

void store_state(Values& values, std::size_t place, State state) {
    if (values.states.empty()) {
        if (state == State::present) return;
        values.states.assign(values.values.size(), State::present);
    }
    values.states[place] = state;
}

bool store_count(Values& values, std::size_t place, const Exact& value) {
    std::int64_t number = 0;
    const auto count = values.unit == Exact(1) ? value : value / values.unit;
    if (!count.fits_scaled(1, number) || !fits(number)) {
        mark_large(values, place);
        return false;
    }
    values.values[place] = number;
    if (!values.denominators.empty()) values.denominators[place] = 1;
    return true;
}

bool store_count(Values& values, std::size_t place, int128 number, int128 denominator) {
    if (!fits(number) || !fits(denominator)) {
        mark_large(values, place);
        return false;
    }
    values.values[place] = static_cast<std::int64_t>(number);
    if (!values.denominators.empty()) values.denominators[place] = static_cast<std::int64_t>(denominator);
    return true;
}

void store_number(Values& values, std::size_t place, const Exact& value) {
    if (!store_count(values, place, value)) add_large(values, place, value);
}

void store_whole(Values& values, std::size_t place, int128 number, int128 denominator) {
    if (!store_count(values, place, number, denominator))
        add_large(values, place, Exact::ratio(number, denominator) * values.unit);
}

void store_nothing(Values& values, std::size_t place) {
    values.values[place] = 0;
    if (!values.denominators.empty()) values.denominators[place] = 1;
}

void store_absent(Values& values, std::size_t place, State state) {
    store_state(values, place, state);
    store_nothing(values, place);
}

Values finished(Values values) {
    for (const auto& [row, value] : values.large) values.values[values.place(row)] = 0;
    return values;
}

}  // namespace accrue::run
