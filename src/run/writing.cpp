#include "run/writing.hpp"

#include <algorithm>

namespace accrue::run {
namespace {

bool has_value(const State* state, std::size_t row) {
    return state == nullptr || state[row] == State::present;
}

}  // namespace

// `make` makes the block's rows where they belong, or beside when they go past the cache.
template <class Make>
void Writing::put(Counts& column, const Make& make) {
    auto* const there = column.data() + block_.first;
    if (writes_ == Writes::into_cache) return make(there);
    make(slots_.result());
    near().copy_past_cache(there, rows_, slots_.result());
}

void Writing::write(const Write& step, Width width) {
    auto& values = stores_[step.store];
    const auto* state = is_present(step.state) ? nullptr : states(step.state);
    write_states(step.store, values, state);
    if (values.kind == core::TypeKind::logical) return write_mask(step, values, state);
    if (step.form == Form::exact) return write_exact(step, values, state);
    const bool has_narrow_denominator =
        !step.denominator || widths_.columns[step.denominator] == Width::int64;
    if (width != Width::int64 || !has_narrow_denominator) return write_whole(step, values, state);
    write_narrow(step, values, state);
    if (!values.denominators.empty()) write_denominators(step, values, state);
}

void Writing::count(const CountAbsent& step) {
    if (is_present(step.state)) return;
    const auto* state = states(step.state);
    for (std::size_t row = 0; row < rows_; ++row)
        extras_.absent[step.definition] += state[row] != State::present ? 1 : 0;
}

void Writing::write_states(StoreId store, Values& values, const State* state) {
    if (!values.states.empty()) {
        std::copy_n(state != nullptr ? state : slots_.all(State::present), rows_,
                    values.states.begin() + static_cast<std::ptrdiff_t>(block_.first));
    } else if (state != nullptr && kernels_.any_absent(rows_, state)) {
        extras_.states.push_back({store, block_.first, {state, state + rows_}});
    }
}

void Writing::write_mask(const Write& step, Values& values, const State* state) {
    put(values.values, [&](std::int64_t* out) {
        if (step.mask.column) {
            near().widen(out, rows_, columns_.masks[step.mask.column]);
        } else {
            std::fill_n(out, rows_, step.mask.constant ? 1 : 0);
        }
        clear_absent(out, state, 0);
    });
}

// Where there is no value there stands `nothing`.
void Writing::clear_absent(std::int64_t* __restrict out, const State* state, std::int64_t nothing) const {
    if (state == nullptr) return;
    for (std::size_t row = 0; row < rows_; ++row)
        out[row] = state[row] == State::present ? out[row] : nothing;
}

void Writing::write_exact(const Write& step, Values& values, const State* state) {
    const auto value = side<Exact>(step.number, 0);
    for (std::size_t row = 0; row < rows_; ++row) {
        const auto place = block_.first + row;
        const auto& amount = value.column != nullptr ? value.column[row] : value.value;
        if (!has_value(state, row)) {
            store_nothing(values, place);
        } else if (!store_count(values, place, amount)) {
            extras_.large.push_back({step.store, place, amount});
        }
    }
}

void Writing::write_whole(const Write& step, Values& values, const State* state) {
    for (std::size_t row = 0; row < rows_; ++row) {
        const auto place = block_.first + row;
        if (!has_value(state, row)) {
            store_nothing(values, place);
            continue;
        }
        const auto number = (step.number.column ? whole(step.number.column, row) : 1) * step.number.factor;
        const auto denominator = step.denominator ? whole(step.denominator, row) : 1;
        if (!store_count(values, place, number, denominator))
            extras_.large.push_back({step.store, place, Exact::ratio(number, denominator) * values.unit});
    }
}

void Writing::write_narrow(const Write& step, Values& values, const State* state) {
    const auto factor = step.number.factor;
    const auto* const column = step.number.column ? columns_.narrow[step.number.column] : nullptr;
    if (column != nullptr && factor == 1) return write_column(column, values.values, state, 0);
    put(values.values, [&](std::int64_t* __restrict out) {
        for (std::size_t row = 0; row < rows_; ++row)
            out[row] = column != nullptr ? column[row] * factor : factor;
        clear_absent(out, state, 0);
    });
}

void Writing::write_column(const std::int64_t* column, Counts& into, const State* state,
                           std::int64_t nothing) {
    if (writes_ == Writes::past_cache && state == nullptr)
        return near().copy_past_cache(into.data() + block_.first, rows_, column);
    put(into, [&](std::int64_t* out) {
        std::copy_n(column, rows_, out);
        clear_absent(out, state, nothing);
    });
}

void Writing::write_denominators(const Write& step, Values& values, const State* state) {
    if (step.denominator)
        return write_column(columns_.narrow[step.denominator], values.denominators, state, 1);
    put(values.denominators, [&](std::int64_t* out) { std::fill_n(out, rows_, 1); });
}

}  // namespace accrue::run
