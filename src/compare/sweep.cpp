#include "compare/sweep.hpp"

#include <algorithm>

#include "base/messages/phrases/comparing.hpp"
#include "compare/finding.hpp"
#include "compare/shown_cell.hpp"

namespace accrue::compare {
namespace {

enum : std::size_t { value_column, cost_column };

std::vector<Cell> row_of(const Ground& ground, Payer& payer, const SweepStep& step,
                         const std::optional<Exact>& result) {
    const auto pay = payer.pay(ground.paid, step.scheme, ground.paid.unit);
    if (!pay) return {step.value, {}, {}, {}, {}, {}, {}, {}};
    const auto cost = sum(*pay, ground.paid.unit), now = ground.cost(0);
    const auto [more, less] = against_first(ground.paid, *pay);
    const auto zero = share_of(at_zero(*pay), pay->size());
    return {
        step.value, cost,         cost - now,  part(cost - now, now), result ? part(cost, *result) : Cell(),
        zero,       number(more), number(less)};
}

Holds holds_of(const Ground& ground, const Sweep& sweep) {
    if (sweep.is_percent) return Holds::rate;
    for (const auto& param : ground.sides.sides.front().scheme.params)
        if (param.name == sweep.param && param.type.kind == core::TypeKind::money) return Holds::amount;
    return Holds::count;
}

std::string said(const Finding& finding, const std::string& param) {
    const auto cost = [](const std::vector<Cell>& row) { return std::get_if<Exact>(&row[cost_column]); };
    const std::vector<Cell>*cheapest = nullptr, *dearest = nullptr;
    for (const auto& row : finding.rows) {
        if (cost(row) == nullptr) continue;
        if (cheapest == nullptr || *cost(row) < *cost(*cheapest)) cheapest = &row;
        if (dearest == nullptr || *cost(row) > *cost(*dearest)) dearest = &row;
    }
    if (cheapest == nullptr) return "";
    const auto value = [&](const std::vector<Cell>& row) {
        return shown(row[value_column], finding.columns[value_column].holds);
    };
    const auto amount = [&](const std::vector<Cell>& row) { return shown(row[cost_column], Holds::amount); };
    return phrase(say::compare_sweep_says, param, value(*cheapest), amount(*cheapest), value(*dearest),
                  amount(*dearest));
}

}  // namespace

Finding sweep(const Ground& ground, const Sweep& sweep) {
    Finding finding{.name = "sweep",
                    .title = phrase(say::compare_sweep, sweep.param, ground.name(0)),
                    .columns = {{"value", sweep.param, holds_of(ground, sweep)},
                                {"cost", phrase(say::compare_head_cost), Holds::amount},
                                {"difference", phrase(say::compare_head_difference), Holds::amount},
                                {"change", phrase(say::compare_head_change), Holds::percent},
                                {"of_result", phrase(say::compare_head_of_result), Holds::percent},
                                {"zero", phrase(say::compare_head_at_zero), Holds::percent},
                                {"more", phrase(say::compare_head_gainers), Holds::count},
                                {"less", phrase(say::compare_head_losers), Holds::count}},
                    .note = phrase(say::compare_note_sweep, ground.name(0)),
                    .picture = Picture::lines,
                    .series = {"cost"}};
    const auto result = whole_result(ground);
    Payer payer(ground.sides.sides.front().scheme, ground.history, ground.workers);
    std::int64_t unpaid = 0;
    for (const auto& step : sweep.steps) {
        finding.rows.push_back(row_of(ground, payer, step, result));
        unpaid += std::holds_alternative<std::monostate>(finding.rows.back()[cost_column]) ? 1 : 0;
    }
    finding.sentence = said(finding, sweep.param);
    if (unpaid > 0) finding.note += " " + phrase(say::compare_sweep_unpaid, unpaid);
    return finding;
}

}  // namespace accrue::compare
