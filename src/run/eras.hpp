// run/eras.hpp — Which days have one plan: those on which the same params are in force and the built-in names
// answer the same.
#pragma once

#include <map>
#include <vector>

#include "run/evaluator.hpp"
#include "run/timeline.hpp"

namespace accrue::run {

class Eras {
  public:
    // Plans every stage for every era, and settles in `layout` what form the stored values have.
    Eras(const core::Scheme& scheme, const data::History& history, const Timeline& timeline, Layout& layout);

    Era& at(data::RowId row);
    // How many rows from the first on, at most so many, have the era of the first. All are of one period.
    std::size_t rows_of_one(data::RowId first, std::size_t most) const;

  private:
    // What tells days apart: the params in force and the answers of the built-in names.
    using Likeness = std::vector<std::ptrdiff_t>;
    using MomentKey = std::pair<std::size_t, Period>;  // how many changes of params there were; the period

    bool is_record(data::RowId row) const;
    MomentKey key(Moment moment) const;
    Moment moment(data::RowId row) const;
    Likeness likeness(Moment moment) const;
    void add(Moment moment);
    void add_all(const Timeline& timeline);
    void settle(Layout& layout);
    std::vector<StoreId> plan_stage(Layout& layout, StageId stage, int patience);
    bool reads_any(StageId stage, const std::vector<StoreId>& stores) const;

    const core::Scheme& scheme_;
    const data::History& history_;
    std::vector<Date> changes_;  // days on which some param changes, rising
    bool reads_period_ = false;  // some built-in name is the same in a plan
    std::vector<Era> eras_;
    std::map<Likeness, std::size_t> by_likeness_;
    std::map<MomentKey, std::size_t> of_moment_;
};

}  // namespace accrue::run
