// Pay at the plan and above it: upside, and how much of target pay is fixed.

#include <algorithm>

#include "base/messages/phrases/comparing.hpp"
#include "compare/finding.hpp"
#include "compare/moves_with.hpp"
#include "compare/plan.hpp"
#include "compare/variants.hpp"
#include "number/decimal.hpp"
#include "number/rounding.hpp"

namespace accrue::compare {
namespace {

using core::InputId;

constexpr std::int64_t none = -1;

// The rows of the result, each with its plan.
struct Planned {
    core::LevelId level;                // of the result
    data::RowId first;                  // row of that level
    std::vector<std::int64_t> results;  // by row, counts of the result's unit
    std::vector<std::int64_t> plans;  // by row, counts at `digits`; `none`: the row cannot be set to its plan
    int digits = 0;
    std::vector<std::uint8_t> is_counted;  // person-months, in the order of `Paid`
    std::size_t count = 0;                 // of them
    std::size_t left_out = 0;              // of those with a plan: nothing of theirs could be set to it

    std::size_t place(data::RowId row) const { return row.value - first.value; }
};

// Where the result stands in records, there must be some that can grow or shrink.
bool can_be_set(const Ground& ground, std::int64_t result, std::int64_t plan) {
    return plan > 0 && (ground.result.input ? result >= 0 : result > 0);
}

Planned planned(const Ground& ground, InputId plan) {
    const auto& history = ground.history;
    const auto level = level_of(ground.sides, ground.result),
               plan_level = ground.sides.reading.inputs[plan].level;
    const auto& column = history.columns[plan];
    const auto rows = history.frames[level].rows;
    Planned all{.level = level,
                .first = history.frames[level].first,
                .results = std::vector<std::int64_t>(rows, 0),
                .plans = std::vector<std::int64_t>(rows, none),
                .digits = column.digits,
                .is_counted = std::vector<std::uint8_t>(ground.paid.size(), 0)};
    for (std::size_t at = 0; at < ground.paid.size(); ++at) {
        const auto row = history.above(ground.paid.rows[at], level);
        const auto with_plan = row ? history.above(row, plan_level) : data::RowId();
        if (!with_plan || !ground.paid.result[at] || column.is_missing(with_plan)) continue;
        const auto result = *ground.paid.result[at], wanted = column.count(with_plan);
        if (!can_be_set(ground, result, wanted)) {
            all.left_out += wanted > 0 ? 1 : 0;
            continue;
        }
        all.results[all.place(row)] = result;
        all.plans[all.place(row)] = wanted;
        all.is_counted[at] = 1;
        ++all.count;
    }
    return all;
}

// The largest share of its plan that any row reached, in steps of 0.01 % below it.
Exact highest_attainment(const Ground& ground, const Planned& planned) {
    std::int64_t result = 0, plan = 1;
    for (std::size_t at = 0; at < planned.plans.size(); ++at) {
        if (planned.plans[at] == none) continue;
        const auto own = static_cast<int128>(planned.results[at]) * plan;
        if (own > static_cast<int128>(result) * planned.plans[at])
            result = planned.results[at], plan = planned.plans[at];
    }
    const Exact reached =
        Exact(result) * ground.paid.result_unit / (Exact(plan) * Exact::scaled(1, planned.digits));
    return rounded(reached, Rounding::down, Exact::scaled(1, 4));
}

// Rows that a sum with a condition adds up, by their places in their level.
struct Added {
    core::LevelId level;
    std::vector<std::uint8_t> rows;
};
std::optional<Added> added_by_result(const Ground& ground) {
    if (!ground.result.definition) return std::nullopt;
    auto scheme = ground.sides.sides.front().scheme;
    const auto& value = scheme.expressions[scheme.definitions[ground.result.definition].value];
    const auto* sum = std::get_if<core::Aggregate>(&value.node);
    if (sum == nullptr || !sum->where) return std::nullopt;
    auto& where = scheme.definitions[sum->where];
    where.kind = core::DefinitionKind::promise;  // which is kept
    const auto run =
        run::run(scheme, ground.history, run::Keep::paid, run::rows_of_a_vector, &ground.workers);
    const auto& holds = run.definitions[sum->where.value];
    Added added{.level = where.level,
                .rows = std::vector<std::uint8_t>(ground.history.frames[where.level].rows)};
    for (std::size_t i = 0; i < added.rows.size(); ++i) {
        const data::RowId row(holds.first.value + i);
        added.rows[i] = holds.state(row) == run::State::present && holds.count(row) != 0 ? 1 : 0;
    }
    return added;
}

// While it lives, every row's result is its plan: its records and what had come by each day grow or shrink
// with it; what came of nothing comes evenly over the period. Throws `TooLong`.
class AtPlan {
  public:
    AtPlan(const Ground& ground, const Planned& planned, const std::vector<InputId>& inputs)
        : ground_(ground),
          planned_(planned),
          digits_(digits_of(ground, planned, inputs)),
          added_(added_by_result(ground)),
          brought_(planned.results.size(), 0),
          kept_(ground.history, inputs) {
        for (const auto input : inputs) set(input);
    }

