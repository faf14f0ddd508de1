// What schemes cost: in all, by period, by component, with another result, with other params.

#include <algorithm>
#include <utility>

#include "base/messages/phrases/comparing.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "compare/finding.hpp"
#include "compare/variants.hpp"
#include "number/decimal.hpp"

namespace accrue::compare {
namespace {

// ---------------------------------------------------------------- the param that makes costs equal

// Cost at other values of the param; those of several dates are changed together, by one factor.
class Trial {
  public:
    Trial(Payer& payer, const core::Scheme& scheme, core::ParamId param)
        : payer_(payer), scheme_(scheme), param_(param), own_(plain_values(scheme, param)) {}
    std::vector<Exact> values_at(const Exact& times) const {
        auto values = own_;
        for (auto& value : values) value *= times;
        return values;
    }
    std::optional<Exact> cost_of(const std::vector<Exact>& values) const {
        return payer_.cost(with_param_values(scheme_, param_, values));
    }
    std::optional<Exact> cost_at(const Exact& times) const { return cost_of(values_at(times)); }

  private:
    Payer& payer_;
    const core::Scheme& scheme_;
    core::ParamId param_;
    std::vector<Exact> own_;
};

// A factor with its cost, less the wanted one.
struct Tried {
    Exact times, over;
    bool is_on_other_side(const Tried& of) const { return over.sign() != of.over.sign(); }
};

// Between two factors, one below the wanted cost and one above: where a straight line between them meets it;
// the end that stays is drawn nearer each time, so that bends do not hold the search up.
Exact next_guess(const Tried& low, const Tried& high) {
    // a factor of more digits would not fit the columns' counts, and every row would be computed in fractions
    const Exact grid = Exact::scaled(1, 6);
    return rounded(low.times - low.over * (high.times - low.times) / (high.over - low.over),
                   Rounding::half_up, grid);
}

std::optional<Tried> closed_in(const Trial& trial, const Exact& wanted, Tried low, Tried high) {
    constexpr int most_tries = 12;
    const Exact near_enough = wanted / 1'000'000, step = Exact::scaled(1, 6);
    if (high.times < low.times) std::swap(low, high);
    int stayed = 0;  // how often the low end did, less how often the high one did
    for (int i = 0; i < most_tries; ++i) {
        const auto guess = next_guess(low, high);
        const auto at_guess = trial.cost_at(guess);
        if (!at_guess) return std::nullopt;
        const Tried tried{guess, *at_guess - wanted};
        if (abs(tried.over) <= near_enough || high.times - low.times <= step) return tried;
        const bool is_low = tried.over.sign() == low.over.sign();
        (is_low ? low : high) = tried;
        stayed = is_low ? std::min(stayed, 0) - 1 : std::max(stayed, 0) + 1;
        if (stayed > 1) low.over /= 2;
        if (stayed < -1) high.over /= 2;
    }
    return std::nullopt;
}

// The factor at which cost reaches `wanted`, exactly, or as near as a millionth of it or of the param; none
// between 0 and 4, or where cost jumps over it. `around`: what is known already, by rising factor.
std::optional<Tried> equal_at(const Trial& trial, const Exact& wanted, const std::vector<Tried>& around) {
    for (std::size_t i = 0; i < around.size(); ++i) {
        if (around[i].over.sign() == 0) return around[i];
        if (i > 0 && around[i].is_on_other_side(around[i - 1]))
            return closed_in(trial, wanted, around[i - 1], around[i]);
    }
    const Tried lowest = around.front(), highest = around.back();
    const bool is_upwards = abs(highest.over) < abs(lowest.over);
    const auto ends = is_upwards ? std::vector{Exact(2), Exact(4), Exact::ratio(1, 2), Exact(0)}
                                 : std::vector{Exact::ratio(1, 2), Exact(0), Exact(2), Exact(4)};
    for (const auto& end : ends) {
        const auto at_end = trial.cost_at(end);
        if (!at_end) continue;
        const Tried far{end, *at_end - wanted};
        if (far.over.sign() == 0) return far;
        const auto& near = end < lowest.times ? lowest : highest;
        if (far.is_on_other_side(near)) return closed_in(trial, wanted, near, far);
    }
    return std::nullopt;
}

// A param's values as people write them, to so many digits.
class ShownValues {
  public:
    ShownValues(const core::Scheme& scheme, core::ParamId param) : param_(scheme.params[param]) {}

