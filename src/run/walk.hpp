// run/walk.hpp — A window whose beginning moves: the key's earlier rows, one by one.
#pragma once

#include "run/slots.hpp"
#include "run/store.hpp"

namespace accrue::run {

struct EarlierMonths {
    const data::History& history;
    core::AggregateOp op;
    const Values* of;     // null for count
    const Values* where;  // null: every row counts
    std::uint32_t from;   // the first row of the window

    // For each row of the block: the aggregate over the key's earlier rows. False when a value has no place
    // in `out`.
    bool walk(const Block& block, const std::vector<std::uint32_t>& previous, std::int64_t* out,
              State* states) const;
    void walk(const Block& block, const std::vector<std::uint32_t>& previous, Exact* out,
              State* states) const;
};

}  // namespace accrue::run
