#include "compare/payout.hpp"

#include <algorithm>

#include "base/messages/phrases/curves.hpp"
#include "compare/lent_history.hpp"
#include "curve/beyond_words.hpp"
#include "curve/depends.hpp"
#include "curve/picture.hpp"
#include "curve/zones.hpp"
#include "number/decimal.hpp"
#include "number/rounding.hpp"
#include "report/chart.hpp"

namespace accrue::compare {
namespace {

constexpr std::size_t most_drawn = 6;       // as many looks of lines are told apart
constexpr std::size_t most_steps = 20'000;  // of a program: rows times rules
constexpr std::size_t points_of_a_bend = 8;

// ---------------------------------------------------------------- how far it is looked

Exact largest(const Ground& ground, std::size_t percent) {
    const auto& rising = ground.paid.by_result;
    const auto place = std::min(rising.size() - 1, rising.size() * percent / 100);
    return Exact(*ground.paid.result[rising[place]]) * ground.paid.result_unit;
}

Exact round_above(const Exact& value) {
    constexpr std::size_t steps = 8;
    const auto step = report::chart::nice_step(0, value, steps);
    return -floor(-value / step) * step;
}

// ---------------------------------------------------------------- each scheme's curve

class Drawing {
  public:
    Drawing(const Ground& ground, Payouts& payouts)
        : ground_(ground), payouts_(payouts), typical_(payouts.typical) {}

    void draw() {
        const auto count = std::min(ground_.count(), most_drawn);
        for (std::size_t side = 0; side < count; ++side) look_at(side);
        payouts_.domain = {0, round_above(larger(common(), last_ * Exact::ratio(5, 4)))};
        for (const auto side : drawable_) draw(side);
        if (ground_.count() > count) payouts_.not_drawn.push_back(phrase(say::payout_more_schemes, count));
    }

  private:
    core::DefinitionId paid_by(std::size_t side) const {
        return ground_.sides.sides[side].scheme.levels[typical_.level].pay_total;
    }
    void refuse(std::size_t side, const std::string& why) {
        payouts_.not_drawn.push_back(phrase(say::payout_not_drawn, ground_.name(side), why));
    }

    // The result that all but one of a hundred stay below.
    Exact common() const { return larger(larger(largest(ground_, 99), typical_.result), 1); }
    Exact farthest() const {
        const auto most = larger(largest(ground_, 100), common()) * 2;
        return typical_.plan ? larger(most, typical_.plan->amount * 2) : most;
    }

    // Can it be drawn, and where is the last place at which something changes?
    void look_at(std::size_t side) {
        const auto of = paid_by(side);
        if (!of) return refuse(side, phrase(say::payout_not_this_level));
        LentHistory lent(ground_, side);
        auto evaluation = lent.changed().evaluation();
        const auto program = curve::unrolled(evaluation, typical_.movings, of, typical_.row, {0, farthest()});
        if (program.steps.size() > most_steps)
            return refuse(side, phrase(say::payout_too_many_rows, most_steps));
        drawable_.push_back(side);
        try {
            const auto curve = curve::drawn(program);
            for (std::size_t i = 1; i + 1 < curve.knots.size(); ++i)
                last_ = larger(last_, curve::between(curve.knots[i].at, 1).high);
        } catch (const curve::TooManyPieces&) {  // it may have fewer where the results are
        }
    }

    void draw(std::size_t side) {
        const auto of = paid_by(side);
        LentHistory lent(ground_, side);
        try {
            auto curve = curve::curve(lent.changed(), typical_.movings, of, typical_.row, payouts_.domain);
            if (const auto beyond = curve::beyond(curve)) return refuse(side, curve::words_of(beyond->why));
            note_unmoved(side, of);
            payouts_.drawn.push_back({side, std::move(curve)});
        } catch (const curve::TooManyPieces&) {
            refuse(side, phrase(say::payout_too_many_pieces, curve::most_pieces));
        }
    }
    void note_unmoved(std::size_t side, core::DefinitionId of) {
        const auto& scheme = ground_.sides.sides[side].scheme;
        if (!curve::dependents(scheme, typical_.movings).contains(of))
            payouts_.not_drawn.push_back(
                phrase(say::payout_not_moved, ground_.name(side), ground_.result.name));
    }

