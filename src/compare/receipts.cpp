#include "compare/receipts.hpp"

#include <algorithm>

namespace accrue::compare {
namespace {

using core::DefinitionId;
using core::InputId;

std::vector<PeriodReceipts> empty_periods(const Ground& ground) {
    std::vector<PeriodReceipts> periods;
    for (const auto period : ground.paid.periods)
        periods.push_back({.period = period, .days = ground.days(period), .known = {}});
    return periods;
}

// ---------------------------------------------------------------- columns by day

// The rows of a level by their periods: sums of one column, in the order of `periods`.
std::vector<Exact> sums_by_period(const data::History& history, const core::Input& input, InputId id,
                                  const std::vector<PeriodReceipts>& periods) {
    const auto& column = history.columns[id];
    std::vector<Exact> sums;
    for (const auto& each : periods) {
        int128 total = 0;
        for (const auto row : history.rows_of(input.level, each.period)) total += column.count(row);
        sums.push_back(Exact::ratio(total, 1) * Exact::scaled(1, column.digits));
    }
    for (const auto& [row, value] : column.large) {
        const auto period = history.rows.periods[row.value];
        const auto found = std::ranges::lower_bound(periods, period, {}, &PeriodReceipts::period);
        if (found != periods.end() && found->period == period)
            sums[static_cast<std::size_t>(found - periods.begin())] += value;
    }
    return sums;
}

std::optional<Receipts> of_columns(const Ground& ground) {
    auto inputs = inputs_of(ground.sides, ground.result);
    const auto& all = ground.sides.reading.inputs;
    std::erase_if(inputs, [&](InputId id) { return ground.history.columns[id].absent; });
    if (inputs.size() < 2) return std::nullopt;
    // the column of the whole period has no day and stands last
    std::ranges::sort(inputs, {}, [&](InputId id) { return std::pair(all[id].day == 0, all[id].day); });
    if (all[inputs.back()].day != 0) return std::nullopt;
    Receipts found{.is_of_every_day = false, .periods = empty_periods(ground)};
    for (const auto id : inputs) {
        const auto sums = sums_by_period(ground.history, all[id], id, found.periods);
        for (std::size_t i = 0; i < sums.size(); ++i) {
            auto& period = found.periods[i];
            const auto day = all[id].day == 0 ? period.days : all[id].day;
            if (all[id].day < period.days) period.known.push_back({day, sums[i]});
        }
    }
    return found;
}

// ---------------------------------------------------------------- dated records

// `sum of receipt.amount`, of the records of the same period.
const core::Aggregate* sum_of_records(const core::Scheme& scheme, DefinitionId of) {
    const auto* sum = std::get_if<core::Aggregate>(&scheme.expressions[scheme.definitions[of].value].node);
    const bool is_plain = sum != nullptr && sum->op == core::AggregateOp::sum && sum->of && !sum->paired &&
                          !sum->so_far && sum->window == core::Window::this_period;
    if (!is_plain) return nullptr;
    const auto level = scheme.definitions[sum->of].level;
    return scheme.levels[level].kind == core::LevelKind::records ? sum : nullptr;
}

std::optional<Receipts> of_records(const Ground& ground) {
    auto scheme = ground.sides.sides.front().scheme;
    const auto* sum = sum_of_records(scheme, ground.result.definition);
    if (sum == nullptr) return std::nullopt;
    const auto of = sum->of, where = sum->where;
    // what is paid or promised is kept
    scheme.definitions[of].kind = core::DefinitionKind::pay_line;
    if (where) scheme.definitions[where].kind = core::DefinitionKind::promise;
    const auto run =
        run::run(scheme, ground.history, run::Keep::paid, run::rows_of_a_vector, &ground.workers);
    const auto& amounts = run.definitions[of.value];
    Receipts found{.is_of_every_day = true, .periods = empty_periods(ground)};
    for (auto& period : found.periods) {
        std::vector<Exact> by_day(static_cast<std::size_t>(period.days) + 1);
        const auto first = ground.sides.reading.calendar.first_day(period.period);
        for (const auto row : ground.history.rows_of(scheme.definitions[of].level, period.period)) {
            const bool is_counted = !where || run.definitions[where.value].count(row) != 0;
            if (!is_counted || amounts.state(row) != run::State::present) continue;
            const auto day = ground.history.rows.dates[row.value].days - first.days + 1;
            by_day[static_cast<std::size_t>(std::clamp(day, 1, period.days))] += amounts.number(row);
        }
        Exact until = 0;
        for (int day = 1; day <= period.days; ++day)
            period.known.push_back({day, until += by_day[static_cast<std::size_t>(day)]});
    }
    return found;
}

}  // namespace

std::optional<Receipts> receipts(const Ground& ground) {
    if (ground.paid.result.empty()) return std::nullopt;
    auto found = ground.result.input ? of_columns(ground) : of_records(ground);
    if (!found) return std::nullopt;
    // an amount that the result does not count, or counts twice, would make these the receipts of something
    // else
    Exact all = 0;
    for (const auto& period : found->periods) all += period.all();
    return all == whole_result(ground) ? found : std::nullopt;
}

}  // namespace accrue::compare
