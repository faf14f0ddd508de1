#include "curve/levers.hpp"

#include <algorithm>

#include "core/walk.hpp"

namespace accrue::curve {
namespace {

using core::DefinitionId;
using core::InputId;
using data::RowId;

const Exact& very_much() {
    static const Exact much = 1'000'000'000'000;
    return much;
}

// The lever that a definition reads which does nothing else.
std::optional<InputId> lever_read(const core::Scheme& scheme, DefinitionId definition) {
    const auto& value = scheme.expressions[scheme.definitions[definition].value];
    const auto* read = std::get_if<core::Read>(&value.node);
    const auto* input = read != nullptr ? std::get_if<InputId>(&read->what) : nullptr;
    return input != nullptr && scheme.inputs[*input].lever ? std::optional(*input) : std::nullopt;
}

// Is the lever read by other rules than this sum of it, its days aside? These would move, too.
bool is_read_elsewhere(const core::Scheme& scheme, InputId lever, DefinitionId sum) {
    const auto family = family_of(scheme, sum);
    const auto reads = [&](core::ExprId expr) {
        const auto& node = scheme.expressions[expr].node;
        const auto* aggregate = std::get_if<core::Aggregate>(&node);
        if (aggregate != nullptr) return lever_read(scheme, aggregate->of) == lever;
        const auto* read = std::get_if<core::Read>(&node);
        const auto* input = read != nullptr ? std::get_if<InputId>(&read->what) : nullptr;
        return input != nullptr && *input == lever;
    };
    for (std::size_t i = 0; i < scheme.definitions.size(); ++i) {
        const DefinitionId id(i);
        const bool is_own = std::ranges::any_of(
            family.members, [&](const Family::Member& member) { return member.what == Mover(id); });
        const auto value = scheme.definitions[id].value;
        if (is_own || !value || lever_read(scheme, id) == lever) continue;
        if (std::ranges::any_of(core::within(scheme, value), reads)) return true;
    }
    return false;
}

// Of all rows of the period, or of those up to a day?
bool adds_up_all(const core::Scheme& scheme, DefinitionId sum) {
    const auto whole = std::get<DefinitionId>(family_of(scheme, sum).members.back().what);
    const auto* of = std::get_if<core::Aggregate>(&scheme.expressions[scheme.definitions[whole].value].node);
    return of != nullptr && !of->where && !of->paired && of->window == core::Window::this_period;
}

// `collected = sum of payment.amount`, with `lever amount` in the records. A sum of some of them moves alone
// only where nothing else counts them, and one of a row's own months never does: the month's input moves.
bool adds_up_levers(const core::Scheme& scheme, DefinitionId definition) {
    const auto& value = scheme.expressions[scheme.definitions[definition].value];
    const auto* sum = std::get_if<core::Aggregate>(&value.node);
    const auto lever = sum != nullptr ? lever_read(scheme, sum->of) : std::nullopt;
    if (!lever || sum->op != core::AggregateOp::sum || !core::includes_this_period(sum->window) ||
        scheme.definitions[definition].kind != core::DefinitionKind::written ||
        scheme.inputs[*lever].level == scheme.definitions[definition].level)
        return false;
    return adds_up_all(scheme, definition) || !is_read_elsewhere(scheme, *lever, definition);
}

std::vector<Mover> movers(const core::Scheme& scheme, core::LevelId level) {
    std::vector<Mover> found;
    for (std::size_t i = 0; i < scheme.inputs.size(); ++i) {
        const auto& input = scheme.inputs[InputId(i)];
        if (input.lever && input.level == level && is_amount(input.type)) found.emplace_back(InputId(i));
    }
    for (std::size_t i = 0; i < scheme.definitions.size(); ++i) {
        const DefinitionId id(i);
        if (scheme.definitions[id].level == level && adds_up_levers(scheme, id)) found.emplace_back(id);
    }
    const auto day = [&](const Mover& mover) {
        return day_of(scheme, mover) == 0 ? 32 : day_of(scheme, mover);
    };
    std::ranges::stable_sort(found, {}, day);
    return found;
}

// The first place above at which something changes, and the first below.
class Pulling {
  public:
    Pulling(Changed& ground, const Question& question)
        : Pulling(ground, question, movement(ground, question.x, question.x_row, question.direction)) {}

    std::optional<Lever> lever(const Exact& now) {
        if (beyond(curve_)) return std::nullopt;
        const auto value = answer(now);
        if (!value) return std::nullopt;
        Lever made{question_.x, question_.x_row, question_.direction, now, *value, adds(now), {}, {}};
        made.up = up(now);
        made.down = down(now);
        const bool is_moving = made.adds && made.adds->sign() != 0;
        return is_moving || made.up || made.down ? std::optional(std::move(made)) : std::nullopt;
    }

