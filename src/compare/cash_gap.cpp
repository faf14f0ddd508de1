// The cash gap: by how much what had come in fell short of what had fallen due, and on which day.

#include <algorithm>

#include "base/messages/phrases/comparing.hpp"
#include "compare/receipts.hpp"
#include "number/decimal.hpp"

namespace accrue::compare {
namespace {

// The worst shortfall of a period; of equal ones the latest. 0 on no day when there is none.
struct Gap {
    Exact amount = 0;
    int day = 0;
};

// What falls due in a period: evenly over its days, and something more on one of them.
struct Due {
    Exact evenly;
    Exact at_once = 0;
    int on_day = 0;
};

Gap worst(const PeriodReceipts& period, const Due& due) {
    Gap worst;
    for (const auto& [day, received] : period.known) {
        auto owed = due.evenly * Exact::ratio(day, period.days);
        if (day >= std::min(due.on_day, period.days)) owed += due.at_once;
        const auto missing = owed - received;
        if (missing.sign() > 0 && missing >= worst.amount) worst = {missing, day};
    }
    return worst;
}

// The place of the period before; nothing when the history has none.
std::optional<std::size_t> place_before(const Paid& paid, Period period) {
    const Period before{period.index - 1};
    const auto found = std::ranges::lower_bound(paid.periods, before);
    if (found == paid.periods.end() || *found != before) return std::nullopt;
    return static_cast<std::size_t>(found - paid.periods.begin());
}

// `pays`: by side, then period.
std::vector<Cell> row_of(const Ground& ground, const PeriodReceipts& period,
                         const std::vector<std::vector<Exact>>& pays) {
    const auto& cash = *ground.cash;
    const auto gap = worst(period, {.evenly = cash.obligations});
    std::vector<Cell> row{ground.period(period.period), period.all(), ground.to_the_coin(gap.amount),
                          gap.day == 0 ? Cell() : Cell(Exact(gap.day))};
    if (!cash.pay_day) return row;
    const auto before = place_before(ground.paid, period.period);
    for (const auto& pay : pays) {
        if (!before) {
            row.emplace_back();
            continue;
        }
        const auto with_pay =
            worst(period, {.evenly = cash.obligations, .at_once = pay[*before], .on_day = *cash.pay_day});
        row.emplace_back(ground.to_the_coin(with_pay.amount));
    }
    return row;
}

std::string sentence(const Ground& ground, const Finding& finding) {
    std::size_t gaps = 0, worst = 0;
    const auto gap_of = [&](std::size_t at) { return std::get<Exact>(finding.rows[at][2]); };
    for (std::size_t at = 0; at < finding.rows.size(); ++at) {
        if (gap_of(at).sign() > 0) ++gaps;
        if (gap_of(at) > gap_of(worst)) worst = at;
    }
    const auto owed = money_text(ground.cash->obligations);
    if (gaps == 0) return phrase(say::compare_no_cash_gap, owed);
    return phrase(say::compare_cash_gap_is, owed, money_text(gap_of(worst)),
                  std::get<std::string>(finding.rows[worst][0]),
                  to_people(std::get<Exact>(finding.rows[worst][3])), gaps, finding.rows.size());
}

std::string note(const Ground& ground, const Receipts& known) {
    auto text =
        phrase(known.is_of_every_day ? say::compare_note_cash_gap : say::compare_note_cash_gap_columns);
    if (ground.cash->pay_day) text += " " + phrase(say::compare_note_cash_gap_pay, *ground.cash->pay_day);
    return text;
}

}  // namespace

Finding cash_gap(const Ground& ground, const std::optional<Receipts>& known) {
    if (!ground.cash) return {};
    Finding finding{.name = "cash_gap",
                    .title = phrase(say::compare_cash_gap),
                    .columns = {{"period", phrase(say::compare_head_period)},
                                {"received", phrase(say::compare_head_received), Holds::amount},
                                {"gap", phrase(say::compare_head_gap), Holds::amount},
                                {"day", phrase(say::compare_head_gap_day), Holds::count}},
                    .picture = Picture::bars,
                    .series = {"gap"}};
    if (!known) {
        finding.sentence = ground.paid.result.empty() ? phrase(say::compare_receipts_of_what)
                                                      : phrase(say::compare_no_receipts, ground.result.name);
        return finding;
    }
    if (ground.cash->pay_day)
        for (std::size_t i = 0; i < ground.count(); ++i)
            finding.columns.push_back({.name = "with_pay_" + std::to_string(i + 1),
                                       .title = phrase(say::compare_head_gap_with, ground.name(i)),
                                       .holds = Holds::amount});
    const auto pays = totals_by_period(ground);
    for (const auto& period : known->periods) finding.rows.push_back(row_of(ground, period, pays));
    finding.sentence = sentence(ground, finding);
    finding.note = note(ground, *known);
    return finding;
}

}  // namespace accrue::compare
