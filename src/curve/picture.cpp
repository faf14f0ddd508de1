#include "curve/picture.hpp"

#include <algorithm>

#include "curve/zones.hpp"

namespace accrue::curve {
namespace {

namespace chart = report::chart;

constexpr std::int64_t chords = 48;  // of a form that is neither a line nor a parabola

chart::End end_at(const Knot& knot, const Exact& value) {
    const auto* x = fraction(knot.at);
    const auto* here = knot.value ? amount(*knot.value) : nullptr;
    const bool is_on_it = x == nullptr || (here != nullptr && here->value.at(*x) == value);
    return is_on_it ? chart::End::closed : chart::End::open;
}

chart::Piece drawn_exactly(const Piece& piece, const Polynomial& form, const Exact& from, const Exact& to) {
    const auto left = as_drawn(piece.from), right = as_drawn(piece.to);
    chart::Piece made{{left, from}, {right, to}};
    if (form.degree() == 2) made.bend = from + form.derivative().at(left) * (right - left) / Exact(2);
    return made;
}

void add_chords(chart::Line& line, const Piece& piece, const Ratio& form) {
    const auto [low, high] = inside(piece);
    const auto at = [&](std::int64_t step) {
        const auto x = low + (high - low) * Exact::ratio(step * 998 + chords, chords * 1000);
        return chart::Point{x, form.at(x)};
    };
    for (std::int64_t k = 0; k < chords; ++k) line.pieces.push_back({at(k), at(k + 1)});
}

void add_piece(chart::Line& line, const Curve& curve, std::size_t i) {
    const auto& piece = curve.pieces[i];
    const auto* value = amount(piece.value);
    if (value == nullptr) return;
    const auto from = limit(piece, piece.from, nearness()), to = limit(piece, piece.to, nearness());
    const auto& form = value->value;
    if (!from || !to || !form.is_polynomial() || form.over().degree() > 2)
        return add_chords(line, piece, form);
    auto made = drawn_exactly(piece, form.over(), *from, *to);
    made.from_end = end_at(curve.knots[i], *from);
    made.to_end = end_at(curve.knots[i + 1], *to);
    line.pieces.push_back(std::move(made));
}

// Places whose value is on neither side.
void add_points(chart::Line& line, const Curve& curve) {
    for (const auto& jump : jumps(curve)) {
        if (!jump.here || jump.here == jump.before || jump.here == jump.behind) continue;
        const chart::Point point{as_drawn(jump.at), *jump.here};
        line.pieces.push_back({point, point});
    }
    std::ranges::stable_sort(line.pieces, {}, [](const chart::Piece& piece) { return piece.from.x; });
}

}  // namespace

Exact as_drawn(const Place& place) {
    return between(place, Exact::scaled(1, 2)).low;
}

chart::Line line_of(const Curve& curve, std::string name) {
    chart::Line line{std::move(name), {}};
    for (std::size_t i = 0; i < curve.pieces.size(); ++i) add_piece(line, curve, i);
    add_points(line, curve);
    return line;
}

}  // namespace accrue::curve
