// run/writing.hpp — What the rows of a vector come to, into the stores.
#pragma once

#include "run/step_columns.hpp"

namespace accrue::run {

class Writing : StepColumns {
  public:
    Writing(const Plan& plan, const Widths& widths, const Block& block, const Workplace& workplace)
        : StepColumns(plan, widths, block, workplace),
          stores_(workplace.stores),
          extras_(workplace.extras),
          writes_(workplace.writes) {}

    // Numbers are in that width.
    void write(const Write& step, Width width);
    void count(const CountAbsent& step);

  private:
    template <class Make>
    void put(Counts& column, const Make& make);
    void write_states(StoreId store, Values& values, const State* state);
    void write_mask(const Write& step, Values& values, const State* state);
    void write_exact(const Write& step, Values& values, const State* state);
    void write_whole(const Write& step, Values& values, const State* state);
    void write_narrow(const Write& step, Values& values, const State* state);
    void write_column(const std::int64_t* column, Counts& into, const State* state, std::int64_t nothing);
    void write_denominators(const Write& step, Values& values, const State* state);
    void clear_absent(std::int64_t* out, const State* state, std::int64_t nothing) const;

    Stores& stores_;
    Extras& extras_;
    Writes writes_;
};

}  // namespace accrue::run
