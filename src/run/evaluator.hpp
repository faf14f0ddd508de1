// run/evaluator.hpp — Computes vectors of rows one after the other, stage after stage and period after
// period, so that what a row reads of others is stored by then.
#pragma once

#include <map>
#include <unordered_map>
#include <vector>

#include "run/kernels.hpp"
#include "run/steps.hpp"
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

class Evaluator {
  public:
    Evaluator(const core::Scheme& scheme, const data::History& history, const Timeline& timeline,
              const Layout& layout, Results& results, std::size_t vector_rows)
        : scheme_(scheme),
          history_(history),
          timeline_(timeline),
          layout_(layout),
          results_(results),
          slots_(vector_rows),
          lookups_(scheme, history, layout) {}

    void evaluate(Era& era, StageId stage, const Block& block);
    const Paths& paths() const { return paths_; }

  private:
    using Extents = std::vector<Extent>;  // of the leaves
    struct KnownWidths {
        Extents extents;
        Widths widths;
    };
    // Of each row of the block; none where there is none.
    using Rows = std::vector<data::RowId>;

    void begin(const Plan& plan, const Block& block);
    bool load(const Plan& plan);  // false: something is in `large`
    bool load(const Plan& plan, const InputNumber& leaf);
    bool load(const Plan& plan, const InputMask& leaf);
    bool load(const Plan& plan, const InputState& leaf);
    bool load(const Plan& plan, const BuiltinNumber& leaf);
    bool load(const Plan& plan, const BuiltinMask& leaf);
    bool load(const Plan& plan, const Stored& leaf);
    bool load(const Plan& plan, const Earlier& leaf);
    bool load(const Plan& plan, const Walk& leaf);
    bool load_own(const Plan& plan, const InputNumber& leaf);
    bool load_gathered(const Plan& plan, const InputNumber& leaf);
    void load_rational(const Plan& plan, const InputNumber& leaf);

    bool points_into_store(const Plan& plan, const Stored& leaf);
    // What a store holds of those rows; where there is no row the state is `none`.
    template <class LeafType>
    bool load_stored(const Plan& plan, const LeafType& leaf, const Rows& rows, State none);
    template <class LeafType>
    void load_state(const Plan& plan, const LeafType& leaf, const Rows& rows, State none);
    void load_mask(const Plan& plan, MaskId id, const Values& values, const Rows& rows);
    bool load_number(const Plan& plan, NumberId id, const Values& values, const Rows& rows);
    void load_denominator(const Plan& plan, NumberId id, const Values& values, const Rows& rows);
    void load_rational(const Plan& plan, NumberId id, const Values& values, const Rows& rows);

    bool is_own(Place place) const {
        return place.who == Who::row && place.level == block_.level && block_.elements == nullptr;
    }
    data::RowId row(Who who, std::size_t at) const;
    data::RowId row_at(Place place, std::size_t at) const;
    const Rows& rows(Place place);
    const Rows& previous();                            // of the block's rows
    const Rows& earlier(int back);                     // of exactly so many periods before
    const Rows& previous_since(core::ExprId window);   // where they lie in the window
    data::RowId first_row(core::ExprId window) const;  // the level's first row in the window
    std::int64_t told(core::Builtin builtin, data::RowId row) const;

    const Widths& widths(const Plan& plan);
    static Widths widths_for(const Plan& plan, const Extents& extents);

    const core::Scheme& scheme_;
    const data::History& history_;
    const Timeline& timeline_;
    const Layout& layout_;
    Results& results_;
    Slots slots_;
    Columns columns_;
    Lookups lookups_;
    Block block_;
    std::map<Place, Rows> rows_;             // of this block, as far as they were looked up
    std::map<int, Rows> earlier_;            // by periods back
    std::map<core::ExprId, Rows> previous_;  // by window; without one all
    std::unordered_map<const Plan*, std::vector<KnownWidths>> known_widths_;  // the latest first
    Paths paths_;
};

}  // namespace accrue::run
