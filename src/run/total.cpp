#include "run/total.hpp"

#include <optional>

namespace accrue::run {
namespace {

using core::AggregateOp;

// Does `next` take the place of `best`?
template <class Number>
bool is_better(AggregateOp op, const Number& next, const Number& best) {
    return op == AggregateOp::smallest ? next < best : best < next;
}

bool is_extreme(AggregateOp op) {
    return op == AggregateOp::smallest || op == AggregateOp::largest;
}

}  // namespace

void Total::take(AggregateOp op, int128 units) {
    if (op == AggregateOp::sum) {
        units_ += units;
    } else if (count_ == 0 || is_better(op, units, units_)) {
        units_ = units;
    }
}

void Total::take(AggregateOp op, const Exact& value) {
    if (op == AggregateOp::sum) {
        sum_.add(value);
    } else if (count_ == 0 || is_better(op, value, extreme_)) {
        extreme_ = value;
    }
}

void Total::widen(AggregateOp op, const Exact& unit) {
    if (is_exact_) return;
    is_exact_ = true;
    const auto counted = Exact::ratio(units_, 1) * unit;
    if (op == AggregateOp::sum) {
        sum_.add(counted);
    } else {
        extreme_ = counted;
    }
}

void Total::add(AggregateOp op, const Values* of, data::RowId row) {
    if (of != nullptr && of->state(row) != State::present) return fail();
    if (of != nullptr && op != AggregateOp::count) {
        const auto count = of->count(row);
        const bool is_narrow = of->denominators.empty() && count != in_large;
        if (!is_narrow) widen(op, of->unit);
        if (is_exact_) {
            take(op, stored(*of, of->place(row)));
        } else {
            take(op, int128{count});
        }
    }
    ++count_;
}

// Sums and numbers of rows that all have a value, the way that most aggregates go.
bool Total::add_counts(AggregateOp op, const Values* of, const Values* where,
                       std::span<const data::RowId> rows) {
    const auto is_whole = [](const Values* values) {
        return values == nullptr ||
               (values->states.empty() && values->denominators.empty() && values->large.empty());
    };
    if (is_extreme(op) || is_exact_ || !is_whole(of) || !is_whole(where)) return false;
    const auto* counts = of != nullptr && op == AggregateOp::sum ? of->values.data() : nullptr;
    for (const auto row : rows) {
        if (where != nullptr && where->count(row) == 0) continue;
        ++count_;
        if (counts != nullptr) units_ += counts[of->place(row)];
    }
    return true;
}

void Total::add(AggregateOp op, const Values* of, const Values* where, std::span<const data::RowId> rows) {
    if (add_counts(op, of, where, rows)) return;
    for (const auto row : rows) {
        if (where != nullptr && where->state(row) != State::present) {
            fail();
        } else if (where == nullptr || where->count(row) != 0) {
            add(op, of, row);
        }
    }
}

void Total::add(AggregateOp op, const Exact& unit, const Total& other) {
    failed_ = failed_ || other.failed_;
    if (other.count_ == 0 || failed_) return;
    if (other.is_exact_) widen(op, unit);
    if (!is_exact_) {
        take(op, other.units_);
    } else if (!other.is_exact_) {
        take(op, Exact::ratio(other.units_, 1) * unit);
    } else if (op == AggregateOp::sum) {
        sum_.add(other.sum_);
    } else {
        take(op, other.extreme_);
    }
    count_ += other.count_;
}

void Total::store(AggregateOp op, const Exact& unit, Values& into, std::size_t place) const {
    if (failed_) return store_absent(into, place, State::failed);
    if (is_extreme(op) && count_ == 0) return store_absent(into, place, State::missing);
    if (is_exact_ && op == AggregateOp::sum) return store_sum(into, place);
    store_state(into, place, State::present);
    if (op == AggregateOp::count) return store_number(into, place, Exact(count_));
    if (is_exact_) return store_number(into, place, extreme_);
    if (into.unit == unit && into.denominators.empty()) return store_whole(into, place, units_, 1);
    store_number(into, place, Exact::ratio(units_, 1) * unit);
}

void Total::store_sum(Values& into, std::size_t place) const {
    const auto sum = sum_.is_too_long() ? std::nullopt : std::optional(sum_.value());
    if (!sum || sum->bits() > Exact::max_bits) return store_absent(into, place, State::failed);
    store_state(into, place, State::present);
    store_number(into, place, *sum);
}

}  // namespace accrue::run
