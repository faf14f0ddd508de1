// How pay is spread over person-months, and how it goes with the result.

#include <algorithm>
#include <array>
#include <numeric>

#include "base/messages/phrases/comparing.hpp"
#include "compare/finding.hpp"
#include "compare/variants.hpp"
#include "number/rounding.hpp"

namespace accrue::compare {
namespace {

using Pays = std::vector<std::int64_t>;

Exact amount(const Ground& ground, std::int64_t count) {
    return Exact(count) * ground.paid.unit;
}

// The smallest that so many of a hundred are not above.
std::int64_t quantile(const Pays& rising, std::size_t percent) {
    return rising[std::min(rising.size() - 1, rising.size() * percent / 100)];
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
            moves += pay[at] > *before ? pay[at] - *before : *before - pay[at];
            ++steps;
        }
        before = pay[at];
        total += pay[at];
    }
    if (steps == 0 || total <= 0) return {};
    return Exact::ratio(moves, steps) / Exact::ratio(total, static_cast<std::int64_t>(pay.size()));
}

// ---------------------------------------------------------------- pay and result

struct Pair {
    std::int64_t result, pay;
};
std::vector<Pair> pairs(const Ground& ground, std::size_t side) {
    std::vector<Pair> all;
    for (std::size_t at = 0; at < ground.paid.result.size(); ++at)
        if (ground.paid.result[at]) all.push_back({*ground.paid.result[at], ground.paid.pay[side][at]});
    return all;
}

// The square root of a fraction of 0 or more, to 10^-6 below: by whole numbers.
Exact root(const Exact& of) {
    const Exact scaled = floor(of * Exact::scaled(1, -12));
    Exact low = 0, high = 1;
    while (high * high <= scaled) high *= 2;
    while (high - low > 1) {
        const Exact middle = floor((low + high) / 2);
        (middle * middle <= scaled ? low : high) = middle;
    }
    return low / Exact::scaled(1, -6);
}

Exact thousandths(const Exact& value) {
    return rounded(value, Rounding::half_up, Exact::scaled(1, 3));
}

// From sums of exact squares and products.
Cell pearson(const std::vector<Pair>& all) {
    Exact x = 0, y = 0, xx = 0, yy = 0, xy = 0;
    int128 part_x = 0, part_y = 0;
    for (const auto& [result, pay] : all) {
        part_x += result;
        part_y += pay;
    }
    x = Exact::ratio(part_x, 1);
    y = Exact::ratio(part_y, 1);
    const auto n = static_cast<std::int64_t>(all.size());
    if (n == 0) return {};
    // about the whole middle, so that squares of a million rows stay in 128 bits
    const auto middle_x = static_cast<std::int64_t>(part_x / n),
               middle_y = static_cast<std::int64_t>(part_y / n);
    std::array<int128, 3> sums{};
    std::size_t since = 0;
    const auto empty_sums = [&] {
        xx += Exact::ratio(sums[0], 1);
        yy += Exact::ratio(sums[1], 1);
        xy += Exact::ratio(sums[2], 1);
        sums = {};
        since = 0;
    };
    for (const auto& [result, pay] : all) {
        const int128 a = static_cast<int128>(result) - middle_x, b = static_cast<int128>(pay) - middle_y;
        sums[0] += a * a;
        sums[1] += b * b;
        sums[2] += a * b;
        if (++since == 64) empty_sums();
    }
    empty_sums();
    const Exact dx = x - Exact(n) * middle_x, dy = y - Exact(n) * middle_y;
    const Exact over = Exact(n) * xy - dx * dy;
    const Exact under = (Exact(n) * xx - dx * dx) * (Exact(n) * yy - dy * dy);
    if (under.sign() <= 0) return {};
    const auto size = thousandths(root(over * over / under));
    return over.sign() < 0 ? -size : size;
}

