#include "run/fields.hpp"

namespace accrue::run {

void Fields::look_up(const LookUp& step) {
    auto* state = slots_.state(plan_.state_slots[step.state]);
    auto* mask = step.mask ? this->mask(step.mask) : nullptr;
    const bool is_exact = step.out && plan_.is_exact[step.out] != 0;
    auto* counts = step.out && !is_exact ? slots_.narrow(plan_.number_slots[step.out]) : nullptr;
    auto* numbers = is_exact ? slots_.rational(plan_.number_slots[step.out]) : nullptr;
    for (std::size_t row = 0; row < rows_; ++row) {
        const auto found = this->found(step, row);
        state[row] = found.state;
        if (mask != nullptr) mask[row] = found.count != 0 ? 1 : 0;
        if (counts != nullptr) counts[row] = found.count;
        if (numbers != nullptr) numbers[row] = found.value != nullptr ? std::get<Exact>(*found.value) : 0;
    }
    columns_.states[step.state] = state;
    if (counts != nullptr) columns_.narrow[step.out] = counts;
    if (numbers != nullptr) columns_.rational[step.out] = numbers;
}

FoundField Fields::found(const LookUp& step, std::size_t row) {
    const bool may_be_known = count_keys(step, row);
    if (may_be_known) {
        if (const auto* known = lookups_.known(step, key_counts_)) return *known;
    }
    std::vector<core::Value> keys;
    for (const auto& key : step.keys) keys.push_back(this->key(key, row));
    const auto day = step.date ? date({step.date, 1, {}}, row) : Date{};
    const auto found = lookups_.find(step, keys, day);
    if (may_be_known) lookups_.remember(step, key_counts_, found);
    return found;
}

// The keys as their columns have them; false when some are not narrow counts.
bool Fields::count_keys(const LookUp& step, std::size_t row) {
    key_counts_.clear();
    for (const auto& key : step.keys) {
        if (key.mask.column) {
            key_counts_.push_back(columns_.masks[key.mask.column][row]);
            continue;
        }
        const auto column = key.number.column;
        if (!column) continue;
        if (key.denominator || plan_.is_exact[column] != 0 || widths_.columns[column] != Width::int64)
            return false;
        const auto count = columns_.narrow[column][row];
        const bool is_other = key.kind == core::TypeKind::text && count >= fixed_texts_;
        key_counts_.push_back(is_other ? Lookups::other_text : count);
    }
    if (step.date) key_counts_.push_back(columns_.narrow[step.date][row]);
    return true;
}

core::Value Fields::key(const LookUpKey& key, std::size_t row) const {
    if (key.kind == core::TypeKind::logical)
        return key.mask.column ? columns_.masks[key.mask.column][row] != 0 : key.mask.constant;
    const auto number = amount(key, row);
    std::int64_t count = 0;
    switch (key.kind) {
        case core::TypeKind::date:
            number.fits_scaled(1, count);
            return Date{static_cast<std::int32_t>(count)};
        case core::TypeKind::month:
            number.fits_scaled(1, count);
            return Month{static_cast<std::int32_t>(count)};
        case core::TypeKind::text:
            number.fits_scaled(1, count);
            return texts_.spelled(count);
        case core::TypeKind::money:
        case core::TypeKind::number:
        case core::TypeKind::logical:
            break;
    }
    return number;
}

Exact Fields::amount(const LookUpKey& key, std::size_t row) const {
    const auto& column = key.number.column;
    if (!column) return key.number.constant;
    if (plan_.is_exact[column] != 0) return columns_.rational[column][row];
    const auto number = Exact::ratio(whole(column, row), key.denominator ? whole(key.denominator, row) : 1);
    return number * key.unit;
}

}  // namespace accrue::run
