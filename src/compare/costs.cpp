// What schemes cost: in all, by period, by component, with another result, with other params.

#include <algorithm>
#include <array>
#include <utility>

#include "base/messages/phrases/comparing.hpp"
#include "compare/finding.hpp"
#include "compare/variants.hpp"
#include "number/decimal.hpp"

namespace accrue::compare {
namespace {

Exact cost_of(const Ground& ground, std::size_t side) {
    return sum(ground.paid.pay[side], ground.paid.unit);
}

// The whole result; rows of an outer level that several person-months stand in count once.
std::optional<Exact> result_of(const Ground& ground) {
    if (ground.paid.result.empty()) return std::nullopt;
    if (ground.result.input) {
        const auto& column = ground.history.columns[ground.result.input];
        return sum({column.values.begin(), column.values.end()}, ground.paid.result_unit);
    }
    const auto& definition = ground.sides.sides.front().scheme.definitions[ground.result.definition];
    int128 total = 0;
    data::RowId last;
    for (std::size_t at = 0; at < ground.paid.size(); ++at) {
        const auto row = ground.history.above(ground.paid.rows[at], definition.level);
        if (row != last && ground.paid.result[at]) total += *ground.paid.result[at];
        last = row;
    }
    return Exact::ratio(total, 1) * ground.paid.result_unit;
}

std::vector<Column> with_sides(const Ground& ground, Column first) {
    std::vector<Column> columns{std::move(first)};
    for (std::size_t i = 0; i < ground.count(); ++i)
        columns.push_back({.name = ground.name(i), .title = ground.name(i), .holds = Holds::amount});
    return columns;
}

// ---------------------------------------------------------------- the param that makes costs equal

// Cost at so many times the param's value.
class Trial {
  public:
    Trial(const Ground& ground, std::size_t side, core::ParamId param)
        : ground_(ground), scheme_(ground.sides.sides[side].scheme), param_(param) {}
    std::optional<Exact> cost_at(const Exact& times) const {
        return cost(with_param_times(scheme_, param_, times), ground_.history, ground_.workers);
    }

