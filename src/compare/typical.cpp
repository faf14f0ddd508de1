#include "compare/typical.hpp"

#include <algorithm>

#include "base/messages/phrases/curves.hpp"
#include "compare/lent_history.hpp"
#include "compare/plan.hpp"
#include "number/rounding.hpp"

namespace accrue::compare {
namespace {

using core::InputId;
using data::RowId;

constexpr std::size_t most_cells = 1000;  // that a result is added up from

// What follows the result of one person-month.
class Path {
  public:
    Path(const Ground& ground, Typical& typical)
        : ground_(ground), history_(ground.history), typical_(typical) {}

    // Nothing, or why there is none.
    std::optional<NoPath> find() {
        const auto inputs = inputs_of(ground_.sides, ground_.result);
        if (ground_.result.input) return by_columns(inputs);
        return by_cells(inputs);
    }

  private:
    const core::Scheme& reading() const { return ground_.sides.reading; }
    RowId row_of_result() const {
        return history_.above(typical_.row, level_of(ground_.sides, ground_.result));
    }

    std::optional<NoPath> by_columns(const std::vector<InputId>& inputs) {
        const auto row = row_of_result();
        const auto whole = total_of(history_, ground_.result.input);
        if (whole.sign() <= 0) return NoPath{phrase(say::payout_no_result, ground_.result.name)};
        typical_.movings.push_back({.what = ground_.result.input, .row = row});
        for (const auto input : inputs) {
            const auto& column = history_.columns[input];
            const auto day = reading().inputs[input].day;
            if (day == 0 || column.absent || column.is_missing(row)) continue;
            const auto share =
                rounded(total_of(history_, input) / whole, Rounding::half_up, Exact::scaled(1, 3));
            typical_.movings.push_back({.what = input, .row = row, .rate = share});
            typical_.by_day.push_back({day, share});
        }
        std::ranges::sort(typical_.by_day, {}, &ShareByDay::day);
        return std::nullopt;
    }

    // Cells that a definition adds up: each as large a part of the result as it is now.
    std::optional<NoPath> by_cells(const std::vector<InputId>& inputs) {
        if (typical_.result.sign() == 0) return NoPath{phrase(say::payout_no_result, ground_.result.name)};
        const auto from = row_of_result();
        for (const auto input : inputs) {
            for (const auto row : rows_of(reading().inputs[input].level, from)) add_cell(input, row);
            if (typical_.movings.size() > most_cells)
                return NoPath{phrase(say::payout_many_cells, most_cells)};
        }
        return adds_up() ? std::nullopt
                         : std::optional(NoPath{phrase(say::payout_not_alike, ground_.result.name)});
    }
    std::vector<RowId> rows_of(core::LevelId level, RowId from) const {
        if (const auto above = history_.above(from, level)) return {above};
        return history_.inside(from, level);
    }
    void add_cell(InputId input, RowId row) {
        const auto value = history_.value(input, row);
        if (!value || std::get<Exact>(*value).sign() == 0) return;
        typical_.movings.push_back(
            {.what = input, .row = row, .rate = std::get<Exact>(*value) / typical_.result});
    }
    // Is the definition twice as much when each cell is?
    bool adds_up() {
        if (typical_.movings.empty()) return false;
        const auto row = row_of_result();
        LentHistory lent(ground_, 0);
        curve::Trial trial(lent.changed(), typical_.movings, ground_.result.definition, row);
        const auto doubled = trial(typical_.result * 2);
        const auto* value = explain::amount(doubled);
        return value != nullptr && *value == typical_.result * 2;
    }

    const Ground& ground_;
    const data::History& history_;
    Typical& typical_;
};

std::optional<Plan> plan_at(const Ground& ground, InputId input, std::size_t at) {
    if (!input) return std::nullopt;
    const auto row = ground.history.above(ground.paid.rows[at], ground.sides.reading.inputs[input].level);
    const auto value = row ? ground.history.value(input, row) : std::nullopt;
    const bool is_above_0 = value && std::get<Exact>(*value).sign() > 0;
    return is_above_0 ? std::optional(Plan{input, row, std::get<Exact>(*value)}) : std::nullopt;
}

}  // namespace

std::variant<Typical, NoPath> typical(const Ground& ground) {
    const auto& paid = ground.paid;
    if (paid.by_result.empty()) return NoPath{};
    Typical found;
    found.at = paid.by_result[(paid.by_result.size() - 1) / 2];
    found.row = paid.rows[found.at];
    found.level = paid.people[paid.person[found.at]].level;
    found.result = Exact(*paid.result[found.at]) * paid.result_unit;
    found.plan = plan_at(ground, plan_of(ground.sides, ground.result, ground.history), found.at);
    if (auto none = Path(ground, found).find()) return *std::move(none);
    return found;
}

}  // namespace accrue::compare
