// run/store.hpp — Values of all rows while they are being computed.
#pragma once

#include "run/plan.hpp"

namespace accrue::run {

// Stands in `values` of a store where the value is in `large`; no stored number is as large as this.
inline constexpr std::int64_t in_large = INT64_MIN;
inline constexpr std::int64_t stored_limit = std::int64_t{1} << 62;

using Stores = Table<StoreId, Values>;

// What threads add to stores besides the places that each writes alone; joined when all have done their rows.
struct Extras {
    struct States {
        StoreId store;
        std::size_t first;  // place
        std::vector<State> states;
    };
    struct Large {
        StoreId store;
        std::size_t place;
        Exact value;
    };
    std::vector<States> states;  // of stores in which every row was present so far
    std::vector<Large> large;
    Table<core::DefinitionId, std::size_t> absent;  // rows without a value

    bool has_something_to_join() const { return !states.empty() || !large.empty(); }
};
// What several threads have computed side by side, all but `absent`, which goes on counting.
void join(const std::vector<Extras*>& all, Stores& stores);

// Memory of columns that is used again.
class SpareColumns {
  public:
    Counts take(std::size_t size);
    void give(Values values);

  private:
    void give(Counts counts);

    std::vector<Counts> spare_;
};

// `pair_rows` is the size of stores that hold a vector of pairs.
Stores stores(const Layout& layout, const data::History& history, std::size_t periods, std::size_t pair_rows,
              SpareColumns& spare);

// Places count from the store's first row.
// The exact value of a stored amount; 0 where it has none.
Exact stored(const Values& values, std::size_t place);

// Each place of a store is written once, whatever its state.
void store_state(Values& values, std::size_t place, State state);
void store_number(Values& values, std::size_t place, const Exact& value);
void store_whole(Values& values, std::size_t place, int128 number, int128 denominator);
// False where it is too large to be a count; the place is marked for it to stand in `large`.
bool store_count(Values& values, std::size_t place, const Exact& value);
bool store_count(Values& values, std::size_t place, int128 number, int128 denominator);
void store_nothing(Values& values, std::size_t place);
// No value, and why not.
void store_absent(Values& values, std::size_t place, State state);

// Without the marks of `in_large`, as a result.
Values finished(Values values);

}  // namespace accrue::run
