// How pay goes with the result.

#include <algorithm>
#include <array>

#include "base/messages/phrases/comparing.hpp"
#include "compare/finding.hpp"
#include "compare/ranking.hpp"
#include "number/rounding.hpp"

namespace accrue::compare {
namespace {

struct Pair {
    std::int64_t result, pay;
};

}  // namespace

std::vector<std::uint32_t> places_by_result(const Paid& paid) {
    std::vector<std::uint32_t> places;
    std::vector<std::int64_t> results;
    for (std::uint32_t at = 0; at < paid.result.size(); ++at) {
        if (!paid.result[at]) continue;
        places.push_back(at);
        results.push_back(*paid.result[at]);
    }
    auto order = rising_order(results);
    for (auto& at : order) at = places[at];
    return order;
}

namespace {

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

// Of a sorted list: pairs whose keys are equal.
template <class List, class Key>
std::uint64_t tied_pairs(const List& sorted, const Key& key) {
    std::uint64_t ties = 0, run = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        run = i > 0 && key(sorted[i]) == key(sorted[i - 1]) ? run + 1 : 0;
        ties += run;
    }
    return ties;
}

// Pairs of which each has the same result by rising pay; they stand by rising result.
void sort_ties(std::vector<Pair>& all) {
    for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
        while (end < all.size() && all[end].result == all[begin].result) ++end;
        std::ranges::sort(all.begin() + static_cast<std::ptrdiff_t>(begin),
                          all.begin() + static_cast<std::ptrdiff_t>(end), {}, &Pair::pay);
    }
}

struct Ordered {
    Cell kendall, inverted;
};
// Of pairs by rising result, then pay.
Ordered ordered(const std::vector<Pair>& all) {
    const auto n = static_cast<std::uint64_t>(all.size());
    const auto same_result = tied_pairs(all, [](const Pair& pair) { return pair.result; });
    const auto same_both = tied_pairs(all, [](const Pair& pair) { return std::pair(pair.result, pair.pay); });
    std::vector<std::int64_t> pay(all.size());
    std::ranges::transform(all, pay.begin(), &Pair::pay);
    const auto against = inversions(pay);
    const auto same_pay = tied_pairs(pay, [](std::int64_t each) { return each; });
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

}  // namespace

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
    const auto places = places_by_result(ground.paid);
    ground.workers.each(ground.count(), [&](std::size_t i, std::size_t) {
        std::vector<Pair> all;
        for (const auto at : places) all.push_back({*ground.paid.result[at], ground.paid.pay[i][at]});
        sort_ties(all);
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
    const auto order = places_by_result(ground.paid);
    if (order.size() < tenths) return finding;
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

}  // namespace accrue::compare