    // What is shown instead of these.
    std::vector<Exact> nearest(std::vector<Exact> values) const {
        const auto step = Exact::scaled(1, digits() + (param_.shown_as_percent ? 2 : 0));
        for (auto& value : values) value = rounded(value, Rounding::half_up, step);
        return values;
    }
    // `150 since 2026-01-01, 350 since 2026-02-01`
    std::string text(const std::vector<Exact>& values) const {
        std::string all;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto& from = param_.values[i].from;
            all += (all.empty() ? "" : ", ") + text(values[i]);
            if (from) all += " " + phrase(say::since, to_text(*from));
        }
        return all;
    }
    std::string near_text(const std::vector<Exact>& values) const { return "≈ " + text(nearest(values)); }

  private:
    int digits() const { return param_.type.kind == core::TypeKind::money ? 2 : 4; }
    std::string text(const Exact& value) const {
        const auto people =
            to_people(param_.shown_as_percent ? value * 100 : value, {.least = 0, .most = digits()});
        return people + (param_.shown_as_percent ? " %" : "");
    }

    const core::Param& param_;
};

std::string own_text(const ShownValues& shown, const std::vector<Exact>& values) {
    return shown.nearest(values) == values ? shown.text(values) : shown.near_text(values);
}

// The values that are shown are the answer where they cost exactly as much; else `≈` says that they are near.
std::string equal_text(const Trial& trial, const ShownValues& shown, const Tried& equal,
                       const Exact& wanted) {
    const auto values = trial.values_at(equal.times);
    const auto near = shown.nearest(values);
    const bool is_equal = near == values ? equal.over.sign() == 0 : trial.cost_of(near) == wanted;
    return is_equal ? shown.text(near) : shown.near_text(values);
}

std::vector<Cell> sensitivity_row(const Ground& ground, Payer& payer, std::size_t side, core::ParamId param) {
    const auto& scheme = ground.sides.sides[side].scheme;
    const auto own = ground.cost(side), first = ground.cost(0);
    const Trial trial(payer, scheme, param);
    const ShownValues shown(scheme, param);
    std::vector<Cell> row{ground.name(side), scheme.params[param].name, own_text(shown, trial.values_at(1))};
    std::vector<Tried> around{{1, own - first}};
    for (const auto& times : {Exact::ratio(9, 10), Exact::ratio(11, 10)}) {
        const auto changed = trial.cost_at(times);
        row.push_back(changed ? Cell(*changed - own) : Cell());
        if (!changed) continue;
        around.insert(times < 1 ? around.begin() : around.end(), {times, *changed - first});
    }
    const auto equal = side == 0 ? std::nullopt : equal_at(trial, first, around);
    row.push_back(equal ? Cell(equal_text(trial, shown, *equal, first)) : Cell());
    return row;
}

}  // namespace

std::vector<std::vector<Exact>> totals_by_period(const Ground& ground) {
    const auto& paid = ground.paid;
    std::vector<std::vector<Exact>> all;
    for (const auto& pay : paid.pay) {
        std::vector<int128> counts(paid.periods.size(), 0);
        for (std::size_t at = 0; at < paid.size(); ++at) counts[paid.period[at]] += pay[at];
        all.emplace_back();
        for (const auto count : counts) all.back().push_back(Exact::ratio(count, 1) * paid.unit);
    }
    return all;
}

// Of a row that several person-months stand in once.
std::optional<Exact> whole_result(const Ground& ground) {
    const auto& paid = ground.paid;
    if (paid.result.empty()) return std::nullopt;
    if (ground.result.input) return total_of(ground.history, ground.result.input);
    const auto level = level_of(ground.sides, ground.result);
    const auto& frame = ground.history.frames[level];
    std::vector<std::uint8_t> is_counted(frame.rows, 0);
    int128 total = 0;
    for (std::size_t at = 0; at < paid.size(); ++at) {
        const auto row = ground.history.above(paid.rows[at], level);
        if (!row || !paid.result[at]) continue;
        auto& counted = is_counted[row.value - frame.first.value];
        if (counted == 0) total += *paid.result[at];
        counted = 1;
    }
    return Exact::ratio(total, 1) * paid.result_unit;
}

