// run/fields.hpp — Fields of references for the rows of a vector, looked up row by row.
#pragma once

#include "run/step_columns.hpp"

namespace accrue::run {

class Fields : StepColumns {
  public:
    Fields(const Plan& plan, const Widths& widths, const Block& block, const Workplace& workplace)
        : StepColumns(plan, widths, block, workplace),
          lookups_(workplace.lookups),
          texts_(workplace.texts),
          fixed_texts_(static_cast<std::int64_t>(workplace.fixed_texts)) {}

    void look_up(const LookUp& step);

  private:
    FoundField found(const LookUp& step, std::size_t row);
    bool count_keys(const LookUp& step, std::size_t row);
    core::Value key(const LookUpKey& key, std::size_t row) const;
    Exact amount(const LookUpKey& key, std::size_t row) const;

    Lookups& lookups_;
    const Texts& texts_;
    std::int64_t fixed_texts_;
    Lookups::Counts key_counts_;  // of the row that is looked up
};

}  // namespace accrue::run
