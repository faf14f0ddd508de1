// run/step_columns.hpp — What every step of a vector works with: the columns of the plan, where they stand
// and in which numbers.
#pragma once

#include "run/kernels.hpp"
#include "run/ranges.hpp"
#include "run/slots.hpp"
#include "run/steps.hpp"

namespace accrue::run {

class StepColumns {
  public:
    StepColumns(const Plan& plan, const Widths& widths, const Block& block, const Workplace& workplace)
        : plan_(plan),
          widths_(widths),
          block_(block),
          rows_(block.rows),
          slots_(workplace.slots),
          columns_(workplace.columns) {}

  protected:
    template <class T>
    const T* column(NumberId id, std::size_t scratch) {
        if constexpr (std::is_same_v<T, std::int64_t>) {
            return columns_.narrow[id];
        } else if constexpr (std::is_same_v<T, Exact>) {
            return columns_.rational[id];
        } else {
            if (widths_.columns[id] == Width::int128) return columns_.wide[id];
            auto* wide = slots_.scratch(scratch);
            for (std::size_t row = 0; row < rows_; ++row) wide[row] = columns_.narrow[id][row];
            return wide;
        }
    }
    template <class T>
    Side<T> side(const Term& term, std::size_t scratch) {
        if constexpr (std::is_same_v<T, Exact>) {
            if (!term.column) return {nullptr, term.constant};
            return {columns_.rational[term.column], 1};
        } else {
            return {term.column ? column<T>(term.column, scratch) : nullptr, T{term.factor}};
        }
    }
    int128 whole(NumberId id, std::size_t row) const {
        return widths_.columns[id] == Width::int128 ? columns_.wide[id][row]
                                                    : int128{columns_.narrow[id][row]};
    }

    Date date(const Term& term, std::size_t row) const {
        const auto count = term.column ? columns_.narrow[term.column][row] : 1;
        return {static_cast<std::int32_t>(count * term.factor)};
    }
    std::uint8_t* mask(MaskId id) {
        auto* out = slots_.mask(plan_.mask_slots[id]);
        columns_.masks[id] = out;
        return out;
    }

    bool is_present(const StateTerm& term) const {
        return term.column ? columns_.states[term.column] == nullptr : term.constant == State::present;
    }
    const State* states(const StateTerm& term) const {
        const auto* column = term.column ? columns_.states[term.column] : nullptr;
        return column != nullptr ? column : slots_.all(term.column ? State::present : term.constant);
    }

    const Plan& plan_;
    const Widths& widths_;
    const Block& block_;
    std::size_t rows_;
    Slots& slots_;
    Columns& columns_;
    const StateKernels& kernels_ = run::states();
};

}  // namespace accrue::run
