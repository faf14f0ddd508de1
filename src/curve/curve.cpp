#include "curve/curve.hpp"

#include <algorithm>
#include <stdexcept>

#include "curve/walk.hpp"
#include "explain/operate.hpp"
#include "number/decimal.hpp"

namespace accrue::curve {
namespace {

// ---------------------------------------------------------------- drawing

class Drawing {
  public:
    explicit Drawing(const Program& program) : program_(program), walk_(program), end_(program.to) {}

    Curve curve() && {
        add_knot(Place(program_.from));
        auto spot = Spot{program_.from, Side::right};
        while (order(curve_.knots.back().at, end_) < 0) {
            const auto seen = walk_.look(spot);
            add_piece(seen.value, earlier(seen.stretch.to, end_));
            spot = after(curve_.knots.back().at);
        }
        return std::move(curve_);
    }

  private:
    void add_knot(const Place& at) {
        const auto* x = fraction(at);
        std::optional<Local> value;
        if (x != nullptr) value = walk_.look({*x, Side::at}).value;
        curve_.knots.push_back({at, std::move(value), std::nullopt});
    }
    // Draws it together with the piece before when nothing changes between them.
    void add_piece(const Local& value, const Place& to) {
        const auto& knot = curve_.knots.back();
        if (!curve_.pieces.empty() && is_smooth(curve_.pieces.back(), knot, value)) {
            curve_.knots.pop_back();
            curve_.pieces.back().to = to;
        } else {
            if (curve_.pieces.size() == most_pieces) throw TooManyPieces{};
            curve_.pieces.push_back({knot.at, to, value});
        }
        add_knot(to);
    }
    static bool is_smooth(const Piece& before, const Knot& knot, const Local& value) {
        if (!same(before.value, value)) return false;
        if (!knot.value) return true;
        const auto *inside = amount(value), *at = amount(*knot.value);
        if (inside == nullptr) return same(value, *knot.value);
        const auto& x = std::get<Exact>(knot.at);
        if (at == nullptr || inside->value.under().at(x).sign() == 0) return false;
        return at->value.at(x) == inside->value.at(x);
    }
    // From where the next piece is seen. Beyond a root that is no fraction: a spot so near to it that nothing
    // else lies between.
    Spot after(const Place& place) {
        if (const auto* x = fraction(place)) return {*x, Side::right};
        auto root = std::get<Irrational>(place);
        while (root.high > program_.to || order(walk_.look({root.high, Side::left}).stretch.from, place) > 0)
            root = narrowed(std::move(root));
        return {root.high, Side::left};
    }

