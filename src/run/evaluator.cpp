#include "run/evaluator.hpp"

#include <algorithm>
#include <cmath>

#include "core/walk.hpp"
#include "run/columns.hpp"

namespace accrue::run {
namespace {

using data::RowId;

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

// The whole columns that a leaf makes, but for those of built-in names.
template <class Visit>
void whole_leaves(const Plan& plan, const Visit& visit) {
    const auto made = [&](auto id) {
        if constexpr (std::is_same_v<decltype(id), NumberId>) {
            if (plan.is_exact[id] == 0) visit(id);
        }
    };
    for (const auto& leaf : plan.leaves) {
        if (!std::holds_alternative<BuiltinNumber>(leaf)) std::visit(ColumnVisitor([](auto) {}, made), leaf);
    }
}

}  // namespace

void Evaluator::enter(const Scene& scene) {
    scene_ = &scene;
    paths_ = {};
    extras_ = {};
    extras_.absent.resize(basis_.scheme.definitions.size());
}

Workplace Evaluator::workplace() {
    return {slots_, columns_, scene_->stores, extras_, lookups_, scene_->texts, basis_.texts.size(),
            ahead_, writes()};
}

void Evaluator::evaluate(StageId stage, const Block& block) {
    const auto& scaled = block.era->stages[stage].scaled;
    begin(scaled, block);
    if (load(scaled)) {
        const auto& known = widths(scaled);
        if (known.widest != Width::rational) {
            ++(known.widest == Width::int64 ? paths_.int64 : paths_.int128);
            paths_.of_periods += block.is_of_one_period ? 0 : 1;
            return run_steps(scaled, known, block_, workplace());
        }
    }
    constexpr std::size_t most_rational = 64;
    if (block.elements == nullptr && block.rows > most_rational)
        return in_pieces(stage, block, most_rational);
    const auto& rational = eras_.rational(basis_, *block.era, stage);
    ++paths_.rational;
    begin(rational, block);
    load(rational);
    run_steps(rational, widths(rational), block_, workplace());
}

// So that one amount that is too large takes few rows with it.
void Evaluator::in_pieces(StageId stage, const Block& block, std::size_t rows) {
    for (std::size_t done = 0; done < block.rows; done += rows) {
        auto piece = block;
        piece.first += done;
        piece.first_row = RowId(block.first_row.value + done);
        piece.rows = std::min(rows, block.rows - done);
        evaluate(stage, piece);
    }
}

void Evaluator::begin(const Plan& plan, const Block& block) {
    block_ = block;
    ahead_.clear();
    rows_.clear();
    previous_.clear();
    earlier_.clear();
    columns_.make_room(plan);
}

// What a pair or a row by itself comes to is read again at once.
Writes Evaluator::writes() const {
    constexpr std::size_t least_of_history = std::size_t{1} << 16U, least_at_once = 64;
    const bool is_far = history().rows.size() >= least_of_history && block_.rows >= least_at_once &&
                        block_.elements == nullptr;
    return is_far ? Writes::past_cache : Writes::into_cache;
}

void Evaluator::read_ahead(Ahead ahead) {
    constexpr std::size_t least_of_history = 4096;  // less was read just now, and stands in the cache
    const bool is_known = std::ranges::find(ahead_, ahead.begin, &Ahead::begin) != ahead_.end();
    if (history().rows.size() >= least_of_history && !is_known) ahead_.push_back(ahead);
}

// ---------------------------------------------------------------- widths

Widths Evaluator::widths_for(const Plan& plan, const Extents& extents) {
    Table<NumberId, Range> ranges(plan.number_slots.size());
    auto extent = extents.begin();
    whole_leaves(plan, [&](NumberId id) { ranges[id] = range_of(*extent++); });
    constexpr double most_told = 0x1p33;  // days, months, years, numbers of texts
    for (const auto& leaf : plan.leaves) {
        if (const auto* builtin = std::get_if<BuiltinNumber>(&leaf))
            ranges[builtin->out] = {-most_told, most_told};
    }
    return run::widths(plan, std::move(ranges));
}

// Widths for wider columns will do as long as all is int64, so vectors that differ a little share theirs.
const Widths& Evaluator::widths(const Plan& plan) {
    constexpr std::size_t most_known = 64;
    Extents extents;
    whole_leaves(plan,
                 [&](NumberId id) { extents.push_back(near().extent(block_.rows, columns_.narrow[id])); });
    auto& all_known = known_widths_[&plan];
    const auto will_do = [&](const KnownWidths& known) {
        if (known.extents == extents) return true;
        return known.widths.widest == Width::int64 && std::ranges::equal(extents, known.extents, lies_within);
    };
    const auto found = std::ranges::find_if(all_known, will_do);
    if (found != all_known.end()) {
        std::swap(*found, all_known.front());
        return all_known.front().widths;
    }
    if (all_known.size() == most_known) all_known.pop_back();
    KnownWidths known{extents, {}};
    for (const auto& each : all_known)
        std::ranges::transform(extents, each.extents, known.extents.begin(), joined);
    known.widths = widths_for(plan, known.extents);
    if (known.widths.widest != Width::int64) known = {extents, widths_for(plan, extents)};
    all_known.insert(all_known.begin(), std::move(known));
    return all_known.front().widths;
}

// ---------------------------------------------------------------- other rows

RowId Evaluator::row(Who who, std::size_t at) const {
    if (block_.elements == nullptr) return RowId(block_.first_row.value + at);
    return who == Who::row ? block_.elements[at] : block_.askers[at];
}

Evaluator::Rows Evaluator::rows(Place place) {
    const auto [found, is_new] = rows_.try_emplace(place);
    if (!is_new) return found->second;
    auto& all = found->second;
    all.reserve(block_.rows);
    for (std::size_t at = 0; at < block_.rows; ++at) all.push_back(row_at(place, at));
    return all;
}

// Without a level, the place of the row's period.
RowId Evaluator::row_at(Place place, std::size_t at) const {
    if (place.level) return history().above(row(place.who, at), place.level);
    if (block_.elements == nullptr && block_.is_of_one_period) return RowId(block_.period_place);
    return RowId(scene_->timeline.place(history().rows[row(place.who, at)].period));
}

// A window is of the rows' own key: it begins at a period, and so at a row of the level.
RowId Evaluator::first_row(core::ExprId window) const {
    const auto& aggregate = std::get<core::Aggregate>(basis_.scheme.expressions[window].node);
    const auto first = core::window_periods(basis_.scheme, aggregate, block_.period).first;
    const auto periods = history().periods_of(block_.level);
    const auto found = std::ranges::lower_bound(periods, first);
    return RowId(history().frames[block_.level].first.value +
                 static_cast<std::size_t>(found - periods.begin()));
}

Evaluator::Rows Evaluator::previous() {
    const auto* all_previous = history().rows.previous.data();
    if (block_.elements == nullptr) {
        const auto* const own = all_previous + block_.first_row.value;
        read_on(own);
        return {own, block_.rows};
    }
    const auto [found, is_new] = previous_.try_emplace(core::ExprId());
    if (is_new) {
        for (std::size_t at = 0; at < block_.rows; ++at)
            found->second.push_back(all_previous[block_.elements[at].value]);
    }
    return found->second;
}

Evaluator::Rows Evaluator::earlier(int back) {
    const auto [found, is_new] = earlier_.try_emplace(back);
    if (!is_new) return found->second;
    auto& all = found->second;
    all.reserve(block_.rows);
    for (std::size_t at = 0; at < block_.rows; ++at) all.push_back(history().before(row(Who::row, at), back));
    return all;
}

Evaluator::Rows Evaluator::previous_since(core::ExprId window) {
    if (!window) return previous();
    const auto [found, is_new] = previous_.try_emplace(window);
    if (!is_new) return found->second;
    const auto from = first_row(window);
    const auto all = previous();
    if (all.front() >= from && are_a_line(all)) return all;
    found->second.resize(all.size());
    std::ranges::transform(all, found->second.begin(),
                           [from](RowId each) { return each < from ? RowId() : each; });
    return found->second;
}

}  // namespace accrue::run
