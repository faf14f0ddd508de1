#include "compare/where_people_are.hpp"

#include <algorithm>

#include "base/messages/phrases/comparing.hpp"
#include "compare/ranking.hpp"

namespace accrue::compare {
namespace {

constexpr std::size_t most_bins = 25;
constexpr std::int64_t billion = 1'000'000'000;

// How many of the rising counts are below it.
std::size_t below_in(const std::vector<std::int64_t>& rising, const Exact& count) {
    std::int64_t least = 0;  // the smallest whole count that is not below it
    if (!(-floor(-count)).fits_scaled(1, least)) return count.sign() < 0 ? 0 : rising.size();
    return static_cast<std::size_t>(std::ranges::lower_bound(rising, least) - rising.begin());
}

// Within 2 % of it, ends included.
std::size_t near(const std::vector<std::int64_t>& rising, const Exact& count) {
    const auto reach = abs(count) * Exact::ratio(2, 100);
    return below_in(rising, floor(count + reach) + 1) - below_in(rising, count - reach);
}

// Result over plan, in billionths, where both are known.
std::vector<std::int64_t> attainments(const Ground& ground, core::InputId plan) {
    std::vector<std::int64_t> all;
    const auto& column = ground.history.columns[plan];
    const auto level = ground.sides.reading.inputs[plan].level;
    std::int64_t units = 0;  // of the plan in one of the result, or the other way round, times a billion
    const auto scale = ground.paid.result_unit / Exact::scaled(1, column.digits) * billion;
    if (!scale.fits_scaled(1, units) || !column.large.empty()) return all;
    for (std::size_t at = 0; at < ground.paid.size(); ++at) {
        const auto row = ground.history.above(ground.paid.rows[at], level);
        if (!ground.paid.result[at] || !row || column.is_missing(row) || column.count(row) <= 0) continue;
        const auto share = static_cast<int128>(*ground.paid.result[at]) * units / column.count(row);
        constexpr int128 most = static_cast<int128>(billion) * billion;
        if (-most < share && share < most) all.push_back(static_cast<std::int64_t>(share));
    }
    sort_rising(all);
    return all;
}

}  // namespace

WherePeopleAre::WherePeopleAre(const Ground& ground, const Typical& typical)
    : unit_(ground.paid.result_unit) {
    for (const auto at : ground.paid.by_result) results_.push_back(*ground.paid.result[at]);
    if (typical.plan) attainments_ = attainments(ground, typical.plan->input);
}

std::size_t WherePeopleAre::below(const Exact& result) const {
    return below_in(results_, result / unit_);
}

std::size_t WherePeopleAre::near_result(const Exact& place) const {
    return near(results_, place / unit_);
}

std::size_t WherePeopleAre::near_attainment(const Exact& place) const {
    return near(attainments_, place * billion);
}

std::vector<WherePeopleAre::Bin> WherePeopleAre::bins(const Exact& end) const {
    std::vector<Bin> all;
    if (const auto count = below(0); count > 0) all.push_back({{}, Exact(0), count});
    const auto step = report::chart::nice_step(0, end, most_bins);
    Exact from = 0;
    std::size_t counted = below(0);
    for (; from < end; from += step) {
        const auto to = from + step;
        const auto reached = to < end ? below(to) : below_in(results_, floor(to / unit_) + 1);
        all.push_back({from, to, reached - counted});
        counted = reached;
    }
    // nobody before the first, nobody behind the last
    const auto is_empty = [](const Bin& bin) { return bin.count == 0; };
    while (!all.empty() && is_empty(all.back())) all.pop_back();
    all.erase(all.begin(), std::ranges::find_if_not(all, is_empty));
    if (const auto count = size() - counted; count > 0) all.push_back({from, {}, count});
    return all;
}

report::chart::Strip WherePeopleAre::strip(const Exact& end) const {
    report::chart::Strip strip{.name = phrase(say::compare_head_times), .edges = {}, .counts = {}};
    for (const auto& bin : bins(end)) {
        if (!bin.from || !bin.to) continue;
        if (strip.edges.empty()) strip.edges.push_back(*bin.from);
        strip.edges.push_back(*bin.to);
        strip.counts.push_back(std::get<Exact>(number(bin.count)));
    }
    return strip;
}

}  // namespace accrue::compare
