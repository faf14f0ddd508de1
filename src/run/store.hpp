// run/store.hpp — Values of all rows while they are being computed.
#pragma once

#include "run/plan.hpp"

namespace accrue::run {

// Stands in `values` of a store where the value is in `large`; no stored number is as large as this.
inline constexpr std::int64_t in_large = INT64_MIN;
inline constexpr std::int64_t stored_limit = std::int64_t{1} << 62;

using Stores = Table<StoreId, Values>;

Stores stores(const Layout& layout, std::size_t rows);

// The exact value of a stored amount; 0 where it has none.
Exact stored(const Values& values, std::size_t row);

// Each row of a store is written once, whatever its state.
void store_state(Values& values, std::size_t row, State state);
void store_number(Values& values, std::size_t row, const Exact& value);
void store_whole(Values& values, std::size_t row, int128 number, int128 denominator);
void store_nothing(Values& values, std::size_t row);

// Without the marks of `in_large`, as a result.
Values finished(Values values);

}  // namespace accrue::run
