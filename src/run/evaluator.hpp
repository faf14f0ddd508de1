// run/evaluator.hpp — Computes vectors of rows one after the other, in month order, so that what a row reads
// of earlier months is stored by then.
#pragma once

#include <vector>

#include "run/kernels.hpp"
#include "run/steps.hpp"

namespace accrue::run {

// The plans of the months in which the same params are in force.
struct Era {
    Month month;  // the first of them
    Plan scaled;
    Plan rational;
    bool has_rational = false;  // `rational` is made when first needed
};

class Evaluator {
  public:
    Evaluator(const core::Scheme& scheme, const data::History& history, const Layout& layout,
              Results& results, std::size_t vector_rows)
        : scheme_(scheme), history_(history), layout_(layout), results_(results), slots_(vector_rows) {}

    void evaluate(Era& era, const Block& block);
    const Paths& paths() const { return paths_; }

  private:
    using Extents = std::vector<Extent>;  // of the leaves
    struct KnownWidths {
        const Plan* plan;
        Extents extents;
        Widths widths;
    };

    void begin(const Plan& plan, const Block& block);
    bool load(const Plan& plan);  // false: something is in `large`
    bool load(const Plan& plan, const InputNumber& leaf);
    bool load(const Plan& plan, const InputMask& leaf);
    bool load(const Plan& plan, const InputState& leaf);
    bool load(const Plan& plan, const Earlier& leaf);
    bool load(const Plan& plan, const Walk& leaf);
    void load_rational(const Plan& plan, const InputNumber& leaf);
    bool load_earlier_number(const Plan& plan, const Earlier& leaf, std::uint32_t from);
    bool load_earlier_denominator(const Plan& plan, const Earlier& leaf, std::uint32_t from);
    void load_earlier_rational(const Plan& plan, const Earlier& leaf, std::uint32_t from);
    void load_earlier_state(const Plan& plan, const Earlier& leaf, std::uint32_t from);

    const std::vector<std::uint32_t>& previous();  // of the block's rows; `Id::none` where there is none
    std::uint32_t first_row(core::ExprId window);  // the first row of the history in the window
    const Widths& widths(const Plan& plan);
    static Widths widths_for(const Plan& plan, const Extents& extents);

    const core::Scheme& scheme_;
    const data::History& history_;
    const Layout& layout_;
    Results& results_;
    Slots slots_;
    Columns columns_;
    Block block_;
    std::vector<std::uint32_t> previous_;    // empty: not looked up yet
    std::vector<KnownWidths> known_widths_;  // the latest first
    Paths paths_;
};

}  // namespace accrue::run
