// run/slots.hpp — The working memory of one vector: a few columns that take turns, small enough to stay in
// the cache.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "run/plan.hpp"

namespace accrue::run {

// Buffers come into being when first used. A number's slot has one for each kind of number.
class Slots {
  public:
    explicit Slots(std::size_t rows) : rows_(rows) {
        for (const auto state : {State::present, State::missing, State::failed})
            constants_[static_cast<std::size_t>(state)].assign(rows, state);
    }

    std::int64_t* narrow(std::size_t slot) { return buffer(narrow_, slot); }
    int128* wide(std::size_t slot) { return buffer(wide_, slot); }
    Exact* rational(std::size_t slot) { return buffer(rational_, slot); }
    std::uint8_t* mask(std::size_t slot) { return buffer(masks_, slot); }
    State* state(std::size_t slot) { return buffer(states_, slot); }
    int128* scratch(std::size_t which) { return buffer(scratch_, which); }
    std::int64_t* result() { return buffer(results_, 0); }  // on its way to where it is stored
    // A column in which every row is in this state.
    const State* all(State state) const { return constants_[static_cast<std::size_t>(state)].data(); }

  private:
    template <class T>
    using Buffers = std::vector<std::unique_ptr<T[]>>;

    template <class T>
    T* buffer(Buffers<T>& buffers, std::size_t slot) {
        if (slot >= buffers.size()) buffers.resize(slot + 1);
        if (!buffers[slot]) buffers[slot] = std::make_unique<T[]>(rows_);
        return buffers[slot].get();
    }

    std::size_t rows_;
    Buffers<std::int64_t> narrow_, results_;
    Buffers<int128> wide_, scratch_;
    Buffers<Exact> rational_;
    Buffers<std::uint8_t> masks_;
    Buffers<State> states_;
    std::array<std::vector<State>, 3> constants_;
};

// Where a plan's columns stand. Of a number one of the three is set; a state that is null is present in every
// row.
struct Columns {
    Table<NumberId, const std::int64_t*> narrow;
    Table<NumberId, const int128*> wide;
    Table<NumberId, const Exact*> rational;
    Table<MaskId, const std::uint8_t*> masks;
    Table<StateId, const State*> states;

    void make_room(const Plan& plan) {
        narrow.resize(plan.number_slots.size());
        wide.resize(plan.number_slots.size());
        rational.resize(plan.number_slots.size());
        masks.resize(plan.mask_slots.size());
        states.resize(plan.state_slots.size());
    }
};

struct Era;

// The rows of a vector: of one level and mostly one period, one after the other; or pairs of an element and a
// row that asks, each from anywhere.
struct Block {
    std::size_t first = 0;  // counted from the level's first row
    std::size_t rows = 0;
    core::LevelId level{};
    data::RowId first_row{};       // by RowId; of pairs none
    Period period{};               // of the first row
    std::size_t period_place = 0;  // of all periods of the history
    bool is_of_one_period = true;
    Era* era = nullptr;                     // of all of them
    const data::RowId* elements = nullptr;  // of pairs
    const data::RowId* askers = nullptr;
};

}  // namespace accrue::run