Finding costs(const Ground& ground) {
    const auto result = whole_result(ground);
    Finding finding{.name = "costs",
                    .title = phrase(say::compare_costs),
                    .columns = {{"scheme", phrase(say::compare_head_scheme)},
                                {"cost", phrase(say::compare_head_cost), Holds::amount},
                                {"difference", phrase(say::compare_head_difference), Holds::amount},
                                {"change", phrase(say::compare_head_change), Holds::percent}},
                    .picture = Picture::bars,
                    .series = {"cost"}};
    if (result) finding.columns.push_back({"of_result", phrase(say::compare_head_of_result), Holds::percent});
    const auto first = ground.cost(0);
    for (std::size_t i = 0; i < ground.count(); ++i) {
        const auto own = ground.cost(i);
        std::vector<Cell> row{ground.name(i), own, own - first, part(own - first, first)};
        if (result) row.push_back(part(own, *result));
        finding.rows.push_back(std::move(row));
    }
    return finding;
}

Finding months(const Ground& ground) {
    Finding finding{
        .name = "periods",
        .title = phrase(say::compare_months),
        .columns = with_sides(ground, {"period", phrase(say::compare_head_period)}, Holds::amount),
        .picture = Picture::lines};
    const auto totals = totals_by_period(ground);
    for (std::size_t at = 0; at < ground.paid.periods.size(); ++at) {
        std::vector<Cell> row{ground.period(ground.paid.periods[at])};
        for (const auto& total : totals) row.emplace_back(total[at]);
        finding.rows.push_back(std::move(row));
    }
    return finding;
}

Finding components(const Ground& ground) {
    Finding finding{
        .name = "components",
        .title = phrase(say::compare_components),
        .columns = with_sides(ground, {"component", phrase(say::compare_head_component)}, Holds::amount),
        .picture = Picture::bars};
    if (ground.paid.components.size() < 2) return finding;
    for (const auto& component : ground.paid.components) {
        std::vector<Cell> row{component.name};
        for (const auto& cost : component.cost) row.emplace_back(cost);
        finding.rows.push_back(std::move(row));
    }
    return finding;
}

Finding attainment(const Ground& ground) {
    Finding finding{
        .name = "attainment",
        .title = phrase(say::compare_attainment),
        .columns = with_sides(ground, {"result", phrase(say::compare_head_result)}, Holds::amount),
        .note = phrase(say::compare_note_attainment),
        .picture = Picture::lines};
    const auto inputs = inputs_of(ground.sides, ground.result);
    if (inputs.empty()) return finding;
    Payer payer(ground.sides.sides.front().scheme, ground.history, ground.workers);
    ScaledResult scaled(ground.history, inputs);
    for (const int percent : {80, 90, 100, 110, 120}) {
        scaled.to(Exact::ratio(percent, 100));
        std::vector<Cell> row{phrase(say::compare_times_history, percent_text(Exact::ratio(percent, 100)))};
        for (const auto& side : ground.sides.sides) {
            const auto paid = payer.cost(side.scheme);
            row.push_back(paid ? Cell(*paid) : Cell());
        }
        finding.rows.push_back(std::move(row));
    }
    return finding;
}

Finding sensitivity(const Ground& ground) {
    Finding finding{.name = "params",
                    .title = phrase(say::compare_sensitivity),
                    .columns = {{"scheme", phrase(say::compare_head_scheme)},
                                {"param", phrase(say::compare_head_param)},
                                {"value", phrase(say::compare_head_value)},
                                {"lower", phrase(say::compare_head_lower), Holds::amount},
                                {"higher", phrase(say::compare_head_higher), Holds::amount},
                                {"equal", phrase(say::compare_head_equal)}},
                    .note = phrase(say::compare_note_sensitivity, ground.name(0))};
    Payer payer(ground.sides.sides.front().scheme, ground.history, ground.workers);
    bool has_dated = false;
    for (std::size_t i = 0; i < ground.count(); ++i) {
        const auto& scheme = ground.sides.sides[i].scheme;
        for (std::uint32_t at = 0; at < scheme.params.size(); ++at) {
            const core::ParamId param(at);
            if (plain_values(scheme, param).empty()) continue;
            finding.rows.push_back(sensitivity_row(ground, payer, i, param));
            has_dated = has_dated || scheme.params[param].values.size() > 1;
        }
    }
    if (has_dated) finding.note += " " + phrase(say::compare_note_dated_params);
    return finding;
}

}  // namespace accrue::compare
