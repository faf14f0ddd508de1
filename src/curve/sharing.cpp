#include "curve/sharing.hpp"

#include <algorithm>

namespace accrue::curve {

using explain::FailureKind;

// ---------------------------------------------------------------- aggregates

bool Gathering::is_trouble(const Local& value) {
    if (std::holds_alternative<explain::Failure>(value) || std::holds_alternative<Beyond>(value))
        trouble_ = value;
    if (std::holds_alternative<explain::Missing>(value))
        trouble_ = explain::Failure{FailureKind::missing_in_window, step_.at, {}, step_.row};
    return trouble_.has_value();
}

bool Gathering::counts(std::size_t row) {
    const auto& where = rows_.elements[row].where;
    if (!where) return true;
    const auto& condition = view_.use(*where);
    return !is_trouble(condition) && holds(condition);
}

const Amount* Gathering::number(std::size_t row) {
    const auto& value = view_.use(rows_.elements[row].of);
    if (is_trouble(value)) return nullptr;
    if (amount(value) == nullptr) trouble_ = Beyond{BeyondKind::date, step_.at};
    return amount(value);
}

Local Gathering::value() {
    switch (rows_.op) {
        case core::AggregateOp::sum:
        case core::AggregateOp::count:
            return sum();
        case core::AggregateOp::smallest:
        case core::AggregateOp::largest:
            return extreme();
        case core::AggregateOp::rank:
            return rank();
    }
    return sum();
}

Local Gathering::sum() {
    Amount total{Ratio(Exact(0))};
    for (std::size_t row = 0; row < rows_.elements.size(); ++row) {
        const bool is_counted = counts(row);
        if (trouble_) return *trouble_;
        if (!is_counted) continue;
        const Amount one{Ratio(Exact(1))};
        const auto* each = rows_.op == core::AggregateOp::count ? &one : number(row);
        if (each == nullptr || trouble_) return *trouble_;
        total.value = total.value + each->value;
        total.slack += each->slack;
    }
    return total;
}

Local Gathering::extreme() {
    std::optional<Amount> found;
    for (std::size_t row = 0; row < rows_.elements.size(); ++row) {
        const bool is_counted = counts(row);
        const auto* each = is_counted && !trouble_ ? number(row) : nullptr;
        if (trouble_) return *trouble_;
        if (each == nullptr) continue;
        const int sign = found ? view_.sign(each->value - found->value) : 0;
        const bool is_better = rows_.op == core::AggregateOp::smallest ? sign < 0 : sign > 0;
        const auto slack = found ? larger(found->slack, each->slack) : each->slack;
        if (!found || is_better) found = Amount{each->value};
        found->slack = slack;
    }
    return found ? Local(*found) : Local(explain::Missing{});
}

Local Gathering::rank() {
    if (!rows_.asker) return explain::Missing{};
    const bool is_counted = counts(*rows_.asker);
    const auto* own = is_counted && !trouble_ ? number(*rows_.asker) : nullptr;
    std::int64_t above = 0;
    for (std::size_t row = 0; row < rows_.elements.size() && !trouble_; ++row) {
        const bool is_one = counts(row);
        const auto* each = is_one && !trouble_ ? number(row) : nullptr;
        if (own == nullptr || each == nullptr) continue;
        if (own->slack.sign() != 0 || each->slack.sign() != 0)
            trouble_ = Beyond{BeyondKind::rounded_compared, step_.at};
        else if (view_.sign(each->value - own->value) > 0)
            ++above;
    }
    if (trouble_) return *trouble_;
    return own != nullptr ? Local(Amount{Ratio(Exact(1 + above))}) : Local(explain::Missing{});
}

// ---------------------------------------------------------------- shares, as `explain::apportioned` has them

Local Sharing::refused(FailureKind kind) const {
    return explain::Failure{kind, step_.at, {}, step_.row};
}

Local Sharing::refused(FailureKind kind, std::size_t sharer) const {
    return explain::Failure{kind, step_.at, {}, division_.sharers[sharer].row};
}

std::variant<Ratio, Local> Sharing::fact(StepId step) {
    const auto& value = view_.use(step);
    if (const auto* number = amount(value)) {
        slack_ += number->slack;
        return number->value;
    }
    return value;
}

std::optional<Local> Sharing::read(const Sharer& sharer) {
    Part part{Ratio(Exact(0)), Ratio(Exact(0)), Ratio(Exact(0)), {}, false};
    for (std::size_t claim = 0; claim < sharer.claims.size(); ++claim) {
        const auto& [fits, much] = sharer.claims[claim];
        if (fits && !std::holds_alternative<core::Value>(view_.use(*fits))) return view_.use(*fits);
        part.fits.push_back(!fits || holds(view_.use(*fits)));
        if (!part.fits.back()) continue;
        auto amount = fact(much);
        if (const auto* trouble = std::get_if<Local>(&amount)) return *trouble;
        part.claims = part.claims + std::get<Ratio>(amount);
    }
    if (sharer.weight) {
        auto weight = fact(*sharer.weight);
        if (const auto* trouble = std::get_if<Local>(&weight)) return *trouble;
        part.weight = std::get<Ratio>(std::move(weight));
    }
    parts_.push_back(std::move(part));
    return std::nullopt;
}

std::optional<Local> Sharing::read() {
    auto pool = fact(division_.pool);
    if (const auto* trouble = std::get_if<Local>(&pool)) return *trouble;
    pool_ = std::get<Ratio>(std::move(pool));
    for (const auto& sharer : division_.sharers) {
        if (auto found = read(sharer)) return found;
    }
    return std::nullopt;
}

std::optional<Local> Sharing::unsound() {
    if (view_.sign(pool_) < 0) return refused(FailureKind::pool_below_0);
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        if (view_.sign(parts_[i].weight) < 0) return refused(FailureKind::weight_below_0, i);
    }
    for (std::size_t claim = 0; claim < share_.claims.size(); ++claim) {
        const auto& clause = share_.claims[claim];
        const auto fits = [&](const Part& part) { return part.fits[claim]; };
        if (clause.fits && !clause.none_to_rest && std::ranges::none_of(parts_, fits))
            return refused(FailureKind::nobody_fits);
    }
    return std::nullopt;
}

