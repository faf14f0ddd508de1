#include "run/walk.hpp"

namespace accrue::run {
namespace {

constexpr std::uint32_t no_row = data::RowId::none;

// The aggregate of one row's earlier months, in numbers of one kind.
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
        }
        any = true;
    }
};

bool is_extreme(core::AggregateOp op) {
    return op == core::AggregateOp::smallest || op == core::AggregateOp::largest;
}

// Does the row count? Nothing when that cannot be said.
std::optional<bool> counts(const Values* where, std::uint32_t row) {
    if (where == nullptr) return true;
    if (where->state(data::RowId(row)) != State::present) return std::nullopt;
    return where->values[row] != 0;
}

// `value_of` gives a row's value; only asked of rows that have one.
template <class T, class ValueOf>
Tally<T> tally(const EarlierMonths& months, std::uint32_t row, const ValueOf& value_of) {
    Tally<T> result;
    for (; row != no_row && row >= months.from; row = months.history.rows[data::RowId(row)].previous.value) {
        const auto counted = counts(months.where, row);
        if (!counted ||
            (*counted && months.of != nullptr && months.of->state(data::RowId(row)) != State::present)) {
            return {T{0}, true, State::failed};
        }
        if (*counted) result.add(months.op, value_of(row));
    }
    if (!result.any && is_extreme(months.op)) result.state = State::missing;
    return result;
}

}  // namespace

bool EarlierMonths::walk(const Block& block, const std::vector<std::uint32_t>& previous, std::int64_t* out,
                         State* states) const {
    bool fits = true;
    const auto value_of = [&](std::uint32_t row) -> int128 {
        if (of == nullptr) return 1;
        fits = fits && of->values[row] != in_large;
        return of->values[row];
    };
    for (std::size_t row = 0; row < block.rows; ++row) {
        const auto result = tally<int128>(*this, previous[row], value_of);
        fits = fits && result.sum < stored_limit && result.sum > -stored_limit;
        out[row] = static_cast<std::int64_t>(result.sum);
        states[row] = result.state;
    }
    return fits;
}

void EarlierMonths::walk(const Block& block, const std::vector<std::uint32_t>& previous, Exact* out,
                         State* states) const {
    const auto value_of = [&](std::uint32_t row) { return of == nullptr ? Exact(1) : stored(*of, row); };
    for (std::size_t row = 0; row < block.rows; ++row) {
        const auto result = tally<Exact>(*this, previous[row], value_of);
        out[row] = result.sum;
        states[row] = result.state;
    }
}

}  // namespace accrue::run
