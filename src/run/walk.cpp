#include "run/walk.hpp"

namespace accrue::run {
namespace {

using data::RowId;

// The aggregate of one row's earlier periods, in numbers of one kind.
template <class T>
struct Tally {
    T sum{0};
    bool any = false;
    State state = State::present;

    void add(core::AggregateOp op, const T& value) {
        switch (op) {
            case core::AggregateOp::sum:
            case core::AggregateOp::count:
                sum = sum + value;
                break;
            case core::AggregateOp::smallest:
                if (!any || value < sum) sum = value;
                break;
            case core::AggregateOp::largest:
                if (!any || sum < value) sum = value;
                break;
            case core::AggregateOp::rank:
                break;  // is no running window
        }
        any = true;
    }
};

bool is_extreme(core::AggregateOp op) {
    return op == core::AggregateOp::smallest || op == core::AggregateOp::largest;
}

// Does the row count? Nothing when that cannot be said.
std::optional<bool> counts(const Values* where, RowId row) {
    if (where == nullptr) return true;
    if (where->state(row) != State::present) return std::nullopt;
    return where->count(row) != 0;
}

// `value_of` gives a row's value; only asked of rows that have one.
template <class T, class ValueOf>
Tally<T> tally(const EarlierPeriods& periods, RowId row, const ValueOf& value_of) {
    Tally<T> result;
    for (; row && row >= periods.from; row = periods.history.rows.previous[row.value]) {
        const auto counted = counts(periods.where, row);
        if (!counted || (*counted && periods.of != nullptr && periods.of->state(row) != State::present))
            return {T{0}, true, State::failed};
        if (*counted) result.add(periods.op, value_of(row));
    }
    if (!result.any && is_extreme(periods.op)) result.state = State::missing;
    return result;
}

}  // namespace

bool EarlierPeriods::walk(std::span<const RowId> previous, std::int64_t* out, State* states) const {
    bool fits = true;
    const auto value_of = [&](RowId row) -> int128 {
        if (of == nullptr) return 1;
        fits = fits && of->count(row) != in_large;
        return of->count(row);
    };
    for (std::size_t at = 0; at < previous.size(); ++at) {
        const auto result = tally<int128>(*this, previous[at], value_of);
        fits = fits && result.sum < stored_limit && result.sum > -stored_limit;
        out[at] = static_cast<std::int64_t>(result.sum);
        states[at] = result.state;
    }
    return fits;
}

void EarlierPeriods::walk(std::span<const RowId> previous, Exact* out, State* states) const {
    const auto value_of = [&](RowId row) { return of == nullptr ? Exact(1) : stored(*of, of->place(row)); };
    for (std::size_t at = 0; at < previous.size(); ++at) {
        const auto result = tally<Exact>(*this, previous[at], value_of);
        out[at] = result.sum;
        states[at] = result.state;
    }
}

}  // namespace accrue::run
