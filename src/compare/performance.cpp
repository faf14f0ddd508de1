// How pay goes with the result.

#include <algorithm>

#include "base/messages/phrases/comparing.hpp"
#include "compare/finding.hpp"
#include "compare/ranking.hpp"
#include "number/rounding.hpp"

namespace accrue::compare {
namespace {

struct Pair {
    std::int64_t result, pay;
};

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

Exact whole(int128 count) {
    return Exact::ratio(count, 1);
}

// A sum of products, in 128 bits for as long as they hold it.
class Products {
  public:
    void add(int128 one, int128 other) {
        int128 product = 0, more = 0;
        if (__builtin_mul_overflow(one, other, &product)) {
            settled_ += whole(one) * whole(other);
        } else if (__builtin_add_overflow(since_, product, &more)) {
            settled_ += whole(since_);
            since_ = product;
        } else {
            since_ = more;
        }
    }
    Exact sum() const { return settled_ + whole(since_); }

  private:
    Exact settled_ = 0;
    int128 since_ = 0;
};

// From sums of exact squares and products.
Cell pearson(const std::vector<Pair>& all) {
    int128 x = 0, y = 0;
    for (const auto& [result, pay] : all) {
        x += result;
        y += pay;
    }
    const auto n = static_cast<std::int64_t>(all.size());
    if (n == 0) return {};
    // about the whole middle, so that the products are small
    const auto middle_x = x / n, middle_y = y / n;
    Products xx, yy, xy;
    for (const auto& [result, pay] : all) {
        const int128 a = result - middle_x, b = pay - middle_y;
        xx.add(a, a);
        yy.add(b, b);
        xy.add(a, b);
    }
    const Exact dx = whole(x - n * middle_x), dy = whole(y - n * middle_y);
    const Exact over = Exact(n) * xy.sum() - dx * dy;
    const Exact under = (Exact(n) * xx.sum() - dx * dx) * (Exact(n) * yy.sum() - dy * dy);
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
    ground.workers.each(ground.count(), [&](std::size_t i, std::size_t) {
        std::vector<Pair> all;
        for (const auto at : ground.paid.by_result)
            all.push_back({*ground.paid.result[at], ground.paid.pay[i][at]});
        sort_ties(all);
        const auto order = ordered(all);
        finding.rows[i] = {ground.name(i), pearson(all), order.kendall, order.inverted};
    });
    return finding;
}

Exact result_of(const Ground& ground, std::span<const std::uint32_t> places) {
    int128 total = 0;
    for (const auto at : places) total += *ground.paid.result[at];
    return whole(total) * ground.paid.result_unit;
}

Finding by_result(const Ground& ground) {
    Finding finding{.name = "by_result",
                    .title = phrase(say::compare_by_result),
                    .columns = with_sides(ground, {"result", phrase(say::compare_head_result), Holds::amount},
                                          Holds::amount),
                    .note = phrase(say::compare_note_by_result),
                    .picture = Picture::lines};
    for (const auto places : tenths(ground.paid.by_result)) {
        const auto count = static_cast<std::int64_t>(places.size());
        std::vector<Cell> row{rounded(result_of(ground, places) / count, Rounding::half_up, 1)};
        for (const auto& pay : ground.paid.pay) {
            int128 total = 0;
            for (const auto at : places) total += pay[at];
            row.emplace_back(ground.to_the_coin(Exact::ratio(total, count) * ground.paid.unit));
        }
        finding.rows.push_back(std::move(row));
    }
    return finding;
}

}  // namespace accrue::compare
