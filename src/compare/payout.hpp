// compare/payout.hpp — Exact payout curves of all schemes along one typical path, and what an analyst asks
// of them: what is paid where, what the next rouble brings, cliffs, dead zones, break-even.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compare/finding.hpp"
#include "compare/typical.hpp"
#include "curve/zones.hpp"

namespace accrue::compare {

// One scheme's curve.
struct Drawn {
    std::size_t side;
    curve::Curve curve;
};
// Two curves pay the same: at a place, or from one to another; or one overtakes the other by a jump.
struct Meeting {
    Exact from, to;
    std::optional<Exact> pay;                  // what both pay at `from`; none where one jumps over the other
    std::optional<std::size_t> higher_behind;  // 0 or 1: who pays more just behind `to`
};
std::vector<Meeting> meetings(const curve::Curve& one, const curve::Curve& other);

struct Payouts {
    // Of two curves that are drawn.
    struct Met {
        std::size_t one, other;
        std::vector<Meeting> meetings;
    };
    Typical typical;
    curve::Domain domain;
    std::vector<Drawn> drawn;
    std::vector<std::string> not_drawn;  // why, a sentence for each
    std::vector<Met> met;                // each pair
    // Of all curves and where they cross, rising; of curved pieces some between. A place that is no fraction
    // stands as near as a kopeck below and above it.
    std::vector<Exact> places;
};
// Nothing, or why there are no curves at all.
std::variant<Payouts, NoPath> payouts(const Ground& ground);

// What one curve pays just below a place, at it, and just above it; nothing where it has no amount.
struct Around {
    std::optional<Exact> below, here, above;
};
Around around(const curve::Curve& curve, const Exact& x);

// What the next one of the result adds, on average between two places: of a straight piece its slope.
struct Slopes {
    Exact from, to;
    std::vector<std::optional<Exact>> adds;  // by curve; none where there is no amount
};
// Neighbours that are alike are one.
std::vector<Slopes> slopes(const Payouts& payouts);

// Jumps from one amount to another.
std::vector<curve::Jump> cliffs_of(const curve::Curve& curve);

// `42 355 371.90`: to the kopeck, for sentences.
std::string amount_words(const Exact& value);

// The tables, those first that a reader wants first. Without curves one sentence says why.
std::vector<Finding> payout_findings(const Ground& ground);

}  // namespace accrue::compare