  private:
    // The largest of them, below zero or above it.
    template <class Counts>
    static Exact largest_of(const Counts& counts, int digits) {
        std::int64_t largest = 0;
        for (const std::int64_t count : counts) largest = std::max(largest, count < 0 ? -count : count);
        return Exact::scaled(largest, digits);
    }
    // Two spare ones where they fit, so that a share of the plan, `50% of plan`, is no finer than what is
    // rounded.
    static int digits_of(const Ground& ground, const Planned& planned, const std::vector<InputId>& inputs) {
        const Exact most = 1'000'000'000'000'000'000, multiple = 10;
        int digits = planned.digits;
        auto largest = largest_of(planned.plans, planned.digits);
        for (const auto input : inputs) {
            const auto& column = ground.history.columns[input];
            digits = std::max(digits, column.digits);
            largest = std::max(largest, largest_of(column.values, column.digits));
        }
        const auto fits = [&](int spare) {
            return largest * multiple <= most * Exact::scaled(1, digits + spare);
        };
        return digits + (fits(2) ? 2 : fits(1) ? 1 : 0);
    }
    // A ratio of two units, which are powers of ten, as a factor of what is above and below a fraction line.
    struct Factors {
        std::int64_t above = 1, below = 1;
    };
    static Factors factors(const Exact& ratio) {
        Factors factors;
        if (!ratio.fits_scaled(1, factors.above)) factors.above = 1;
        if (!(Exact(factors.above) / ratio).fits_scaled(1, factors.below)) throw TooLong{};
        return factors;
    }

    void set(InputId input) {
        auto& column = ground_.history.columns[input];
        if (column.absent) return;
        if (!column.large.empty()) throw TooLong{};
        const auto unit_of_plan = Exact::scaled(1, planned_.digits), unit = Exact::scaled(1, digits_);
        const auto finer = factors(Exact::scaled(1, column.digits) / unit),
                   of_result = factors(unit_of_plan / ground_.paid.result_unit),
                   of_plan = factors(unit_of_plan / unit);
        // by day it is no part of a sum but has come by then, of all
        if (ground_.result.input) brought_.assign(brought_.size(), 0);
        column.digits = digits_;
        const auto level = ground_.sides.reading.inputs[input].level;
        for (std::size_t i = 0; i < column.values.size(); ++i) {
            const data::RowId row(column.first.value + i);
            const auto base = ground_.history.above(row, planned_.level);
            const auto place = base ? planned_.place(base) : 0;
            auto& count = column.values[i];
            count = divided(count, 1, finer);
            if (!base || planned_.plans[place] == none) continue;
            const int128 plan = planned_.plans[place], result = planned_.results[place];
            if (result == 0)
                count = divided(plan * days_until(input, row), days_of(row), of_plan);
            else if (is_added(level, i))
                count = next_part(brought_[place], count, plan, result, of_result);
            else
                count = divided(product(plan, count), result, of_result);
        }
    }
    bool is_added(core::LevelId level, std::size_t place) const {
        return !added_ || added_->level != level || added_->rows[place] != 0;
    }
    // What is brought is rounded, and not each part of it: all parts add up to the plan exactly.
    static std::int64_t next_part(int128& brought, std::int64_t count, const int128& plan,
                                  const int128& result, const Factors& by) {
        const auto before = divided(product(plan, brought), result, by);
        brought += count;
        return divided(product(plan, brought), result, by) - before;
    }
    static int128 product(int128 a, const int128& b) {
        if (__builtin_mul_overflow(a, b, &a)) throw TooLong{};
        return a;
    }
    // To the nearest.
    static std::int64_t divided(int128 above, int128 below, const Factors& by) {
        constexpr int128 most = std::int64_t{1} << 62U;
        above = product(above, by.above);
        below *= by.below;
        const auto nearest = (above + below / 2) / below;
        if (nearest > most || nearest < -most) throw TooLong{};
        return static_cast<std::int64_t>(nearest);
    }
    int days_of(data::RowId row) const { return ground_.days(ground_.history.rows.periods[row.value]); }
    int days_until(InputId input, data::RowId row) const {
        const auto day = ground_.sides.reading.inputs[input].day;
        return day == 0 ? days_of(row) : std::min(day, days_of(row));
    }

