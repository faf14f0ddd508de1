// run/total.hpp — What some stored values come to: their sum, number or extreme, in counts of the store's
// unit as long as that will do.
#pragma once

#include <span>
#include <utility>

#include "core/scheme.hpp"
#include "number/exact_sum.hpp"
#include "run/store.hpp"

namespace accrue::run {

class Total {
  public:
    explicit Total(ExactSum nothing = ExactSum()) : sum_(std::move(nothing)) {}

    void fail() { failed_ = true; }
    bool failed() const { return failed_; }

    // The rows that `where` lets through; without one, all. Without a store they are only counted.
    void add(core::AggregateOp op, const Values* of, const Values* where, std::span<const data::RowId> rows);
    void add(core::AggregateOp op, const Values* of, data::RowId row);
    void add(core::AggregateOp op, const Exact& unit, const Total& other);

    // Writes what it comes to.
    void store(core::AggregateOp op, const Exact& unit, Values& into, std::size_t place) const;

  private:
    bool add_counts(core::AggregateOp op, const Values* of, const Values* where,
                    std::span<const data::RowId> rows);
    void take(core::AggregateOp op, int128 units);
    void take(core::AggregateOp op, const Exact& value);
    void store_sum(Values& into, std::size_t place) const;
    void widen(core::AggregateOp op, const Exact& unit);

    bool failed_ = false, is_exact_ = false;
    std::int64_t count_ = 0;
    int128 units_ = 0;
    // Where counts do not do.
    ExactSum sum_;
    Exact extreme_;
};

}  // namespace accrue::run
