// report/amount_column.hpp — One column's amounts as decimals for machines, `42000.00`: straight from its
// counts, through exact rationals only where it must be.
#pragma once

#include <algorithm>
#include <span>
#include <string>

#include "report/digits.hpp"
#include "run/run.hpp"

namespace accrue::report {

class AmountColumn {
  public:
    // At least so many digits behind the point; more where an amount has more.
    AmountColumn(const run::Values& values, int digits, char point = '.');

    // Writes the amount at `place`, where there is `digits_room`, and gives its end; nothing when the amount
    // is one for `text`.
    char* put(char* place, data::RowId row) const {
        const auto count = counts_[row.value - first_];
        const bool is_small = static_cast<std::uint64_t>(count) + limit_ <= 2 * limit_;  // |count| <= limit
        if (!is_small || (count == 0 && is_zero_slow_ && stands_for_other(row))) return nullptr;
        char* const end = put_decimal(place, count * factor_, written_, point_);
        return written_ == digits_ ? end : without_zeros(end);
    }
    std::string text(data::RowId row) const;

    // Do all amounts have two digits behind the point, and none more?
    bool has_hundredths() const { return digits_ == 2 && written_ == 2 && !is_zero_slow_; }
    // Then: the amount as it is kept, which times `to_hundredths` is one of hundredths, as long as it is no
    // more than `most_count_below`. Negative amounts are more.
    std::uint64_t count(data::RowId row) const {
        return static_cast<std::uint64_t>(counts_[row.value - first_]);
    }
    // Of some rows; says which is the most.
    std::uint64_t put_counts(std::span<const data::RowId> rows, std::uint64_t* counts) const {
        const auto* const from = counts_;
        const auto first = first_;
        std::uint64_t most = 0;
        for (const auto row : rows) {
            const auto next = static_cast<std::uint64_t>(from[row.value - first]);
            most = std::max(most, next);
            *counts++ = next;
        }
        return most;
    }
    std::uint64_t to_hundredths() const { return static_cast<std::uint64_t>(factor_); }
    // Amounts kept as this or less are fewer hundredths than `limit`.
    std::uint64_t most_count_below(std::uint64_t limit) const {
        return has_hundredths() ? std::min(limit_, (limit - 1) / to_hundredths()) : 0;
    }

  private:
    bool stands_for_other(data::RowId row) const;  // of a count of 0
    char* without_zeros(char* end) const;

    const run::Values& values_;
    const std::int64_t* counts_;
    std::uint32_t first_;  // the row of the first count
    int digits_, written_;
    char point_;
    bool is_zero_slow_ = true;  // a count of 0 may stand for what no count holds
    std::int64_t factor_ = 1;   // of a value into counts of 10^-written
    std::uint64_t limit_ = 0;   // counts up to here are quick
};

}  // namespace accrue::report