// How many pairs (earlier, later) of a list have the earlier one larger; the list is sorted on the way.
std::uint64_t inversions(std::vector<std::int64_t>& list, std::vector<std::int64_t>& spare, std::size_t begin,
                         std::size_t end) {
    if (end - begin < 2) return 0;
    const auto middle = begin + (end - begin) / 2;
    auto count = inversions(list, spare, begin, middle) + inversions(list, spare, middle, end);
    auto left = begin, right = middle, to = begin;
    while (left < middle && right < end) {
        if (list[right] < list[left]) {
            count += middle - left;
            spare[to++] = list[right++];
        } else {
            spare[to++] = list[left++];
        }
    }
    while (left < middle) spare[to++] = list[left++];
    while (right < end) spare[to++] = list[right++];
    std::copy(spare.begin() + static_cast<std::ptrdiff_t>(begin),
              spare.begin() + static_cast<std::ptrdiff_t>(end),
              list.begin() + static_cast<std::ptrdiff_t>(begin));
    return count;
}

template <class Key>
std::uint64_t tied_pairs(const std::vector<Pair>& sorted, const Key& key) {
    std::uint64_t ties = 0, run = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        run = i > 0 && key(sorted[i]) == key(sorted[i - 1]) ? run + 1 : 0;
        ties += run;
    }
    return ties;
}

struct Ordered {
    Cell kendall, inverted;
};
Ordered ordered(std::vector<Pair> all) {
    const auto by_both = [](const Pair& a, const Pair& b) {
        return a.result != b.result ? a.result < b.result : a.pay < b.pay;
    };
    std::ranges::sort(all, by_both);
    const auto n = static_cast<std::uint64_t>(all.size());
    const auto both = [](const Pair& pair) { return std::pair(pair.result, pair.pay); };
    const auto same_result = tied_pairs(all, [](const Pair& pair) { return pair.result; });
    const auto same_both = tied_pairs(all, both);
    std::vector<std::int64_t> pay(all.size()), spare(all.size());
    std::ranges::transform(all, pay.begin(), &Pair::pay);
    const auto against = inversions(pay, spare, 0, pay.size());
    std::ranges::sort(all, {}, &Pair::pay);
    const auto same_pay = tied_pairs(all, [](const Pair& pair) { return pair.pay; });
    const auto pairs = n == 0 ? 0 : n * (n - 1) / 2;
    const auto whole = [](std::uint64_t count) { return Exact::ratio(static_cast<int128>(count), 1); };
    const Exact of_result = whole(pairs - same_result), of_pay = whole(pairs - same_pay);
    if (of_result.sign() == 0) return {};
    const Exact with = whole(pairs + same_both) - whole(same_result) - whole(same_pay) - whole(against);
    const Exact over = with - whole(against);
    Ordered found{.kendall = {}, .inverted = whole(against) / of_result};
    if (of_pay.sign() == 0) return found;
    const auto size = thousandths(root(over * over / (of_result * of_pay)));
    found.kendall = over.sign() < 0 ? -size : size;
    return found;
}

Exact sum_of_results(const Paid& paid) {
    int128 total = 0;
    for (const auto& result : paid.result) total += result.value_or(0);
    return Exact::ratio(total, 1) * paid.result_unit;
}

// ---------------------------------------------------------------- a little more result

// Pay before rounding with the result times so much, counted finely.
class Trials {
  public:
    Trials(const Ground& ground, std::size_t side)
        : ground_(ground),
          scheme_(without_rounding(ground.sides.sides[side].scheme)),
          inputs_(inputs_of(ground.sides, ground.result)) {}

    std::optional<Pays> at(const Exact& times) const {
        const ScaledResult scaled(ground_.history, inputs_, times);
        if (!scaled.is_scaled()) return std::nullopt;
        // to a ten-thousandth of the smallest coin; what is finer is cut by the count
        auto fine = scheme_;
        for (const auto& pay : fine.pays) round_finely(fine, pay.amount);
        return pay_at(ground_.paid, fine, ground_.history, unit(), ground_.workers);
    }
    Exact unit() const { return ground_.paid.unit * Exact::scaled(1, 4); }

  private:
    void round_finely(core::Scheme& scheme, core::DefinitionId id) const {
        auto& definition = scheme.definitions[id];
        const auto origin = scheme.expressions[definition.value].origin;
        const auto step = scheme.expressions.add(
            {.node = core::Constant{.value = unit()}, .type = definition.type, .origin = origin});
        definition.value = scheme.expressions.add(
            {.node = core::Round{.of = definition.value, .mode = Rounding::half_even, .step = step},
             .type = definition.type,
             .origin = origin});
    }