    const Ground& ground_;
    Payouts& payouts_;
    const Typical& typical_;
    std::vector<std::size_t> drawable_;
    Exact last_ = 0;
};

// ---------------------------------------------------------------- values around a place

std::optional<Exact> value_in(const curve::Piece& piece, const Exact& x) {
    const auto* amount = curve::amount(piece.value);
    if (amount == nullptr || amount->value.under().at(x).sign() == 0) return std::nullopt;
    return amount->value.at(x);
}

std::optional<Exact> value_at(const curve::Knot& knot, const Exact& x) {
    const auto* amount = knot.value ? curve::amount(*knot.value) : nullptr;
    return amount != nullptr ? std::optional(amount->value.at(x)) : std::nullopt;
}

bool is_bent(const curve::Piece& piece) {
    const auto* amount = curve::amount(piece.value);
    return amount != nullptr && !(amount->value.is_polynomial() && amount->value.over().degree() <= 1);
}

void add_place(std::vector<Exact>& places, const curve::Place& place, const curve::Domain& domain) {
    const auto [low, high] = curve::between(place, Exact::scaled(1, 2));
    places.push_back(larger(low, domain.from));
    if (low != high) places.push_back(smaller(high, domain.to));
}

void add_places(std::vector<Exact>& places, const Payouts& payouts, const curve::Curve& curve) {
    for (const auto& knot : curve.knots) add_place(places, knot.at, payouts.domain);
    for (const auto& piece : curve.pieces) {
        if (!is_bent(piece)) continue;
        const auto [low, high] = curve::inside(piece);
        for (std::size_t i = 1; i < points_of_a_bend; ++i) {
            const auto x = low + (high - low) * Exact::ratio(static_cast<int128>(i), points_of_a_bend);
            const auto near = rounded(x, Rounding::half_up, 1);
            places.push_back(low < near && near < high ? near : x);
        }
    }
}

std::vector<Payouts::Met> all_met(const std::vector<Drawn>& drawn) {
    std::vector<Payouts::Met> all;
    for (std::size_t i = 0; i < drawn.size(); ++i)
        for (std::size_t k = i + 1; k < drawn.size(); ++k)
            all.push_back({i, k, meetings(drawn[i].curve, drawn[k].curve)});
    return all;
}

std::vector<Exact> all_places(const Payouts& payouts) {
    std::vector<Exact> all;
    for (const auto& drawn : payouts.drawn) add_places(all, payouts, drawn.curve);
    for (const auto& met : payouts.met)
        for (const auto& meeting : met.meetings) all.insert(all.end(), {meeting.from, meeting.to});
    std::ranges::sort(all);
    all.erase(std::ranges::unique(all).begin(), all.end());
    return all;
}

}  // namespace

Around around(const curve::Curve& curve, const Exact& x) {
    // the first piece that does not end before the place
    const auto first = std::ranges::partition_point(
        curve.pieces, [&](const curve::Piece& piece) { return curve::order(piece.to, curve::Place(x)) < 0; });
    const auto at = static_cast<std::size_t>(first - curve.pieces.begin());
    if (at == curve.pieces.size()) return {};
    const auto& piece = curve.pieces[at];
    const bool is_end = curve::order(piece.to, curve::Place(x)) == 0;
    const bool is_begin = curve::order(piece.from, curve::Place(x)) == 0;
    if (!is_end && !is_begin) {
        const auto value = value_in(piece, x);
        return {value, value, value};
    }
    if (is_begin) return {.below = {}, .here = value_at(curve.knots[at], x), .above = value_in(piece, x)};
    const bool has_next = at + 1 < curve.pieces.size();
    return {.below = value_in(piece, x),
            .here = value_at(curve.knots[at + 1], x),
            .above = has_next ? value_in(curve.pieces[at + 1], x) : std::nullopt};
}

std::vector<Slopes> slopes(const Payouts& payouts) {
    const auto& places = payouts.places;
    std::vector<Slopes> all;
    for (std::size_t i = 0; i + 1 < places.size(); ++i) {
        Slopes next{places[i], places[i + 1], {}};
        for (const auto& drawn : payouts.drawn) {
            const auto begin = around(drawn.curve, next.from).above, end = around(drawn.curve, next.to).below;
            const auto width = next.to - next.from;
            next.adds.push_back(begin && end ? std::optional((*end - *begin) / width) : std::nullopt);
        }
        if (!all.empty() && all.back().adds == next.adds)
            all.back().to = next.to;
        else
            all.push_back(std::move(next));
    }
    return all;
}

std::vector<curve::Jump> cliffs_of(const curve::Curve& curve) {
    auto all = curve::jumps(curve);
    std::erase_if(
        all, [](const curve::Jump& jump) { return !jump.before || !jump.behind || jump.size().sign() == 0; });
    return all;
}

std::string amount_words(const Exact& value) {
    return money_text(rounded(value, Rounding::half_up, Exact::ratio(1, 100)));
}

std::variant<Payouts, NoPath> payouts(const Ground& ground) {
    auto path = typical(ground);
    if (auto* none = std::get_if<NoPath>(&path)) return std::move(*none);
    Payouts found;
    found.typical = std::get<Typical>(std::move(path));
    Drawing(ground, found).draw();
    found.met = all_met(found.drawn);
    found.places = all_places(found);
    return found;
}

}  // namespace accrue::compare