  private:
    Pulling(Changed& ground, const Question& question, const std::vector<Moving>& movings)
        : ground_(ground),
          question_(question),
          curve_(followed(ground, question, movings)),
          trial_(ground, movings, question.of, question.row) {}

    static Curve followed(const Changed& ground, const Question& question,
                          const std::vector<Moving>& movings) {
        auto evaluation = ground.evaluation();
        return drawn(unrolled(evaluation, movings, question.of, question.row, question.domain));
    }
    std::optional<Exact> answer(const Exact& x) {
        const auto outcome = trial_(x);
        const auto* number = explain::amount(outcome);
        return number != nullptr ? std::optional(*number) : std::nullopt;
    }
    // The piece right of the amount.
    const Piece* piece_right_of(const Exact& x) const {
        for (const auto& piece : curve_.pieces) {
            if (order(Place(x), piece.to) < 0) return &piece;
        }
        return nullptr;
    }
    std::optional<Exact> adds(const Exact& now) const {
        const auto* piece = piece_right_of(now);
        const auto* value = piece != nullptr ? amount(piece->value) : nullptr;
        if (value == nullptr) return std::nullopt;
        const auto slope = value->value.derivative();
        return slope.under().at(now).sign() != 0 ? std::optional(slope.at(now)) : std::nullopt;
    }
    // Where a change comes only behind its place, it is there a step later.
    Exact step() const { return step_of(ground_, question_.x).value_or(Exact::scaled(1, 4)); }
    bool comes_behind(std::size_t knot) const {
        const auto& here = curve_.knots[knot].value;
        if (!here || knot == 0) return false;
        const auto* x = fraction(curve_.knots[knot].at);
        const auto *at = amount(*here), *before = amount(curve_.pieces[knot - 1].value);
        const auto* behind = amount(curve_.pieces[knot].value);
        const bool is_jump = x != nullptr && before != nullptr && behind != nullptr &&
                             limit(curve_.pieces[knot], curve_.knots[knot].at, step()) !=
                                 limit(curve_.pieces[knot - 1], curve_.knots[knot].at, step());
        return is_jump && at != nullptr &&
               at->value.at(*x) == limit(curve_.pieces[knot - 1], curve_.knots[knot].at, step());
    }
    std::optional<Reached> reached(const Exact& x) {
        const auto value = answer(x);
        return value ? std::optional(Reached{x, *value}) : std::nullopt;
    }
    std::optional<Reached> up(const Exact& now) {
        for (std::size_t i = 1; i + 1 < curve_.knots.size(); ++i) {
            const auto& place = curve_.knots[i].at;
            const auto side = order(place, Place(now));
            if (side < 0 || (side == 0 && !comes_behind(i))) continue;
            const auto near = step_above(place, step());
            const bool is_there = order(Place(near), place) == 0;
            return reached(is_there && comes_behind(i) ? near + step() : near);
        }
        return std::nullopt;
    }
    // Just before the last place below.
    std::optional<Reached> down(const Exact& now) {
        for (std::size_t i = curve_.knots.size() - 1; i-- > 1;) {
            const auto& place = curve_.knots[i].at;
            const auto side = order(place, Place(now));
            if (side > 0 || (side == 0 && comes_behind(i))) continue;
            const auto near = step_below(place, step());
            const bool is_there = order(Place(near), place) == 0;
            return reached(is_there && !comes_behind(i) ? near - step() : near);
        }
        return std::nullopt;
    }

    const Changed& ground_;
    Question question_;
    Curve curve_;
    Trial trial_;
};

void add(std::vector<Lever>& levers, Changed& ground, const Question& question, const Exact& now) {
    try {
        if (auto found = Pulling(ground, question).lever(now)) levers.push_back(*std::move(found));
    } catch (const TooManyPieces&) {  // then no place is the next one
    }
}

bool is_sole(const core::Scheme& scheme, const Mover& mover) {
    return family_of(scheme, mover).members.size() == 1;
}

}  // namespace

std::vector<Lever> levers(Changed& ground, DefinitionId of, RowId row) {
    std::vector<Lever> found;
    const auto& scheme = ground.scheme();
    for (auto level = ground.history().rows[row].level; level; level = scheme.levels[level].parent) {
        const auto own = ground.history().above(row, level);
        if (!own) continue;
        for (const auto& mover : movers(scheme, level)) {
            const auto value = ground.value(mover, own);
            if (!value) continue;
            const auto& now = std::get<Exact>(*value);
            const Domain domain{smaller(now, Exact(0)), larger(now, Exact(0)) + very_much()};
            Question question{mover, own, Direction::more, of, row, domain};
            add(found, ground, question, now);
            question.direction = Direction::earlier;
            if (!is_sole(scheme, mover) && day_of(scheme, mover) != 0) add(found, ground, question, now);
        }
    }
    return found;
}

}  // namespace accrue::curve
