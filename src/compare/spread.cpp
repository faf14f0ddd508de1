// How pay is spread over person-months.

#include <algorithm>

#include "base/messages/phrases/comparing.hpp"
#include "compare/finding.hpp"
#include "compare/ranking.hpp"
#include "compare/variants.hpp"

namespace accrue::compare {
namespace {

using Pays = std::vector<std::int64_t>;

Exact amount(const Ground& ground, const Exact& count) {
    return ground.to_the_coin(count * ground.paid.unit);
}

// As spreadsheets do it: at the place so many hundredths of the way from the first to the last, on a straight
// line between two.
Exact quantile(const Pays& rising, std::int64_t percent) {
    const auto hundredths = (static_cast<std::int64_t>(rising.size()) - 1) * percent;
    const auto place = static_cast<std::size_t>(hundredths / 100);
    const Exact low = rising[place], high = rising[std::min(place + 1, rising.size() - 1)];
    return low + (high - low) * Exact::ratio(hundredths % 100, 100);
}

// Σ (2i − n − 1) x_i / (n Σ x), of rising amounts that are none below 0.
Cell gini(const Pays& rising) {
    int128 total = 0, part = 0;
    const auto n = static_cast<std::int64_t>(rising.size());
    for (std::int64_t i = 0; i < n; ++i) {
        part += static_cast<int128>(2 * (i + 1) - n - 1) * rising[static_cast<std::size_t>(i)];
        total += rising[static_cast<std::size_t>(i)];
    }
    if (total <= 0 || rising.front() < 0) return {};
    return Exact::ratio(part, 1) / (Exact(n) * Exact::ratio(total, 1));
}

// How far a person's pay moves from one period to the person's next, on average, over average pay.
Cell swing(const Ground& ground, const Pays& pay) {
    std::vector<std::optional<std::int64_t>> last(ground.paid.people.size());
    int128 moves = 0, total = 0;
    std::int64_t steps = 0;
    for (std::size_t at = 0; at < pay.size(); ++at) {
        auto& before = last[ground.paid.person[at]];
        if (before) {
            const auto move = static_cast<int128>(pay[at]) - *before;
            moves += move < 0 ? -move : move;
            ++steps;
        }
        before = pay[at];
        total += pay[at];
    }
    if (steps == 0 || total <= 0) return {};
    return Exact::ratio(moves, steps) / Exact::ratio(total, static_cast<std::int64_t>(pay.size()));
}

}  // namespace

Finding zero_and_caps(const Ground& ground) {
    Finding finding{.name = "zero",
                    .title = phrase(say::compare_zero),
                    .columns = {{"scheme", phrase(say::compare_head_scheme)},
                                {"what", phrase(say::compare_head_what)},
                                {"times", phrase(say::compare_head_times), Holds::count},
                                {"share", phrase(say::compare_head_share), Holds::percent}}};
    for (std::size_t i = 0; i < ground.count(); ++i) {
        const auto zero = at_zero(ground.paid.pay[i]);
        finding.rows.push_back(
            {ground.name(i), phrase(say::compare_at_zero), number(zero), share_of(zero, ground.paid.size())});
        for (const auto& asked : answered(ground.sides.sides[i].scheme, ground.history, ground.workers)) {
            const auto words =
                asked.kind == Question::Kind::at_cap ? say::compare_at_cap : say::compare_gate_closed;
            finding.rows.push_back({ground.name(i), phrase(words, asked.name), number(asked.yes),
                                    share_of(asked.yes, asked.of)});
        }
    }
    return finding;
}

Finding spread(const Ground& ground) {
    Finding finding{.name = "spread",
                    .title = phrase(say::compare_spread),
                    .columns = {{"scheme", phrase(say::compare_head_scheme)},
                                {"p10", phrase(say::compare_head_lowest_tenth), Holds::amount},
                                {"median", phrase(say::compare_head_median), Holds::amount},
                                {"mean", phrase(say::compare_head_mean), Holds::amount},
                                {"p90", phrase(say::compare_head_highest_tenth), Holds::amount},
                                {"largest", phrase(say::compare_head_largest), Holds::amount},
                                {"gini", phrase(say::compare_head_gini), Holds::measure},
                                {"swing", phrase(say::compare_head_swing), Holds::percent}},
                    .note = phrase(say::compare_note_spread)};
    if (ground.paid.size() == 0) return finding;
    finding.rows.resize(ground.count());
    ground.workers.each(ground.count(), [&](std::size_t i, std::size_t) {
        auto rising = ground.paid.pay[i];
        sort_rising(rising);
        const Exact mean = sum(rising, 1) / static_cast<std::int64_t>(rising.size());
        finding.rows[i] = {
            ground.name(i),       amount(ground, quantile(rising, 10)), amount(ground, quantile(rising, 50)),
            amount(ground, mean), amount(ground, quantile(rising, 90)), amount(ground, rising.back()),
            gini(rising),         swing(ground, ground.paid.pay[i])};
    });
    return finding;
}

}  // namespace accrue::compare