    const Program& program_;
    Walk walk_;
    Place end_;
    Curve curve_;
};

// ---------------------------------------------------------------- verifying

bool agree(const Local& expected, const Exact& x, const explain::Outcome& actual) {
    const overloaded agreement{
        [&](const Amount& amount) {
            const auto* number = explain::amount(actual);
            return number != nullptr && abs(*number - amount.value.at(x)) <= amount.slack;
        },
        [&](const core::Value& value) {
            const auto* other = explain::present(actual);
            return other != nullptr && explain::equal(value, *other);
        },
        [&](explain::Missing) { return std::holds_alternative<explain::Missing>(actual); },
        // of several errors another one may be found first
        [&](const explain::Failure&) { return std::holds_alternative<explain::Failure>(actual); },
        [](const Beyond&) { return true; },
    };
    return std::visit(agreement, expected);
}

// An odd kopeck can take a share below 0, a pool rounded down can be less than its claims: errors of all
// shares, of which rounding decides.
bool is_of_rounding(const explain::Failure& failure) {
    return failure.kind == explain::FailureKind::share_below_0 ||
           failure.kind == explain::FailureKind::rest_below_0;
}

void compare(Local& expected, const Exact& x, const explain::Outcome& actual) {
    if (agree(expected, x, actual)) return;
    const auto* failure = std::get_if<explain::Failure>(&actual);
    const auto* value = amount(expected);
    if (failure != nullptr && is_of_rounding(*failure) && value != nullptr && value->slack.sign() != 0) {
        expected = Beyond{BeyondKind::remainder, failure->at};
        return;
    }
    const auto* paid = explain::amount(actual);
    const auto expects = value != nullptr ? to_machine(value->value.at(x)) : std::string("no amount");
    throw std::logic_error("the payout curve has " + expects + " at " + to_machine(x) + ", the scheme " +
                           (paid != nullptr ? to_machine(*paid) : "no amount"));
}

// Does the piece beside a place fail just as the scheme does there? Then rounding alone moved that place into
// the failing stretch.
bool fails_beside(const Curve& curve, std::size_t knot, const explain::Failure& failure) {
    const auto fails = [&](const Piece& piece) {
        const auto* beside = std::get_if<explain::Failure>(&piece.value);
        return beside != nullptr && beside->kind == failure.kind;
    };
    const bool fails_before = knot > 0 && fails(curve.pieces[knot - 1]);
    return fails_before || (knot < curve.pieces.size() && fails(curve.pieces[knot]));
}

void compare_knot(Curve& curve, std::size_t i, const Exact& x) {
    auto& knot = curve.knots[i];
    const auto* failure = std::get_if<explain::Failure>(&*knot.paid);
    if (failure != nullptr && is_of_rounding(*failure) && fails_beside(curve, i, *failure))
        knot.value = *failure;
    compare(*knot.value, x, *knot.paid);
}

// Is what the scheme gives at that end compared with the piece too?
bool is_seen_at(const Piece& piece, const Knot& knot) {
    const auto* x = fraction(knot.at);
    const auto *inside = amount(piece.value), *here = knot.value ? amount(*knot.value) : nullptr;
    if (x == nullptr || inside == nullptr || here == nullptr) return false;
    return inside->value.under().at(*x).sign() != 0 && inside->value.at(*x) == here->value.at(*x);
}

// At how many places inside the piece it is compared: with its ends at as many as its form has degrees of
// freedom, and once inside at least.
std::size_t probes(const Curve& curve, std::size_t i) {
    const auto& piece = curve.pieces[i];
    const auto* value = amount(piece.value);
    const int degrees =
        value == nullptr ? 2 : value->value.over().degree() + value->value.under().degree() + 1;
    const int seen =
        (is_seen_at(piece, curve.knots[i]) ? 1 : 0) + (is_seen_at(piece, curve.knots[i + 1]) ? 1 : 0);
    return static_cast<std::size_t>(std::max(1, std::max(2, degrees) - seen));
}

}  // namespace

Curve drawn(const Program& program) {
    return Drawing(program).curve();
}

Between inside(const Piece& piece) {
    Exact width = 1;
    while (true) {
        auto low = between(piece.from, width).high, high = between(piece.to, width).low;
        if (low < high) return {std::move(low), std::move(high)};
        width /= Exact(1024);
    }
}

void verify(Curve& curve, const Answer& answer) {
    for (std::size_t i = 0; i < curve.knots.size(); ++i) {
        auto& knot = curve.knots[i];
        const auto* x = fraction(knot.at);
        if (x == nullptr) continue;
        knot.paid = answer(*x);
        compare_knot(curve, i, *x);
        ++curve.answers;
    }
    for (std::size_t i = 0; i < curve.pieces.size(); ++i) {
        auto& piece = curve.pieces[i];
        const auto [low, high] = inside(piece);
        const auto count = static_cast<std::int64_t>(probes(curve, i));
        for (std::int64_t k = 1; k <= count; ++k) {
            const auto x = low + (high - low) * Exact::ratio(k, count + 1);
            compare(piece.value, x, answer(x));
            ++curve.answers;
        }
    }
}

Curve curve(Changed& ground, const Question& question) {
    return curve(ground, movement(ground, question.x, question.x_row, question.direction), question.of,
                 question.row, question.domain);
}

Curve curve(Changed& ground, const std::vector<Moving>& movings, core::DefinitionId of, data::RowId row,
            const Domain& domain) {
    auto evaluation = ground.evaluation();
    auto made = drawn(unrolled(evaluation, movings, of, row, domain));
    if (!beyond(made)) {
        Trial trial(ground, movings, of, row);
        verify(made, [&](const Exact& x) { return trial(x); });
    }
    return made;
}

std::optional<Beyond> beyond(const Curve& curve) {
    for (const auto& piece : curve.pieces) {
        if (const auto* found = std::get_if<Beyond>(&piece.value)) return *found;
    }
    for (const auto& knot : curve.knots) {
        const auto* found = knot.value ? std::get_if<Beyond>(&*knot.value) : nullptr;
        if (found != nullptr) return *found;
    }
    return std::nullopt;
}

Exact largest_slack(const Curve& curve) {
    Exact largest = 0;
    for (const auto& piece : curve.pieces) {
        if (const auto* value = amount(piece.value)) largest = larger(largest, value->slack);
    }
    return largest;
}

bool is_as_exact(const Curve& curve, const Curve& other) {
    const auto slack = [](const Piece& piece) {
        const auto* value = amount(piece.value);
        return value == nullptr ? Exact(0) : value->slack;
    };
    auto own = curve.pieces.begin();
    for (const auto& piece : other.pieces) {
        while (own != curve.pieces.end() && order(own->to, piece.from) <= 0) ++own;
        for (auto at = own; at != curve.pieces.end() && order(at->from, piece.to) < 0; ++at) {
            if (slack(*at) > slack(piece)) return false;
        }
    }
    return true;
}

std::optional<Exact> limit(const Piece& piece, const Place& place, const Exact& near) {
    const auto* value = amount(piece.value);
    if (value == nullptr) return std::nullopt;
    const auto [low, high] = between(place, near);
    const auto& x = order(place, piece.to) == 0 ? low : high;
    if (value->value.under().at(x).sign() == 0) return std::nullopt;
    return value->value.at(x);
}

}  // namespace accrue::curve
