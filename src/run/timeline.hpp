// run/timeline.hpp — The periods of a history, and which rows of a level stand in one of them or in one row.
#pragma once

#include <span>
#include <vector>

#include "core/scheme.hpp"
#include "data/history.hpp"

namespace accrue::run {

using data::RowId;

class Timeline {
  public:
    Timeline(const core::Scheme& scheme, const data::History& history);

    const std::vector<Period>& periods() const { return periods_; }  // by place
    std::size_t place(Period period) const;
    struct Rows {
        RowId first;
        std::size_t count = 0;
        RowId at(std::size_t i) const { return RowId(first.value + i); }
    };
    Rows rows(core::LevelId level, std::size_t place) const { return rows(level, place, place + 1); }
    Rows rows(core::LevelId level, std::size_t place, std::size_t end) const;  // of all periods before `end`

  private:
    const data::History& history_;
    std::vector<Period> periods_;
    Table<core::LevelId, std::vector<std::uint32_t>>
        begins_;  // by place, and one more; from the level's first
};

// The rows of a level that stand in each row of another one, in that row itself, or in each period.
class Members {
  public:
    // Without a level, of each period.
    Members(const data::History& history, const Timeline& timeline, core::LevelId of, core::LevelId level);
    Members(const Members&) = delete;  // may point into itself
    Members& operator=(const Members&) = delete;

    // Of the row at that place of its level, or the period at that place.
    std::span<const RowId> of(std::size_t place) const;
    // Where the rows of each place begin, and one more; counted from the level's first row when all of its
    // rows stand here in their own order.
    const std::vector<std::uint32_t>& begins() const { return *begins_; }
    bool are_in_order() const { return are_in_order_; }

  private:
    void gather(const data::History& history, const Timeline& timeline, core::LevelId of,
                core::LevelId level);
    bool are_in_order_ = false;
    std::vector<RowId> own_rows_;
    std::vector<std::uint32_t> own_begins_;
    const std::vector<RowId>* rows_ = &own_rows_;
    const std::vector<std::uint32_t>* begins_ = &own_begins_;
};

}  // namespace accrue::run