void Sharing::add_up() {
    rest_ = pool_;
    weights_ = Ratio(Exact(0));
    for (const auto& part : parts_) {
        if (part.has_left) continue;
        rest_ = rest_ - part.claims;
        weights_ = weights_ + part.weight;
    }
}

std::optional<Local> Sharing::divide() {
    do {
        add_up();
        const int rest = view_.sign(rest_);
        if (rest != 0 && !share_.weight) return refused(FailureKind::claims_differ);
        if (rest < 0 && !share_.nobody_below_0) return refused(FailureKind::rest_below_0);
        if (rest != 0 && view_.sign(weights_) == 0) return refused(FailureKind::nobody_takes);
        for (auto& part : parts_) {
            part.exact = part.has_left ? Ratio(Exact(0)) : part.claims;
            if (!part.has_left && rest != 0 && view_.sign(part.weight) != 0)
                part.exact = part.exact + rest_ * part.weight / weights_;
        }
        if (!share_.nobody_below_0) return refusal_below_0();
    } while (somebody_leaves());
    return std::nullopt;
}

std::optional<Local> Sharing::refusal_below_0() {
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        if (view_.sign(parts_[i].exact) < 0) return refused(FailureKind::share_below_0, i);
    }
    return std::nullopt;
}

bool Sharing::somebody_leaves() {
    bool any = false;
    for (auto& part : parts_) {
        if (view_.sign(part.exact) >= 0) continue;
        part.has_left = any = true;
    }
    return any;
}

Local Sharing::value() {
    if (auto found = read()) return *found;
    if (auto found = unsound()) return *found;
    if (auto found = divide()) return *found;
    const auto& own = parts_[division_.asker].exact;
    if (own.degree() > most_degrees) return Beyond{BeyondKind::too_high, step_.at};
    return Amount{own, slack_ + division_.slack};
}

}  // namespace accrue::curve
