// curve/curve.hpp — What one value is for every amount of what moves: pieces between places where something
// changes, exact, each verified by computing whole rows anew. Fine roundings (of a pay line, of a share) are
// left out of the pieces; the values at the places have them.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "curve/movement.hpp"
#include "curve/place.hpp"
#include "curve/unroll.hpp"

namespace accrue::curve {

// Between two places, both excluded.
struct Piece {
    Place from, to;
    Local value;
};
struct Knot {
    Place at;
    std::optional<Local> value;            // before fine rounding; none where the place is no fraction
    std::optional<explain::Outcome> paid;  // what the scheme gives
};
struct Curve {
    std::vector<Knot> knots;  // one more than pieces, the ends of the domain among them
    std::vector<Piece> pieces;
    std::size_t answers = 0;  // of the scheme itself, with which it was verified
};

using Answer = std::function<explain::Outcome(const Exact& x)>;

// The pieces as they follow from the rules, neighbours that are one and the same drawn together. Throws when
// there are more than `most_pieces`.
inline constexpr std::size_t most_pieces = 20'000;
struct TooManyPieces {};
Curve drawn(const Program& program);

// Puts the scheme's own answers at the knots, and compares each piece with them, inside it at least once: at
// as many places as its form has degrees of freedom, ends that belong to it included, at least two. Throws
// std::logic_error where they differ.
void verify(Curve& curve, const Answer& answer);

// What moves, in which row, and what is asked for.
struct Question {
    Mover x;
    data::RowId x_row;
    Direction direction = Direction::more;
    core::DefinitionId of;
    data::RowId row;
    Domain domain;
};
// Drawn and verified. The ground is again what it was.
Curve curve(Changed& ground, const Question& question);
Curve curve(Changed& ground, const std::vector<Moving>& movings, core::DefinitionId of, data::RowId row,
            const Domain& domain);
// The first part of it that cannot be followed exactly.
std::optional<Beyond> beyond(const Curve& curve);

// How far the roundings that are left out take it at most.
Exact largest_slack(const Curve& curve);
// Is no part of the one that the other has, too, farther from what is paid than there?
bool is_as_exact(const Curve& curve, const Curve& other);

// The piece's value at a place inside or at an end of it, as near to it as `near` where the place is no
// fraction; none when the piece has no amount there.
std::optional<Exact> limit(const Piece& piece, const Place& place, const Exact& near);
// A fraction inside the piece, in the middle of it or thereabouts.
Between inside(const Piece& piece);

}  // namespace accrue::curve