    const Ground& ground_;
    core::Scheme scheme_;
    std::vector<core::InputId> inputs_;
};

}  // namespace

Cell part(const Exact& of, const Exact& whole) {
    return whole.sign() == 0 ? Cell() : Cell(of / whole);
}

Cell number(std::size_t count) {
    return Exact(static_cast<std::int64_t>(count));
}

Finding zero_and_caps(const Ground& ground) {
    Finding finding{.name = "zero",
                    .title = phrase(say::compare_zero),
                    .columns = {{"scheme", phrase(say::compare_head_scheme)},
                                {"what", phrase(say::compare_head_what)},
                                {"times", phrase(say::compare_head_times), Holds::count},
                                {"share", phrase(say::compare_head_share), Holds::percent}}};
    for (std::size_t i = 0; i < ground.count(); ++i) {
        const auto zero = static_cast<std::size_t>(std::ranges::count(ground.paid.pay[i], 0));
        finding.rows.push_back(
            {ground.name(i), phrase(say::compare_at_zero), number(zero),
             part(std::get<Exact>(number(zero)), std::get<Exact>(number(ground.paid.size())))});
        for (const auto& asked : answered(ground.sides.sides[i].scheme, ground.history, ground.workers)) {
            const auto words =
                asked.kind == Question::Kind::at_cap ? say::compare_at_cap : say::compare_gate_closed;
            finding.rows.push_back(
                {ground.name(i), phrase(words, asked.name), number(asked.yes),
                 part(std::get<Exact>(number(asked.yes)), std::get<Exact>(number(asked.of)))});
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
        std::ranges::sort(rising);
        const Exact mean = sum(rising, ground.paid.unit) / std::get<Exact>(number(rising.size()));
        finding.rows[i] = {ground.name(i),
                           amount(ground, quantile(rising, 10)),
                           amount(ground, quantile(rising, 50)),
                           rounded(mean, Rounding::half_up, ground.paid.unit),
                           amount(ground, quantile(rising, 90)),
                           amount(ground, rising.back()),
                           gini(rising),
                           swing(ground, ground.paid.pay[i])};
    });
    return finding;
}

Finding performance(const Ground& ground) {
    Finding finding{.name = "performance",
                    .title = phrase(say::compare_performance),
                    .columns = {{"scheme", phrase(say::compare_head_scheme)},
                                {"pearson", phrase(say::compare_head_pearson), Holds::measure},
                                {"kendall", phrase(say::compare_head_kendall), Holds::measure},
                                {"inverted", phrase(say::compare_head_inverted), Holds::percent}},
                    .note = phrase(say::compare_note_performance)};
    if (ground.paid.result.empty()) return finding;
    finding.rows.resize(ground.count());
    ground.workers.each(ground.count(), [&](std::size_t i, std::size_t) {
        const auto all = pairs(ground, i);
        const auto order = ordered(all);
        finding.rows[i] = {ground.name(i), pearson(all), order.kendall, order.inverted};
    });
    return finding;
}

Finding by_result(const Ground& ground) {
    constexpr std::size_t tenths = 10;
    Finding finding{.name = "by_result",
                    .title = phrase(say::compare_by_result),
                    .columns = {{"result", phrase(say::compare_head_result)}},
                    .note = phrase(say::compare_note_by_result),
                    .picture = Picture::lines};
    std::vector<std::size_t> order;
    for (std::size_t at = 0; at < ground.paid.result.size(); ++at)
        if (ground.paid.result[at]) order.push_back(at);
    if (order.size() < tenths) return finding;
    std::ranges::stable_sort(order, {}, [&](std::size_t at) { return *ground.paid.result[at]; });
    for (std::size_t i = 0; i < ground.count(); ++i)
        finding.columns.push_back({.name = ground.name(i), .title = ground.name(i), .holds = Holds::amount});
    for (std::size_t tenth = 0; tenth < tenths; ++tenth) {
        const auto begin = order.size() * tenth / tenths, end = order.size() * (tenth + 1) / tenths;
        const auto mean = [&](const auto& value_at) {
            int128 total = 0;
            for (auto at = begin; at < end; ++at) total += value_at(order[at]);
            return Exact::ratio(total, static_cast<std::int64_t>(end - begin));
        };
        const Exact result =
            mean([&](std::size_t at) { return *ground.paid.result[at]; }) * ground.paid.result_unit;
        std::vector<Cell> row{rounded(result, Rounding::half_up, 1)};
        for (const auto& pay : ground.paid.pay)
            row.emplace_back(rounded(mean([&](std::size_t at) { return pay[at]; }) * ground.paid.unit,
                                     Rounding::half_up, ground.paid.unit));
        finding.rows.push_back(std::move(row));
    }
    finding.columns.front().holds = Holds::amount;
    return finding;
}

