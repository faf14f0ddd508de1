// When the result comes: the rush at the end of a period.

#include <algorithm>
#include <array>

#include "base/messages/phrases/comparing.hpp"
#include "compare/receipts.hpp"
#include "compare/shown_cell.hpp"

namespace accrue::compare {
namespace {

// Days of a period that stand together.
struct Stretch {
    int first, last;  // the period's days, from 1
    Exact amount;
    int days() const { return last - first + 1; }
};

// Thirds of the period where every day is known, else from one known day to the next.
std::vector<Stretch> stretches(const Receipts& receipts, const PeriodReceipts& period) {
    std::vector<Stretch> all;
    Until before{.day = 0, .amount = 0};
    const auto add = [&](const Until& until) {
        all.push_back({before.day + 1, until.day, until.amount - before.amount});
        before = until;
    };
    if (!receipts.is_of_every_day) {
        for (const auto& until : period.known) add(until);
        return all;
    }
    constexpr int thirds = 3;
    for (int third = 1; third <= thirds; ++third)
        add(period.known[static_cast<std::size_t>(period.days * third / thirds) - 1]);
    return all;
}

struct Timed {
    std::vector<std::vector<Stretch>> periods;  // by period, then stretch
    std::size_t stretches() const { return periods.front().size(); }
};

// Nothing where periods are too short to have stretches, or differ in how many they have.
std::optional<Timed> timed(const Receipts& receipts) {
    Timed all;
    constexpr int fewest_days = 3;
    for (const auto& period : receipts.periods) {
        if (period.days < fewest_days) return std::nullopt;
        all.periods.push_back(stretches(receipts, period));
        if (all.periods.back().size() != all.stretches()) return std::nullopt;
    }
    return all.periods.empty() ? std::nullopt : std::optional(std::move(all));
}

std::string stretch_name(const Receipts& receipts, const Timed& timed, std::size_t at) {
    if (receipts.is_of_every_day)
        return phrase(
            std::array{say::compare_first_third, say::compare_second_third, say::compare_last_third}[at]);
    const auto& days = timed.periods.front()[at];
    if (at + 1 == timed.stretches()) return phrase(say::compare_days_to_end, days.first);
    return phrase(say::compare_days_between, days.first, days.last);
}

// What share of the result comes in a stretch, over the stretch's share of the days: 1 is an even flow.
Cell rush(const Cell& of_result, const Cell& of_days) {
    const auto* result = std::get_if<Exact>(&of_result);
    const auto* days = std::get_if<Exact>(&of_days);
    return result == nullptr || days == nullptr ? Cell() : part(*result, *days);
}

struct Share {
    Exact amount = 0, all = 0;
    std::int64_t days = 0, all_days = 0;
    Cell of_result() const { return part(amount, all); }
    Cell of_days() const { return part(days, all_days); }
};
// Of a stretch, in all periods together.
Share share_in_all(const Receipts& receipts, const Timed& timed, std::size_t at) {
    Share share;
    for (std::size_t i = 0; i < timed.periods.size(); ++i) {
        share.amount += timed.periods[i][at].amount;
        share.days += timed.periods[i][at].days();
        share.all += receipts.periods[i].all();
        share.all_days += receipts.periods[i].days;
    }
    return share;
}

std::string note(const Receipts& receipts) {
    return phrase(receipts.is_of_every_day ? say::compare_note_timing_records : say::compare_note_timing);
}

}  // namespace

Finding timing(const std::optional<Receipts>& known) {
    Finding finding{.name = "timing",
                    .title = phrase(say::compare_timing),
                    .columns = {{"days", phrase(say::compare_head_days)},
                                {"result", phrase(say::compare_head_result), Holds::amount},
                                {"share", phrase(say::compare_head_share), Holds::percent},
                                {"of_days", phrase(say::compare_head_of_days), Holds::percent},
                                {"rush", phrase(say::compare_head_rush), Holds::measure}},
                    .picture = Picture::bars,
                    .drawn = Holds::percent};
    const auto all = known ? timed(*known) : std::nullopt;
    if (!all) return finding;
    finding.note = note(*known);
    for (std::size_t at = 0; at < all->stretches(); ++at) {
        const auto share = share_in_all(*known, *all, at);
        finding.rows.push_back({stretch_name(*known, *all, at), share.amount, share.of_result(),
                                share.of_days(), rush(share.of_result(), share.of_days())});
    }
    const auto& last = finding.rows.back();
    finding.sentence =
        phrase(say::compare_rush_is, shown(last[2], Holds::percent), std::get<std::string>(last[0]),
               shown(last[3], Holds::percent), shown(last[4], Holds::measure));
    return finding;
}

Finding rush_by_period(const Ground& ground, const std::optional<Receipts>& known) {
    Finding finding{.name = "rush",
                    .title = phrase(say::compare_rush),
                    .columns = {{"period", phrase(say::compare_head_period)}},
                    .picture = Picture::lines,
                    .drawn = Holds::percent};
    const auto all = known ? timed(*known) : std::nullopt;
    if (!all || all->periods.size() < 2) return finding;
    for (std::size_t at = 0; at < all->stretches(); ++at)
        finding.columns.push_back({.name = "share_" + std::to_string(at + 1),
                                   .title = stretch_name(*known, *all, at),
                                   .holds = Holds::percent});
    finding.series = {finding.columns.back().name};
    finding.columns.push_back({"rush", phrase(say::compare_head_rush), Holds::measure});
    for (std::size_t i = 0; i < all->periods.size(); ++i) {
        const auto& period = known->periods[i];
        std::vector<Cell> row{ground.period(period.period)};
        for (const auto& stretch : all->periods[i]) row.push_back(part(stretch.amount, period.all()));
        row.push_back(rush(row.back(), part(all->periods[i].back().days(), period.days)));
        finding.rows.push_back(std::move(row));
    }
    return finding;
}

}  // namespace accrue::compare
