// run/walk.hpp — A window whose beginning moves: the key's earlier rows, one by one.
#pragma once

#include <span>

#include "run/slots.hpp"
#include "run/store.hpp"

namespace accrue::run {

struct EarlierPeriods {
    const data::History& history;
    core::AggregateOp op;
    const Values* of;     // null for count
    const Values* where;  // null: every row counts
    data::RowId from;     // the first row of the window

    // For each of the rows, the latest before one that asks: the aggregate over it and the key's rows before
    // it. False when a value has no place in `out`.
    bool walk(std::span<const data::RowId> previous, std::int64_t* out, State* states) const;
    void walk(std::span<const data::RowId> previous, Exact* out, State* states) const;
};

}  // namespace accrue::run
