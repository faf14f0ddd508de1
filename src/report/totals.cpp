#include "report/totals.hpp"

namespace accrue::report {
namespace {

// Counts of one unit add up in 128 bits whatever they are; a million rows need 20 bits more. Where a number
// is none of them its count is 0.
Exact sum_of(const run::Values& values, const std::vector<data::RowId>& rows) {
    Exact sum = 0;
    if (!values.denominators.empty()) {
        for (const auto row : rows) sum += values.number(row);
        return sum;
    }
    int128 units = 0;
    for (const auto row : rows) {
        units += values.count(row);
        if (values.large.empty() || values.count(row) != 0) continue;
        if (const auto* const large = data::find_large(values.large, row)) sum += *large;
    }
    return sum + Exact::ratio(units, 1) * values.unit;
}

}  // namespace

Totals::Totals(const Outline& outline) {
    for (std::size_t i = 0; i < outline.levels.size(); ++i) {
        const auto& level = outline.levels[i];
        const auto& name = outline.scheme.levels[level.level].name;
        for (const auto& pay : level.pays) sums_.push_back({i, pay.amount, {name, pay.component, 0}});
        if (level.pays.size() > 1) sums_.push_back({i, level.pay_total, {name, "pay", 0}});
    }
}

void Totals::add(const Results& part) {
    for (auto& sum : sums_)
        sum.total.amount += sum_of(part.run.definitions[sum.definition.value], part.levels[sum.level].rows);
    for (const auto& level : part.levels) rows_ += level.rows.size();
}

void Totals::add(const Totals& others) {
    for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i].total.amount += others.sums_[i].total.amount;
    rows_ += others.rows_;
}

std::vector<Totals::Component> Totals::components() const {
    std::vector<Component> components;
    for (const auto& sum : sums_) components.push_back(sum.total);
    return components;
}

}  // namespace accrue::report
