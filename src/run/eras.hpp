// run/eras.hpp — Which days have one plan: those on which the same params are in force and the built-in names
// answer the same.
#pragma once

#include <map>
#include <mutex>
#include <vector>

#include "run/plan.hpp"
#include "run/timeline.hpp"

namespace accrue::run {

// The plans of a stage on days on which the same params are in force.
struct StagePlans {
    Plan scaled;
    Plan rational;
    bool has_rational = false;  // `rational` is made when first needed
};
struct Era {
    Moment moment;  // the first of them
    Table<StageId, StagePlans> stages;
};

class Eras {
  public:
    explicit Eras(const core::Scheme& scheme);

    // Plans every stage for every era of the history that is new, and settles in `layout`, which is that of
    // the basis, what form the stored values have. Does all that was planned before still stand?
    enum class Before : std::uint8_t { stands, is_made_anew };
    Before prepare(const Basis& basis, const data::History& history, const Timeline& timeline,
                   Layout& layout);

    Era& at(const data::History& history, data::RowId row);
    // Of the first day of a period, by its place in the timeline; that of all of its rows, unless they
    // differ.
    Era& of(std::size_t period) { return eras_[of_period_[period]]; }
    const Era& of(std::size_t period) const { return eras_[of_period_[period]]; }
    bool differ_in_period(core::LevelId level) const;
    // How many rows from the first on, at most so many, have the era of the first. All that are no records
    // are of periods that have it.
    std::size_t rows_of_one(const data::History& history, data::RowId first, std::size_t most) const;
    // The plan in rationals; may be asked for by several threads.
    const Plan& rational(const Basis& basis, Era& era, StageId stage);

  private:
    // What tells days apart: the params in force and the answers of the built-in names.
    using Likeness = std::vector<std::ptrdiff_t>;
    using MomentKey = std::pair<std::size_t, Period>;  // how many changes of params there were; the period

    bool is_records(core::LevelId level) const;
    MomentKey key(Moment moment) const;
    Moment moment(const data::Row& row) const;
    Likeness likeness(Moment moment) const;
    std::size_t add(Moment moment);  // which one it has
    void add_all(const data::History& history, const Timeline& timeline);
    void settle(const Basis& basis, Layout& layout);
    std::vector<StoreId> plan_stage(const Basis& basis, Layout& layout, StageId stage, int patience);
    bool reads_any(StageId stage, const std::vector<StoreId>& stores) const;

    const core::Scheme& scheme_;
    std::vector<std::size_t> of_period_;  // by place in the timeline
    std::vector<Date> changes_;           // days on which some param changes, rising
    bool reads_period_ = false;           // some built-in name is the same in a plan
    std::vector<Era> eras_;
    std::map<Likeness, std::size_t> by_likeness_;
    std::map<MomentKey, std::size_t> of_moment_;
    std::mutex making_rational_;
};

}  // namespace accrue::run
