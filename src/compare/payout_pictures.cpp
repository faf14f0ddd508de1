#include "compare/payout_pictures.hpp"

#include <algorithm>
#include <utility>

#include "base/messages/phrases/curves.hpp"
#include "curve/picture.hpp"

namespace accrue::compare {
namespace {

namespace chart = report::chart;

constexpr std::size_t most_rings = 12;

chart::Axis axis_of_result(const Ground& ground, const Payouts& payouts) {
    const auto& currency = ground.sides.reading.currency;
    return {.caption = ground.result.name + (currency.empty() ? "" : ", " + currency),
            .unit = chart::Unit::money,
            .to = payouts.domain.to};
}

std::vector<chart::Ringed> rings(const Ground& ground, const Payouts& payouts) {
    std::vector<std::pair<Exact, chart::Ringed>> all;
    for (const auto& drawn : payouts.drawn)
        for (const auto& jump : cliffs_of(drawn.curve)) {
            const auto size = jump.size();
            const auto sign = size.sign() > 0 ? "+" : "";
            all.push_back({abs(size),
                           {{curve::as_drawn(jump.at), *jump.behind},
                            ground.name(drawn.side) + ": " + sign + amount_words(size)}});
        }
    std::ranges::stable_sort(all, [](const auto& a, const auto& b) { return a.first > b.first; });
    all.resize(std::min(all.size(), most_rings));
    std::vector<chart::Ringed> rings;
    for (auto& [size, ring] : all) rings.push_back(std::move(ring));
    return rings;
}

}  // namespace

chart::LineChart pay_chart(const Ground& ground, const Payouts& payouts, chart::Caption caption) {
    chart::LineChart picture{.caption = std::move(caption),
                             .x = axis_of_result(ground, payouts),
                             .y = {.caption = ground.sides.reading.currency, .unit = chart::Unit::money}};
    for (const auto& drawn : payouts.drawn) {
        const auto& name = ground.name(drawn.side);
        picture.lines.push_back(curve::line_of(drawn.curve, name));
        for (const auto& loss : curve::loss_zones(drawn.curve))
            picture.stretches.push_back({curve::as_drawn(loss.from), curve::as_drawn(loss.to),
                                         name + ": " + phrase(say::chart_more_pays_less)});
    }
    picture.ringed = rings(ground, payouts);
    return picture;
}

chart::LineChart next_chart(const Ground& ground, const Payouts& payouts, const std::vector<Slopes>& all,
                            chart::Caption caption) {
    chart::LineChart picture{.caption = std::move(caption),
                             .x = axis_of_result(ground, payouts),
                             .y = {.caption = "", .unit = chart::Unit::percent}};
    for (std::size_t i = 0; i < payouts.drawn.size(); ++i) {
        chart::Line line{ground.name(payouts.drawn[i].side), {}};
        for (const auto& each : all)
            if (each.adds[i])
                line.pieces.push_back({.from = {each.from, *each.adds[i]},
                                       .to = {each.to, *each.adds[i]},
                                       .from_end = chart::End::open,
                                       .to_end = chart::End::open});
        picture.lines.push_back(std::move(line));
    }
    return picture;
}

}  // namespace accrue::compare
