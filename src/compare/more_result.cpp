// What a little more result would bring, and to whom nothing.

#include <algorithm>
#include <array>

#include "base/messages/phrases/comparing.hpp"
#include "compare/finding.hpp"
#include "compare/ranking.hpp"
#include "compare/variants.hpp"
#include "number/rounding.hpp"

namespace accrue::compare {
namespace {

using Pays = std::vector<std::int64_t>;

// The history's result times so much: as it is, a little more, 2 % more, and a little more than that.
struct Times {
    static constexpr std::int64_t littles_of_two = 200;  // 2 % in steps of 0.01 %
    static Exact little() { return Exact::scaled(1, 4); }
    static std::array<Exact, 4> all() {
        const Exact two = little() * littles_of_two;
        return {1, Exact(1) + little(), Exact(1) + two, Exact(1) + two + little()};
    }
};

// Pay before rounding, counted to a ten-thousandth of the smallest coin; what is finer is cut by the count.
Exact fine_unit(const Ground& ground) {
    return ground.paid.unit * Exact::scaled(1, 4);
}

void round_finely(core::Scheme& scheme, core::DefinitionId id, const Exact& unit) {
    auto& definition = scheme.definitions[id];
    const auto origin = scheme.expressions[definition.value].origin;
    const auto step = scheme.expressions.add(
        {.node = core::Constant{.value = unit}, .type = definition.type, .origin = origin});
    definition.value = scheme.expressions.add(
        {.node = core::Round{.of = definition.value, .mode = Rounding::half_even, .step = step},
         .type = definition.type,
         .origin = origin});
}

core::Scheme finely_paying(const Ground& ground, std::size_t side) {
    auto scheme = without_rounding(ground.sides.sides[side].scheme);
    for (const auto& pay : scheme.pays) round_finely(scheme, pay.amount, fine_unit(ground));
    return scheme;
}

// By side, then by `Times`; nothing where some row cannot be paid so.
using Trials = std::vector<std::array<Pays, 4>>;
std::optional<Trials> tried(const Ground& ground) {
    const auto inputs = inputs_of(ground.sides, ground.result);
    Payer payer(ground.sides.sides.front().scheme, ground.history, ground.workers);
    std::vector<core::Scheme> schemes;
    for (std::size_t i = 0; i < ground.count(); ++i) schemes.push_back(finely_paying(ground, i));
    Trials trials(ground.count());
    const auto times = Times::all();
    ScaledResult scaled(ground.history, inputs);
    for (std::size_t at = 0; at < times.size(); ++at) {
        scaled.to(times[at]);
        for (std::size_t i = 0; i < schemes.size(); ++i) {
            auto pays = payer.pay(ground.paid, schemes[i], fine_unit(ground));
            if (!pays) return std::nullopt;
            trials[i][at] = *std::move(pays);
        }
    }
    return trials;
}

struct Counted {
    std::size_t dead = 0, jump = 0, fall = 0;  // person-months
    int128 gained = 0;
};
Counted counted(const std::array<Pays, 4>& trials) {
    const auto& [here, just, up, up_just] = trials;
    Counted found;
    for (std::size_t at = 0; at < here.size(); ++at) {
        const auto slope = static_cast<int128>(just[at]) - here[at];
        const auto far_slope = static_cast<int128>(up_just[at]) - up[at];
        const auto change = static_cast<int128>(up[at]) - here[at];
        const auto most = std::max(slope, far_slope) * Times::littles_of_two;
        const auto least = std::min(slope, far_slope) * Times::littles_of_two;
        constexpr int128 slack = 1'000'000;  // a hundred of the smallest coin, for what counts cut off
        found.gained += slope;
        if (slope == 0) ++found.dead;
        if (change > most + slack || change < least - slack) ++found.jump;
        if (slope < 0 || change < 0) ++found.fall;
    }
    return found;
}

// What is gained by so much more result.
Cell rate(const Ground& ground, int128 gained, const Exact& result) {
    return part(Exact::ratio(gained, 1) * fine_unit(ground), result * Times::little());
}

Finding in_all(const Ground& ground, const Trials& trials, const Exact& result) {
    Finding finding{.name = "more_result",
                    .title = phrase(say::compare_next),
                    .columns = {{"scheme", phrase(say::compare_head_scheme)},
                                {"next", phrase(say::compare_head_next), Holds::percent},
                                {"dead", phrase(say::compare_head_dead), Holds::percent},
                                {"jump", phrase(say::compare_head_jump), Holds::percent},
                                {"fall", phrase(say::compare_head_fall), Holds::percent}},
                    .note = phrase(say::compare_note_next)};
    const auto share = [&](std::size_t count) { return share_of(count, ground.paid.size()); };
    for (std::size_t i = 0; i < ground.count(); ++i) {
        const auto found = counted(trials[i]);
        finding.rows.push_back({ground.name(i), rate(ground, found.gained, result), share(found.dead),
                                share(found.jump), share(found.fall)});
    }
    return finding;
}

Finding by_tenths(const Ground& ground, const Trials& trials) {
    Finding finding{.name = "more_by_result",
                    .title = phrase(say::compare_next_by_result),
                    .columns = with_sides(ground, {"result", phrase(say::compare_head_result), Holds::amount},
                                          Holds::percent),
                    .note = phrase(say::compare_note_next_by_result),
                    .picture = Picture::lines,
                    .drawn = Holds::percent};
    for (const auto places : tenths(ground.paid.by_result)) {
        const auto result = result_of(ground, places);
        const auto count = static_cast<std::int64_t>(places.size());
        std::vector<Cell> row{rounded(result / count, Rounding::half_up, 1)};
        for (const auto& trial : trials) {
            const auto &here = trial[0], &just = trial[1];
            int128 gained = 0;
            for (const auto at : places) gained += static_cast<int128>(just[at]) - here[at];
            row.push_back(rate(ground, gained, result));
        }
        finding.rows.push_back(std::move(row));
    }
    return finding;
}

}  // namespace

std::vector<Finding> more_result(const Ground& ground) {
    const auto whole = whole_result(ground);
    if (!whole || inputs_of(ground.sides, ground.result).empty()) return {};
    const auto trials = tried(ground);
    if (!trials) return {};
    return {in_all(ground, *trials, *whole), by_tenths(ground, *trials)};
}

}  // namespace accrue::compare