Finding more_result(const Ground& ground) {
    Finding finding{.name = "more_result",
                    .title = phrase(say::compare_next),
                    .columns = {{"scheme", phrase(say::compare_head_scheme)},
                                {"next", phrase(say::compare_head_next), Holds::percent},
                                {"dead", phrase(say::compare_head_dead), Holds::percent},
                                {"jump", phrase(say::compare_head_jump), Holds::percent},
                                {"fall", phrase(say::compare_head_fall), Holds::percent}},
                    .note = phrase(say::compare_note_next)};
    if (inputs_of(ground.sides, ground.result).empty()) return finding;
    const Exact little = Exact::scaled(1, 4), two = Exact::ratio(2, 100);
    const auto whole = sum_of_results(ground.paid);
    for (std::size_t i = 0; i < ground.count(); ++i) {
        const Trials trials(ground, i);
        const auto here = trials.at(1), just = trials.at(Exact(1) + little), up = trials.at(Exact(1) + two),
                   up_just = trials.at(Exact(1) + two + little);
        if (!here || !just || !up || !up_just) return {};
        std::size_t dead = 0, jump = 0, fall = 0;
        int128 gained = 0;
        constexpr std::int64_t of_littles = 200;  // 2 % in steps of 0.01 %
        for (std::size_t at = 0; at < here->size(); ++at) {
            const auto slope = (*just)[at] - (*here)[at], far_slope = (*up_just)[at] - (*up)[at];
            const auto change = static_cast<int128>((*up)[at]) - (*here)[at];
            const int128 most = static_cast<int128>(std::max(slope, far_slope)) * of_littles;
            const int128 least = static_cast<int128>(std::min(slope, far_slope)) * of_littles;
            constexpr int128 slack = 1'000'000;  // a hundred of the smallest coin, for what counts cut off
            gained += slope;
            if (slope == 0) ++dead;
            if (change > most + slack || change < least - slack) ++jump;
            if (slope < 0 || change < 0) ++fall;
        }
        const auto of = std::get<Exact>(number(here->size()));
        finding.rows.push_back({ground.name(i), part(Exact::ratio(gained, 1) * trials.unit(), whole * little),
                                part(std::get<Exact>(number(dead)), of),
                                part(std::get<Exact>(number(jump)), of),
                                part(std::get<Exact>(number(fall)), of)});
    }
    return finding;
}

Finding timing(const Ground& ground) {
    Finding finding{.name = "timing",
                    .title = phrase(say::compare_timing),
                    .columns = {{"day", phrase(say::compare_head_until_day)},
                                {"result", phrase(say::compare_head_result), Holds::amount},
                                {"share", phrase(say::compare_head_share), Holds::percent}},
                    .note = phrase(say::compare_note_timing)};
    const auto inputs = inputs_of(ground.sides, ground.result);
    if (!ground.result.input || inputs.size() < 2) return finding;
    const auto total = [&](core::InputId input) {
        const auto& column = ground.history.columns[input];
        return sum({column.values.begin(), column.values.end()}, Exact::scaled(1, column.digits));
    };
    const auto all = total(ground.result.input);
    auto days = inputs;
    std::ranges::sort(days, {}, [&](core::InputId id) {
        const auto day = ground.sides.reading.inputs[id].day;
        return day == 0 ? 99 : day;
    });
    for (const auto input : days) {
        const auto day = ground.sides.reading.inputs[input].day;
        finding.rows.push_back({day == 0 ? phrase(say::compare_all) : std::to_string(day), total(input),
                                part(total(input), all)});
    }
    return finding;
}

}  // namespace accrue::compare
