// What a vector reads before its steps run: inputs, built-in names, and what was stored before.
#include <algorithm>

#include "run/evaluator.hpp"
#include "run/walk.hpp"

namespace accrue::run {
namespace {

using data::RowId;

// Does one of so many rows from there on have a number that is no count?
bool any_large(const data::LargeNumbers& numbers, RowId first, std::size_t rows) {
    const auto found = std::ranges::lower_bound(numbers, first, {}, &data::LargeNumbers::value_type::first);
    return found != numbers.end() && found->first.value < first.value + rows;
}

}  // namespace

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
    return !any_large(column.large, block_.first_row, block_.rows);
}

bool Evaluator::load_gathered(const Plan& plan, const InputNumber& leaf) {
    const auto& column = history().columns[leaf.input];
    const auto from = rows(leaf.place);
    auto* out = slots_.narrow(plan.number_slots[leaf.out]);
    bool large = false;
    for (std::size_t at = 0; at < block_.rows; ++at) {
        out[at] = from[at] ? column.count(from[at]) : 0;
        if (!column.large.empty() && from[at])
            large = large || data::find_large(column.large, from[at]) != nullptr;
    }
    columns_.narrow[leaf.out] = out;
    return !large;
}

void Evaluator::load_rational(const Plan& plan, const InputNumber& leaf) {
    const auto& column = history().columns[leaf.input];
    const bool own = is_own(leaf.place);
    auto* out = slots_.rational(plan.number_slots[leaf.out]);
    for (std::size_t at = 0; at < block_.rows; ++at) {
        const auto from = own ? row(Who::row, at) : rows(leaf.place)[at];
        out[at] = from ? Exact::scaled(column.count(from), column.digits) : Exact(0);
        const auto* const large = from ? data::find_large(column.large, from) : nullptr;
        if (large != nullptr) out[at] = *large;
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
    return !any_large(values.large, RowId(values.first.value + place), block_.rows);
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
