// run/evaluator.hpp — Computes vectors of rows one after the other, stage after stage and period after
// period, so that what a row reads of others is stored by then.
#pragma once

#include <map>
#include <span>
#include <unordered_map>
#include <vector>

#include "run/eras.hpp"
#include "run/kernels.hpp"
#include "run/steps.hpp"

namespace accrue::run {

// What vectors are computed of, and where to.
struct Scene {
    const data::History& history;
    const Timeline& timeline;
    const Texts& texts;
    Stores& stores;
};

// One thread's; it works on one scene after another.
class Evaluator {
  public:
    // The slots are used by one evaluator at a time.
    Evaluator(const Basis& basis, Eras& eras, Slots& slots)
        : basis_(basis), eras_(eras), slots_(slots), lookups_(basis) {}

    void enter(const Scene& scene);
    void evaluate(StageId stage, const Block& block);
    const Paths& paths() const { return paths_; }  // of the scene
    Extras& extras() { return extras_; }

  private:
    using Extents = std::vector<Extent>;  // of the leaves
    struct KnownWidths {
        Extents extents;
        Widths widths;
    };
    // Of each row of the block; none where there is none.
    using Rows = std::span<const data::RowId>;
    using OwnRows = std::vector<data::RowId>;

    void in_pieces(StageId stage, const Block& block, std::size_t rows);
    void begin(const Plan& plan, const Block& block);
    Writes writes() const;  // past the cache when it cannot hold the history
    // The block reads from there on, and the next one mostly behind it: fetched ahead.
    template <class T>
    void read_on(const T* column) {
        read_ahead({reinterpret_cast<const char*>(column + block_.rows), block_.rows * sizeof(T)});
    }
    void read_ahead(Ahead ahead);
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
    bool load_text(const Plan& plan, const InputNumber& leaf);
    bool load_gathered(const Plan& plan, const InputNumber& leaf);
    void load_rational(const Plan& plan, const InputNumber& leaf);

    // What a store holds of those rows; where there is no row the state is `none`. False: something is in
    // `large`.
    template <class LeafType>
    bool load_stored(const Plan& plan, const LeafType& leaf, Rows rows, State none);
    // The same of rows that stand one after the other from `place` on.
    template <class LeafType>
    bool load_line(const Plan& plan, const LeafType& leaf, std::size_t place);
    template <class LeafType>
    void load_state(const Plan& plan, const LeafType& leaf, Rows rows, State none);
    void load_mask(const Plan& plan, MaskId id, const Values& values, Rows rows);
    bool load_number(const Plan& plan, NumberId id, const Values& values, Rows rows);
    void load_denominator(const Plan& plan, NumberId id, const Values& values, Rows rows);
    void load_rational(const Plan& plan, NumberId id, const Values& values, Rows rows);

    bool is_own(Place place) const {
        return place.who == Who::row && place.level == block_.level && block_.elements == nullptr;
    }
    data::RowId row(Who who, std::size_t at) const;
    data::RowId row_at(Place place, std::size_t at) const;
    Rows rows(Place place);
    Rows previous();                                   // of the block's rows
    Rows earlier(int back);                            // of exactly so many periods before
    Rows previous_since(core::ExprId window);          // where they lie in the window
    static bool are_a_line(Rows rows);                 // one after the other
    data::RowId first_row(core::ExprId window) const;  // the level's first row in the window
    template <class T>
    void tell(core::Builtin builtin, Who who, T* out) const;
    std::size_t end_of_answer(core::Builtin builtin, std::size_t at) const;
    std::int64_t told(core::Builtin builtin, data::RowId row) const;

    const Widths& widths(const Plan& plan);
    static Widths widths_for(const Plan& plan, const Extents& extents);

    const data::History& history() const { return scene_->history; }
    const Values& store(StoreId id) const { return scene_->stores[id]; }
    Workplace workplace();

    const Basis& basis_;
    Eras& eras_;
    const Scene* scene_ = nullptr;
    Extras extras_;
    Slots& slots_;
    Columns columns_;
    Lookups lookups_;
    Block block_;
    std::vector<Ahead> ahead_;                  // behind what the block reads
    std::map<Place, OwnRows> rows_;             // of this block, as far as they were looked up
    std::map<int, OwnRows> earlier_;            // by periods back
    std::map<core::ExprId, OwnRows> previous_;  // by window; without one those of pairs
    std::unordered_map<const Plan*, std::vector<KnownWidths>> known_widths_;  // the latest first
    Paths paths_;
};

}  // namespace accrue::run