    const Ground& ground_;
    const Planned& planned_;
    int digits_;                   // of all columns that are set
    std::optional<Added> added_;   // none: all rows
    std::vector<int128> brought_;  // by the row of a result: what its parts so far had been
    KeptColumns kept_;
};

// ---------------------------------------------------------------- what is paid there

Exact mean(const Ground& ground, const Planned& planned, const std::vector<std::int64_t>& pay) {
    int128 total = 0;
    for (std::size_t at = 0; at < pay.size(); ++at)
        if (planned.is_counted[at] != 0) total += pay[at];
    return Exact::ratio(total, static_cast<std::int64_t>(planned.count)) * ground.paid.unit;
}

// Only its pay lines that do not move with the result are left; nothing when there are none.
std::optional<core::Scheme> fixed_part(const Ground& ground, std::size_t side,
                                       const std::vector<InputId>& inputs) {
    auto scheme = ground.sides.sides[side].scheme;
    bool has_fixed = false;
    for (const auto& pay : scheme.pays) {
        if (!moves_with(scheme, pay.amount, inputs)) {
            has_fixed = true;
            continue;
        }
        auto& line = scheme.definitions[pay.amount];
        line.value = scheme.expressions.add({.node = core::Constant{.value = Exact(0)},
                                             .type = line.type,
                                             .origin = scheme.expressions[line.value].origin});
    }
    return has_fixed ? std::optional(std::move(scheme)) : std::nullopt;
}

struct Upside {
    std::size_t people = 0;                     // person-months
    std::size_t left_out = 0;                   // person-months whose result cannot be set to their plan
    std::vector<Exact> times;                   // of the plan, rising
    Exact highest;                              // of them the one that history reached
    std::vector<std::vector<Cell>> mean{};      // by `times`, then side
    std::vector<std::optional<Exact>> fixed{};  // of a person-month at the plan, by side; none: no fixed line
};

std::vector<Cell> means(const Ground& ground, const Planned& planned, Payer& payer) {
    std::vector<Cell> row;
    for (const auto& side : ground.sides.sides) {
        const auto pay = payer.pay(ground.paid, side.scheme, ground.paid.unit);
        row.push_back(pay ? Cell(mean(ground, planned, *pay)) : Cell());
    }
    return row;
}

std::optional<Upside> found_upside(const Ground& ground, InputId plan) {
    const auto all = planned(ground, plan);
    if (all.count == 0) return std::nullopt;
    const auto inputs = inputs_of(ground.sides, ground.result);
    Upside found{.people = all.count,
                 .left_out = all.left_out,
                 .times = {1, Exact::ratio(6, 5), Exact::ratio(3, 2), 2},
                 .highest = highest_attainment(ground, all)};
    if (std::ranges::find(found.times, found.highest) == found.times.end())
        found.times.push_back(found.highest);
    std::ranges::sort(found.times);
    const AtPlan at_plan(ground, all, inputs);
    Payer payer(ground.sides.sides.front().scheme, ground.history, ground.workers);
    for (std::size_t i = 0; i < ground.count(); ++i) {
        const auto fixed = fixed_part(ground, i, inputs);
        const auto pay = fixed ? payer.pay(ground.paid, *fixed, ground.paid.unit) : std::nullopt;
        found.fixed.push_back(pay ? std::optional(mean(ground, all, *pay)) : std::nullopt);
    }
    ScaledResult scaled(ground.history, inputs);
    for (const auto& times : found.times) {
        scaled.to(times);
        found.mean.push_back(means(ground, all, payer));
    }
    return found;
}

Cell to_the_coin(const Ground& ground, const Cell& amount) {
    const auto* known = std::get_if<Exact>(&amount);
    return known == nullptr ? Cell() : Cell(ground.to_the_coin(*known));
}

Finding upside_table(const Ground& ground, const Upside& found) {
    Finding finding{
        .name = "upside",
        .title = phrase(say::compare_upside),
        .columns = with_sides(ground, {"attainment", phrase(say::compare_head_attainment)}, Holds::amount),
        .note = phrase(say::compare_note_upside, found.people),
        .picture = Picture::lines};
    if (found.left_out > 0) finding.note += " " + phrase(say::compare_note_left_out, found.left_out);
    for (std::size_t at = 0; at < found.times.size(); ++at) {
        const auto words =
            found.times[at] == found.highest ? say::compare_highest_in_history : say::compare_of_plan;
        finding.rows.push_back({phrase(words, percent_text(found.times[at]))});
        for (const auto& mean : found.mean[at]) finding.rows.back().push_back(to_the_coin(ground, mean));
    }
    return finding;
}

constexpr int above_plan[] = {120, 150, 200};  // percent

Finding mix_table(const Ground& ground, const Upside& found) {
    const bool has_fixed =
        std::ranges::any_of(found.fixed, [](const auto& each) { return each.has_value(); });
    Finding finding{.name = "mix",
                    .title = phrase(say::compare_mix),
                    .columns = {{"scheme", phrase(say::compare_head_scheme)},
                                {"target", phrase(say::compare_head_target), Holds::amount}},
                    .note = phrase(say::compare_note_mix)};
    if (has_fixed) {
        finding.note += " " + phrase(say::compare_note_fixed);
        finding.columns.push_back({"fixed", phrase(say::compare_head_fixed), Holds::percent});
        finding.columns.push_back({"variable", phrase(say::compare_head_variable), Holds::percent});
    }
    for (const int percent : above_plan)
        finding.columns.push_back(
            {.name = "times_" + std::to_string(percent),
             .title = phrase(say::compare_of_plan, percent_text(Exact::ratio(percent, 100))),
             .holds = Holds::measure});
    const auto mean_at = [&](const Exact& times, std::size_t side) {
        const auto at = std::ranges::find(found.times, times) - found.times.begin();
        return std::get_if<Exact>(&found.mean[static_cast<std::size_t>(at)][side]);
    };
    for (std::size_t i = 0; i < ground.count(); ++i) {
        const auto* target = mean_at(1, i);
        if (target == nullptr) continue;
        std::vector<Cell> row{ground.name(i), to_the_coin(ground, *target)};
        const Exact fixed = found.fixed[i].value_or(0);
        if (has_fixed) row.insert(row.end(), {part(fixed, *target), part(*target - fixed, *target)});
        for (const int percent : above_plan) {
            const auto* pay = mean_at(Exact::ratio(percent, 100), i);
            row.push_back(pay == nullptr ? Cell() : part(*pay, *target));
        }
        finding.rows.push_back(std::move(row));
    }
    return finding;
}

std::vector<Finding> left_out(std::string why) {
    return {{.name = "upside", .title = phrase(say::compare_upside), .sentence = std::move(why)}};
}

}  // namespace

std::vector<Finding> upside_and_mix(const Ground& ground) {
    if (ground.paid.result.empty()) return {};
    const auto plan = plan_of(ground.sides, ground.result, ground.history);
    if (!plan) return left_out(phrase(say::compare_no_plan));
    try {
        const auto found = found_upside(ground, plan);
        if (!found) return left_out(phrase(say::compare_plan_is_blank));
        return {upside_table(ground, *found), mix_table(ground, *found)};
    } catch (const TooLong&) {
        return left_out(phrase(say::compare_plan_is_too_long));
    }
}

}  // namespace accrue::compare
