#include "run/evaluator.hpp"

#include <algorithm>
#include <cmath>

#include "core/walk.hpp"
#include "run/columns.hpp"
#include "run/walk.hpp"

namespace accrue::run {
namespace {

constexpr std::uint32_t no_row = data::RowId::none;

Range range_of(Extent extent) {
    const double bound = std::ldexp(1.0, extent.bits);
    return {extent.negative ? -bound : 0, bound};
}
bool lies_within(Extent inner, Extent outer) {
    return inner.bits <= outer.bits && inner.negative <= outer.negative;
}
Extent joined(Extent a, Extent b) {
    return {std::max(a.bits, b.bits), a.negative || b.negative};
}

// The whole columns that a leaf makes.
template <class Visit>
void whole_leaves(const Plan& plan, const Visit& visit) {
    const auto made = [&](auto id) {
        if constexpr (std::is_same_v<decltype(id), NumberId>) {
            if (plan.is_exact[id] == 0) visit(id);
        }
    };
    for (const auto& leaf : plan.leaves) std::visit(ColumnVisitor([](auto) {}, made), leaf);
}

}  // namespace

void Evaluator::evaluate(Era& era, const Block& block) {
    begin(era.scaled, block);
    if (load(era.scaled)) {
        const auto& known = widths(era.scaled);
        if (known.widest != Width::rational) {
            ++(known.widest == Width::int64 ? paths_.int64 : paths_.int128);
            return run_steps(era.scaled, known, block, slots_, columns_, results_);
        }
    }
    if (!era.has_rational) {
        Table<StoreId, StoreForm> unused = layout_.stores;
        era.rational = plan(scheme_, history_, layout_, era.month, Numbers::exact, unused);
        era.has_rational = true;
    }
    ++paths_.rational;
    begin(era.rational, block);
    load(era.rational);
    run_steps(era.rational, widths(era.rational), block, slots_, columns_, results_);
}

void Evaluator::begin(const Plan& plan, const Block& block) {
    block_ = block;
    previous_.clear();
    columns_.make_room(plan);
}

// ---------------------------------------------------------------- widths

Widths Evaluator::widths_for(const Plan& plan, const Extents& extents) {
    Table<NumberId, Range> ranges(plan.number_slots.size());
    auto extent = extents.begin();
    whole_leaves(plan, [&](NumberId id) { ranges[id] = range_of(*extent++); });
    return run::widths(plan, std::move(ranges));
}

// Widths for wider columns will do as long as all is int64, so vectors that differ a little share theirs.
const Widths& Evaluator::widths(const Plan& plan) {
    constexpr std::size_t most_known = 64;
    Extents extents;
    whole_leaves(plan,
                 [&](NumberId id) { extents.push_back(near().extent(block_.rows, columns_.narrow[id])); });
    const auto will_do = [&](const KnownWidths& known) {
        if (known.plan != &plan) return false;
        if (known.extents == extents) return true;
        return known.widths.widest == Width::int64 && std::ranges::equal(extents, known.extents, lies_within);
    };
    const auto found = std::ranges::find_if(known_widths_, will_do);
    if (found != known_widths_.end()) {
        std::swap(*found, known_widths_.front());
        return known_widths_.front().widths;
    }
    if (known_widths_.size() == most_known) known_widths_.pop_back();
    KnownWidths known{&plan, extents, {}};
    for (const auto& each : known_widths_) {
        if (each.plan == &plan) std::ranges::transform(extents, each.extents, known.extents.begin(), joined);
    }
    known.widths = widths_for(plan, known.extents);
    if (known.widths.widest != Width::int64) known = {&plan, extents, widths_for(plan, extents)};
    known_widths_.insert(known_widths_.begin(), std::move(known));
    return known_widths_.front().widths;
}

// ---------------------------------------------------------------- inputs

bool Evaluator::load(const Plan& plan) {
    return std::ranges::all_of(plan.leaves, [&](const Leaf& leaf) {
        return std::visit([&](const auto& each) { return load(plan, each); }, leaf);
    });
}

bool Evaluator::load(const Plan& plan, const InputNumber& leaf) {
    const auto& column = history_.columns[leaf.input];
    if (plan.is_exact[leaf.out] != 0) {
        load_rational(plan, leaf);
        return true;
    }
    columns_.narrow[leaf.out] = column.values.data() + block_.first;
    const auto large = std::ranges::lower_bound(column.large, data::RowId(block_.first), {},
                                                [](const auto& each) { return each.first; });
    return large == column.large.end() || large->first.value >= block_.first + block_.rows;
}

void Evaluator::load_rational(const Plan& plan, const InputNumber& leaf) {
    const auto& column = history_.columns[leaf.input];
    auto* out = slots_.rational(plan.number_slots[leaf.out]);
    for (std::size_t row = 0; row < block_.rows; ++row)
        out[row] = Exact::scaled(column.values[block_.first + row], column.digits);
    for (const auto& [row, value] : column.large) {
        if (row.value >= block_.first && row.value < block_.first + block_.rows)
            out[row.value - block_.first] = value;
    }
    columns_.rational[leaf.out] = out;
}

bool Evaluator::load(const Plan& plan, const InputMask& leaf) {
    const auto* values = history_.columns[leaf.input].values.data() + block_.first;
    auto* out = slots_.mask(plan.mask_slots[leaf.out]);
    for (std::size_t row = 0; row < block_.rows; ++row) out[row] = values[row] != 0 ? 1 : 0;
    columns_.masks[leaf.out] = out;
    return true;
}

bool Evaluator::load(const Plan& plan, const InputState& leaf) {
    const auto* missing = history_.columns[leaf.input].missing.data() + block_.first;
    const bool any = std::any_of(missing, missing + block_.rows, [](std::uint8_t each) { return each != 0; });
    columns_.states[leaf.out] = nullptr;
    if (!any) return true;
    auto* out = slots_.state(plan.state_slots[leaf.out]);
    for (std::size_t row = 0; row < block_.rows; ++row)
        out[row] = missing[row] != 0 ? State::missing : State::present;
    columns_.states[leaf.out] = out;
    return true;
}

// ---------------------------------------------------------------- earlier rows

const std::vector<std::uint32_t>& Evaluator::previous() {
    if (previous_.empty()) {
        for (std::size_t row = 0; row < block_.rows; ++row)
            previous_.push_back(history_.rows[data::RowId(block_.first + row)].previous.value);
    }
    return previous_;
}

// Rows stand by month, so a month's begin is a row's number.
std::uint32_t Evaluator::first_row(core::ExprId window) {
    if (!window) return 0;
    const auto& aggregate = std::get<core::Aggregate>(scheme_.expressions[window].node);
    const auto first = core::window_months(scheme_, aggregate, block_.month).first;
    const auto found = std::partition_point(history_.rows.begin(), history_.rows.end(),
                                            [&](const data::Row& row) { return row.month < first; });
    return static_cast<std::uint32_t>(found - history_.rows.begin());
}

bool Evaluator::load(const Plan& plan, const Earlier& leaf) {
    const auto from = first_row(leaf.window);
    load_earlier_state(plan, leaf, from);
    if (leaf.mask) {
        const auto& values = results_.stores[leaf.store].values;
        auto* out = slots_.mask(plan.mask_slots[leaf.mask]);
        for (std::size_t row = 0; row < block_.rows; ++row) {
            const auto at = previous()[row];
            out[row] = at != no_row && at >= from && values[at] != 0 ? 1 : 0;
        }
        columns_.masks[leaf.mask] = out;
    }
    if (!leaf.number) return true;
    if (plan.is_exact[leaf.number] != 0) {
        load_earlier_rational(plan, leaf, from);
        return true;
    }
    return load_earlier_number(plan, leaf, from) && load_earlier_denominator(plan, leaf, from);
}

void Evaluator::load_earlier_state(const Plan& plan, const Earlier& leaf, std::uint32_t from) {
    const auto& states = results_.stores[leaf.store].states;
    auto* out = slots_.state(plan.state_slots[leaf.state]);
    bool any = false;
    for (std::size_t row = 0; row < block_.rows; ++row) {
        const auto at = previous()[row];
        const bool reached = at != no_row && at >= from;
        out[row] = !reached ? leaf.none : states.empty() ? State::present : states[at];
        any = any || out[row] != State::present;
    }
    columns_.states[leaf.state] = any ? out : nullptr;
}

bool Evaluator::load_earlier_number(const Plan& plan, const Earlier& leaf, std::uint32_t from) {
    const auto& values = results_.stores[leaf.store].values;
    auto* out = slots_.narrow(plan.number_slots[leaf.number]);
    bool large = false;
    for (std::size_t row = 0; row < block_.rows; ++row) {
        const auto at = previous()[row];
        out[row] = at != no_row && at >= from ? values[at] : 0;
        large = large || out[row] == in_large;
    }
    columns_.narrow[leaf.number] = out;
    return !large;
}

bool Evaluator::load_earlier_denominator(const Plan& plan, const Earlier& leaf, std::uint32_t from) {
    if (!leaf.denominator) return true;
    const auto& denominators = results_.stores[leaf.store].denominators;
    auto* out = slots_.narrow(plan.number_slots[leaf.denominator]);
    for (std::size_t row = 0; row < block_.rows; ++row) {
        const auto at = previous()[row];
        out[row] = at != no_row && at >= from ? denominators[at] : 1;
    }
    columns_.narrow[leaf.denominator] = out;
    return true;
}

void Evaluator::load_earlier_rational(const Plan& plan, const Earlier& leaf, std::uint32_t from) {
    const auto& values = results_.stores[leaf.store];
    auto* out = slots_.rational(plan.number_slots[leaf.number]);
    for (std::size_t row = 0; row < block_.rows; ++row) {
        const auto at = previous()[row];
        out[row] = at != no_row && at >= from ? stored(values, at) : Exact(0);
    }
    columns_.rational[leaf.number] = out;
}

bool Evaluator::load(const Plan& plan, const Walk& leaf) {
    const auto& aggregate = std::get<core::Aggregate>(scheme_.expressions[leaf.aggregate].node);
    const EarlierMonths months{history_, aggregate.op, leaf.of ? &results_.stores[leaf.of] : nullptr,
                               leaf.where ? &results_.stores[leaf.where] : nullptr,
                               first_row(leaf.aggregate)};
    auto* states = slots_.state(plan.state_slots[leaf.state]);
    columns_.states[leaf.state] = states;
    if (plan.is_exact[leaf.number] != 0) {
        auto* out = slots_.rational(plan.number_slots[leaf.number]);
        months.walk(block_, previous(), out, states);
        columns_.rational[leaf.number] = out;
        return true;
    }
    auto* out = slots_.narrow(plan.number_slots[leaf.number]);
    columns_.narrow[leaf.number] = out;
    return months.walk(block_, previous(), out, states);
}

}  // namespace accrue::run