  private:
    const Ground& ground_;
    const core::Scheme& scheme_;
    core::ParamId param_;
};

// A factor with its cost, less the wanted one.
struct Tried {
    Exact times, over;
};

// Between two factors, one below the wanted cost and one above: where a straight line between them meets it;
// the end that stays is drawn nearer each time, so that bends do not hold the search up.
Exact next_guess(const Tried& low, const Tried& high) {
    // a factor of more digits would not fit the columns' counts, and every row would be computed in fractions
    const Exact grid = Exact::scaled(1, 6);
    return rounded(low.times - low.over * (high.times - low.times) / (high.over - low.over),
                   Rounding::half_up, grid);
}

std::optional<Exact> closed_in(const Trial& trial, const Exact& wanted, Tried low, Tried high) {
    constexpr int most_tries = 12;
    const Exact near_enough = wanted / 1'000'000, step = Exact::scaled(1, 6);
    if (high.times < low.times) std::swap(low, high);
    int stayed = 0;  // how often the low end did, less how often the high one did
    for (int i = 0; i < most_tries; ++i) {
        const auto guess = next_guess(low, high);
        const auto at_guess = trial.cost_at(guess);
        if (!at_guess) return std::nullopt;
        const Tried tried{guess, *at_guess - wanted};
        if (abs(tried.over) <= near_enough || high.times - low.times <= step) return guess;
        const bool is_low = tried.over.sign() == low.over.sign();
        (is_low ? low : high) = tried;
        stayed = is_low ? std::min(stayed, 0) - 1 : std::max(stayed, 0) + 1;
        if (stayed > 1) low.over /= 2;
        if (stayed < -1) high.over /= 2;
    }
    return std::nullopt;
}

// The factor at which cost reaches `wanted`, exactly, or as near as a millionth of it or of the param; none
// between 0 and 4, or where cost jumps over it.
std::optional<Exact> equal_times(const Trial& trial, const Exact& wanted, const Exact& cost_now) {
    const Tried now{1, cost_now - wanted};
    if (now.over.sign() == 0) return now.times;
    for (const auto& end : {Exact::ratio(1, 2), Exact(2), Exact(0), Exact(4)}) {
        const auto at_end = trial.cost_at(end);
        if (!at_end) continue;
        const Tried far{end, *at_end - wanted};
        if (far.over.sign() == 0) return end;
        if (far.over.sign() != now.over.sign()) return closed_in(trial, wanted, now, far);
    }
    return std::nullopt;
}

std::string value_text(const core::Scheme& scheme, core::ParamId param, const Exact& value, bool is_exact) {
    const auto& of = scheme.params[param];
    const auto shown = of.shown_as_percent ? value * 100 : value;
    const int digits = of.type.kind == core::TypeKind::money ? 2 : 4;
    const auto near = rounded(shown, Rounding::half_up, Exact::scaled(1, digits));
    const auto text = to_people(near, {.least = 0, .most = digits}) + (of.shown_as_percent ? " %" : "");
    return is_exact && near == shown ? text : "≈ " + text;
}

std::vector<Cell> sensitivity_row(const Ground& ground, std::size_t side, core::ParamId param,
                                  const Exact& first) {
    const auto& scheme = ground.sides.sides[side].scheme;
    const auto own = cost_of(ground, side);
    const Trial trial(ground, side, param);
    const auto& value = *plain_value(scheme, param);
    std::vector<Cell> row{ground.name(side), scheme.params[param].name,
                          value_text(scheme, param, value, true)};
    for (const auto& times : {Exact::ratio(9, 10), Exact::ratio(11, 10)}) {
        const auto changed = trial.cost_at(times);
        row.push_back(changed ? Cell(*changed - own) : Cell());
    }
    if (side == 0) {
        row.emplace_back();
        return row;
    }
    const auto times = equal_times(trial, first, own);
    const bool is_exact = times && trial.cost_at(*times) == first;
    row.push_back(times ? Cell(value_text(scheme, param, value * *times, is_exact)) : Cell());
    return row;
}

}  // namespace

Finding costs(const Ground& ground) {
    const auto result = result_of(ground);
    Finding finding{.name = "costs",
                    .title = phrase(say::compare_costs),
                    .columns = {{"scheme", phrase(say::compare_head_scheme)},
                                {"cost", phrase(say::compare_head_cost), Holds::amount},
                                {"difference", phrase(say::compare_head_difference), Holds::amount},
                                {"change", phrase(say::compare_head_change), Holds::percent}},
                    .picture = Picture::bars};
    if (result) finding.columns.push_back({"of_result", phrase(say::compare_head_of_result), Holds::percent});
    const auto first = cost_of(ground, 0);
    for (std::size_t i = 0; i < ground.count(); ++i) {
        const auto own = cost_of(ground, i);
        std::vector<Cell> row{ground.name(i), own, own - first, part(own - first, first)};
        if (result) row.push_back(part(own, *result));
        finding.rows.push_back(std::move(row));
    }
    return finding;
}

Finding months(const Ground& ground) {
    Finding finding{.name = "periods",
                    .title = phrase(say::compare_months),
                    .columns = with_sides(ground, {"period", phrase(say::compare_head_period)}),
                    .picture = Picture::lines};
    std::vector<std::vector<int128>> totals(ground.count(),
                                            std::vector<int128>(ground.paid.periods.size(), 0));
    for (std::size_t i = 0; i < ground.count(); ++i)
        for (std::size_t at = 0; at < ground.paid.size(); ++at)
            totals[i][ground.paid.period[at]] += ground.paid.pay[i][at];
    for (std::size_t at = 0; at < ground.paid.periods.size(); ++at) {
        std::vector<Cell> row{ground.period(ground.paid.periods[at])};
        for (const auto& total : totals) row.emplace_back(Exact::ratio(total[at], 1) * ground.paid.unit);
        finding.rows.push_back(std::move(row));
    }
    return finding;
}

Finding components(const Ground& ground) {
    Finding finding{.name = "components",
                    .title = phrase(say::compare_components),
                    .columns = with_sides(ground, {"component", phrase(say::compare_head_component)}),
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
    Finding finding{.name = "attainment",
                    .title = phrase(say::compare_attainment),
                    .columns = with_sides(ground, {"result", phrase(say::compare_head_result)}),
                    .note = phrase(say::compare_note_attainment),
                    .picture = Picture::lines};
    const auto inputs = inputs_of(ground.sides, ground.result);
    if (inputs.empty()) return finding;
    for (const int percent : {80, 90, 100, 110, 120}) {
        const ScaledResult scaled(ground.history, inputs, Exact::ratio(percent, 100));
        if (!scaled.is_scaled()) return {};
        std::vector<Cell> row{phrase(say::compare_times_history, percent_text(Exact::ratio(percent, 100)))};
        for (const auto& side : ground.sides.sides) {
            const auto paid = cost(side.scheme, ground.history, ground.workers);
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
    const auto first = cost_of(ground, 0);
    for (std::size_t i = 0; i < ground.count(); ++i) {
        const auto& scheme = ground.sides.sides[i].scheme;
        for (std::uint32_t at = 0; at < scheme.params.size(); ++at)
            if (plain_value(scheme, core::ParamId(at)) != nullptr)
                finding.rows.push_back(sensitivity_row(ground, i, core::ParamId(at), first));
    }
    return finding;
}

}  // namespace accrue::compare
