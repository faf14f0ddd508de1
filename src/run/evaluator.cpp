#include "run/evaluator.hpp"

#include <algorithm>
#include <cmath>

#include "core/walk.hpp"
#include "run/columns.hpp"
#include "run/lookup.hpp"
#include "run/walk.hpp"

namespace accrue::run {
namespace {

using data::RowId;

constexpr auto first_of = [](const auto& pair) { return pair.first; };

bool is_large(const data::Column& column, RowId row) {
    const auto found = std::ranges::lower_bound(column.large, row, {}, first_of);
    return found != column.large.end() && found->first == row;
}

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
    if (!block.is_of_one_period) ++paths_.of_periods;
    const auto& scaled = block.era->stages[stage].scaled;
    begin(scaled, block);
    if (load(scaled)) {
        const auto& known = widths(scaled);
        if (known.widest != Width::rational) {
            ++(known.widest == Width::int64 ? paths_.int64 : paths_.int128);
            return run_steps(scaled, known, block_, workplace());
        }
    }
    const auto& rational = eras_.rational(basis_, *block.era, stage);
    ++paths_.rational;
    begin(rational, block);
    load(rational);
    run_steps(rational, widths(rational), block_, workplace());
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

template <class T>
void Evaluator::read_on(const T* column) {
    constexpr std::size_t least_of_history = 4096;  // less was read just now, and stands in the cache
    const auto* const behind = reinterpret_cast<const char*>(column + block_.rows);
    const bool is_known = std::ranges::find(ahead_, behind, &Ahead::begin) != ahead_.end();
    if (history().rows.size() >= least_of_history && !is_known)
        ahead_.push_back({behind, block_.rows * sizeof(T)});
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

// ---------------------------------------------------------------- inputs

bool Evaluator::load(const Plan& plan) {
    return std::ranges::all_of(plan.leaves, [&](const Leaf& leaf) {
        return std::visit([&](const auto& each) { return load(plan, each); }, leaf);
    });
}

bool Evaluator::load(const Plan& plan, const InputNumber& leaf) {
    if (plan.is_exact[leaf.out] != 0) {
        load_rational(plan, leaf);
        return true;
    }
    const bool is_renumbered =
        history().columns[leaf.input].kind == core::TypeKind::text && !scene_->texts.of_texts().empty();
    if (is_renumbered) return load_text(plan, leaf);
    return is_own(leaf.place) ? load_own(plan, leaf) : load_gathered(plan, leaf);
}

bool Evaluator::load_text(const Plan& plan, const InputNumber& leaf) {
    const auto& column = history().columns[leaf.input];
    const auto numbers = scene_->texts.of_texts();
    auto* out = slots_.narrow(plan.number_slots[leaf.out]);
    if (is_own(leaf.place)) {
        const auto* texts = column.values.data() + block_.first;
        for (std::size_t at = 0; at < block_.rows; ++at)
            out[at] = numbers[static_cast<std::size_t>(texts[at])];
    } else {
        const auto from = rows(leaf.place);
        for (std::size_t at = 0; at < block_.rows; ++at)
            out[at] = from[at] ? numbers[static_cast<std::size_t>(column.count(from[at]))] : 0;
    }
    columns_.narrow[leaf.out] = out;
    return true;
}

bool Evaluator::load_own(const Plan&, const InputNumber& leaf) {
    const auto& column = history().columns[leaf.input];
    columns_.narrow[leaf.out] = column.values.data() + block_.first;
    read_on(columns_.narrow[leaf.out]);
    const auto large = std::ranges::lower_bound(column.large, block_.first_row, {}, first_of);
    return large == column.large.end() || large->first.value >= block_.first_row.value + block_.rows;
}

bool Evaluator::load_gathered(const Plan& plan, const InputNumber& leaf) {
    const auto& column = history().columns[leaf.input];
    const auto from = rows(leaf.place);
    auto* out = slots_.narrow(plan.number_slots[leaf.out]);
    bool any_large = false;
    for (std::size_t at = 0; at < block_.rows; ++at) {
        out[at] = from[at] ? column.count(from[at]) : 0;
        if (!column.large.empty() && from[at]) any_large = any_large || is_large(column, from[at]);
    }
    columns_.narrow[leaf.out] = out;
    return !any_large;
}

void Evaluator::load_rational(const Plan& plan, const InputNumber& leaf) {
    const auto& column = history().columns[leaf.input];
    const bool own = is_own(leaf.place);
    auto* out = slots_.rational(plan.number_slots[leaf.out]);
    for (std::size_t at = 0; at < block_.rows; ++at) {
        const auto from = own ? row(Who::row, at) : rows(leaf.place)[at];
        out[at] = from ? Exact::scaled(column.count(from), column.digits) : Exact(0);
        if (column.large.empty() || !from) continue;
        const auto large = std::ranges::lower_bound(column.large, from, {}, first_of);
        if (large != column.large.end() && large->first == from) out[at] = large->second;
    }
    columns_.rational[leaf.out] = out;
}

bool Evaluator::load(const Plan& plan, const InputMask& leaf) {
    const auto& column = history().columns[leaf.input];
    const bool own = is_own(leaf.place);
    auto* out = slots_.mask(plan.mask_slots[leaf.out]);
    for (std::size_t at = 0; at < block_.rows; ++at) {
        const auto from = own ? row(Who::row, at) : rows(leaf.place)[at];
        out[at] = from && column.count(from) != 0 ? 1 : 0;
    }
    columns_.masks[leaf.out] = out;
    return true;
}

bool Evaluator::load(const Plan& plan, const InputState& leaf) {
    const auto& column = history().columns[leaf.input];
    const bool own = is_own(leaf.place);
    columns_.states[leaf.out] = nullptr;
    if (own && !column.absent && column.missing.empty()) return true;
    if (own && !column.absent) {
        const auto* missing = column.missing.data() + block_.first;
        if (std::all_of(missing, missing + block_.rows, [](std::uint8_t each) { return each == 0; }))
            return true;
    }
    auto* out = slots_.state(plan.state_slots[leaf.out]);
    bool any = false;
    for (std::size_t at = 0; at < block_.rows; ++at) {
        const auto from = own ? row(Who::row, at) : rows(leaf.place)[at];
        out[at] = !from ? State::failed : column.is_missing(from) ? State::missing : State::present;
        any = any || out[at] != State::present;
    }
    if (any) columns_.states[leaf.out] = out;
    return true;
}

// ---------------------------------------------------------------- built-in names

// Behind the rows from there on that have one answer: those of a period.
std::size_t Evaluator::end_of_answer(core::Builtin builtin, std::size_t at) const {
    const bool is_by_row = builtin == core::Builtin::row_date || builtin == core::Builtin::row_key;
    if (block_.elements != nullptr || is_by_row) return at + 1;
    if (block_.is_of_one_period) return block_.rows;
    const auto* const periods = history().rows.periods.data() + block_.first_row.value;
    const auto* const end = std::upper_bound(periods + at, periods + block_.rows, periods[at]);
    return static_cast<std::size_t>(end - periods);
}

template <class T>
void Evaluator::tell(core::Builtin builtin, Who who, T* out) const {
    for (std::size_t at = 0; at < block_.rows;) {
        const auto end = end_of_answer(builtin, at);
        std::fill(out + at, out + end, static_cast<T>(told(builtin, row(who, at))));
        at = end;
    }
}

std::int64_t Evaluator::told(core::Builtin builtin, RowId row) const {
    const auto& calendar = basis_.scheme.calendar;
    const auto period = history().rows.periods[row.value];
    switch (builtin) {
        case core::Builtin::days_in_month:
            return days_in(calendar.month(period));
        case core::Builtin::days_in_quarter:
            return calendar.days_in_quarter(period);
        case core::Builtin::days_in_year:
            return calendar.days_in_year(period);
        case core::Builtin::ends_month:
            return calendar.ends_month(period) ? 1 : 0;
        case core::Builtin::ends_quarter:
            return calendar.ends_quarter(period) ? 1 : 0;
        case core::Builtin::ends_year:
            return calendar.ends_year(period) ? 1 : 0;
        case core::Builtin::this_month:
            return calendar.month(period).index;
        case core::Builtin::number_of_month:
            return calendar.month(period).number();
        case core::Builtin::number_of_quarter:
            return calendar.quarter_number(period);
        case core::Builtin::number_of_year:
            return calendar.year_number(period);
        case core::Builtin::number_of_week:
            return calendar.week_number(period);
        case core::Builtin::period_start:
            return calendar.first_day(period).days;
        case core::Builtin::period_end:
            return calendar.last_day(period).days;
        case core::Builtin::quarter_start:
            return calendar.first_day_of_quarter(period).days;
        case core::Builtin::quarter_end:
            return calendar.last_day_of_quarter(period).days;
        case core::Builtin::year_start:
            return calendar.first_day_of_year(period).days;
        case core::Builtin::year_end:
            return calendar.last_day_of_year(period).days;
        case core::Builtin::row_date:
            return history().rows.dates[row.value].days;
        case core::Builtin::row_key:
            return scene_->texts.of_key(history().rows.keys[row.value]);
    }
    return 0;
}

bool Evaluator::load(const Plan& plan, const BuiltinNumber& leaf) {
    auto* out = slots_.narrow(plan.number_slots[leaf.out]);
    if (leaf.builtin == core::Builtin::row_date && block_.elements == nullptr) {
        const auto* dates = history().rows.dates.data() + block_.first_row.value;
        near().widen_days(out, block_.rows, &dates->days);
    } else {
        tell(leaf.builtin, leaf.place.who, out);
    }
    columns_.narrow[leaf.out] = out;
    return true;
}

bool Evaluator::load(const Plan& plan, const BuiltinMask& leaf) {
    auto* out = slots_.mask(plan.mask_slots[leaf.out]);
    tell(leaf.builtin, leaf.place.who, out);
    columns_.masks[leaf.out] = out;
    return true;
}

// ---------------------------------------------------------------- stores

bool Evaluator::load(const Plan& plan, const Stored& leaf) {
    if (is_own(leaf.place)) return load_line(plan, leaf, block_.first);
    return load_stored(plan, leaf, rows(leaf.place), State::failed);
}

bool Evaluator::load(const Plan& plan, const Earlier& leaf) {
    return load_stored(plan, leaf, leaf.back > 0 ? earlier(leaf.back) : previous_since(leaf.window),
                       leaf.none);
}

bool Evaluator::are_a_line(Rows rows) {
    return near().rises_by_one(rows.size(), &rows.front().value);
}

// Mostly the rows that a block's rows see stand one after the other, too: the same people a month earlier.
template <class LeafType>
bool Evaluator::load_stored(const Plan& plan, const LeafType& leaf, Rows rows, State none) {
    const auto& values = store(leaf.store);
    if (are_a_line(rows)) return load_line(plan, leaf, values.place(rows.front()));
    load_state(plan, leaf, rows, none);
    if (leaf.mask) load_mask(plan, leaf.mask, values, rows);
    if (!leaf.number) return true;
    if (plan.is_exact[leaf.number] != 0) {
        load_rational(plan, leaf.number, values, rows);
        return true;
    }
    if (leaf.denominator) load_denominator(plan, leaf.denominator, values, rows);
    return load_number(plan, leaf.number, values, rows);
}

template <class LeafType>
bool Evaluator::load_line(const Plan& plan, const LeafType& leaf, std::size_t place) {
    const auto& values = store(leaf.store);
    const auto* state = values.states.empty() ? nullptr : values.states.data() + place;
    columns_.states[leaf.state] =
        state != nullptr && states().any_absent(block_.rows, state) ? state : nullptr;
    const auto* counts = values.values.data() + place;
    if (leaf.mask) {
        auto* out = slots_.mask(plan.mask_slots[leaf.mask]);
        for (std::size_t at = 0; at < block_.rows; ++at) out[at] = counts[at] != 0 ? 1 : 0;
        columns_.masks[leaf.mask] = out;
    }
    if (!leaf.number) return true;
    if (plan.is_exact[leaf.number] != 0) {
        auto* out = slots_.rational(plan.number_slots[leaf.number]);
        for (std::size_t at = 0; at < block_.rows; ++at) out[at] = stored(values, place + at);
        columns_.rational[leaf.number] = out;
        return true;
    }
    columns_.narrow[leaf.number] = counts;
    read_on(counts);
    if (leaf.denominator) columns_.narrow[leaf.denominator] = values.denominators.data() + place;
    return !has_large(values, place);
}

// In the block's rows from that place on.
bool Evaluator::has_large(const Values& values, std::size_t place) const {
    if (values.large.empty()) return false;
    const RowId first(values.first.value + place);
    const auto found = std::ranges::lower_bound(values.large, first, {}, first_of);
    return found != values.large.end() && found->first.value < first.value + block_.rows;
}

template <class LeafType>
void Evaluator::load_state(const Plan& plan, const LeafType& leaf, Rows rows, State none) {
    const auto& values = store(leaf.store);
    auto* out = slots_.state(plan.state_slots[leaf.state]);
    bool any = false;
    for (std::size_t at = 0; at < block_.rows; ++at) {
        out[at] = rows[at] ? values.state(rows[at]) : none;
        any = any || out[at] != State::present;
    }
    columns_.states[leaf.state] = any ? out : nullptr;
}

void Evaluator::load_mask(const Plan& plan, MaskId id, const Values& values, Rows rows) {
    auto* out = slots_.mask(plan.mask_slots[id]);
    for (std::size_t at = 0; at < block_.rows; ++at)
        out[at] = rows[at] && values.count(rows[at]) != 0 ? 1 : 0;
    columns_.masks[id] = out;
}

bool Evaluator::load_number(const Plan& plan, NumberId id, const Values& values, Rows rows) {
    auto* out = slots_.narrow(plan.number_slots[id]);
    bool large = false;
    for (std::size_t at = 0; at < block_.rows; ++at) {
        out[at] = rows[at] ? values.count(rows[at]) : 0;
        large = large || out[at] == in_large;
    }
    columns_.narrow[id] = out;
    return !large;
}

void Evaluator::load_denominator(const Plan& plan, NumberId id, const Values& values, Rows rows) {
    auto* out = slots_.narrow(plan.number_slots[id]);
    for (std::size_t at = 0; at < block_.rows; ++at)
        out[at] = rows[at] ? values.denominators[values.place(rows[at])] : 1;
    columns_.narrow[id] = out;
}

void Evaluator::load_rational(const Plan& plan, NumberId id, const Values& values, Rows rows) {
    auto* out = slots_.rational(plan.number_slots[id]);
    for (std::size_t at = 0; at < block_.rows; ++at)
        out[at] = rows[at] ? stored(values, values.place(rows[at])) : Exact(0);
    columns_.rational[id] = out;
}

bool Evaluator::load(const Plan& plan, const Walk& leaf) {
    const auto& aggregate = std::get<core::Aggregate>(basis_.scheme.expressions[leaf.aggregate].node);
    const EarlierPeriods periods{history(), aggregate.op, leaf.of ? &store(leaf.of) : nullptr,
                                 leaf.where ? &store(leaf.where) : nullptr, first_row(leaf.aggregate)};
    auto* states = slots_.state(plan.state_slots[leaf.state]);
    columns_.states[leaf.state] = states;
    if (plan.is_exact[leaf.number] != 0) {
        auto* out = slots_.rational(plan.number_slots[leaf.number]);
        periods.walk(previous(), out, states);
        columns_.rational[leaf.number] = out;
        return true;
    }
    auto* out = slots_.narrow(plan.number_slots[leaf.number]);
    columns_.narrow[leaf.number] = out;
    return periods.walk(previous(), out, states);
}

}  // namespace accrue::run
