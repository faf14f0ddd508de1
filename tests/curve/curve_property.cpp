// Curves of random schemes: each is verified as it is made; and at chance amounts, and beside every place at
// which something changes, it must say what the reference says.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <cstdlib>

#include "core/dump.hpp"
#include "core/rings.hpp"
#include "curve/curve.hpp"
#include "curve/depends.hpp"
#include "number/decimal.hpp"
#include "random.hpp"
#include "random_scheme.hpp"

namespace accrue::property {
namespace {

// Amounts that the input reaches, or any if it reaches none.
std::vector<core::DefinitionId> amounts(const core::Scheme& scheme, core::InputId input) {
    const auto reached = curve::dependents(scheme, {{input, data::RowId(0)}});
    std::vector<core::DefinitionId> found;
    for (const auto id : scheme.order) {
        const bool is_reached = reached.empty() || reached.contains(id);
        if (is_reached && is_amount(scheme.definitions[id].type)) found.push_back(id);
    }
    return found;
}

std::vector<core::InputId> movers(const core::Scheme& scheme) {
    std::vector<core::InputId> found;
    for (std::size_t i = 0; i < scheme.inputs.size(); ++i) {
        if (is_amount(scheme.inputs[core::InputId(i)].type)) found.emplace_back(i);
    }
    return found;
}

// A definition of some row, and an input of that row, of one above it or of any other in the same period.
std::optional<curve::Question> question(const core::Scheme& scheme, const data::History& history,
                                        Random& random) {
    const auto inputs = movers(scheme);
    if (inputs.empty()) return std::nullopt;
    const auto input = random.of(inputs);
    const auto targets = amounts(scheme, input);
    if (targets.empty()) return std::nullopt;
    const auto of = random.of(targets);
    const auto rows = history.rows_of(scheme.definitions[of].level);
    if (rows.empty()) return std::nullopt;
    const auto row = random.of(rows);
    auto cell = history.above(row, scheme.inputs[input].level);
    if (!cell) {
        const auto others = history.rows_of(scheme.inputs[input].level, history.rows[row].period);
        if (others.empty()) return std::nullopt;
        cell = random.of(others);
    }
    const auto from = Exact(random.between(-50, 50));
    const auto direction = random.one_in(3) ? curve::Direction::earlier : curve::Direction::more;
    return curve::Question{
        input, cell, direction,
        of,    row,  {from, from + Exact::scaled(random.between(1, 30), -static_cast<int>(random.below(7)))}};
}

const curve::Local& piece_at(const curve::Curve& curve, const Exact& x) {
    for (std::size_t i = 0; i < curve.pieces.size(); ++i) {
        if (curve::order(curve::Place(x), curve.pieces[i].to) < 0) {
            const bool is_knot = curve::order(curve.knots[i].at, curve::Place(x)) == 0;
            return is_knot && curve.knots[i].value ? *curve.knots[i].value : curve.pieces[i].value;
        }
    }
    return *curve.knots.back().value;
}

bool agrees(const curve::Local& expected, const Exact& x, const explain::Outcome& actual) {
    const auto* amount = curve::amount(expected);
    const auto* number = explain::amount(actual);
    if (amount == nullptr) return number == nullptr;
    return number != nullptr && abs(*number - amount->value.at(x)) <= amount->slack;
}

std::vector<Exact> chances(const curve::Curve& curve, const curve::Domain& domain, Random& random) {
    std::vector<Exact> all;
    for (int i = 0; i < 12; ++i)
        all.push_back(domain.from + (domain.to - domain.from) * Exact::ratio(random.between(0, 1000), 1000));
    const auto little = Exact::scaled(1, 7);
    for (const auto& knot : curve.knots) {
        const auto [low, high] = curve::between(knot.at, little);
        if (low - little > domain.from && all.size() < 60) all.push_back(low - little);
        if (high + little < domain.to && all.size() < 60) all.push_back(high + little);
    }
    return all;
}

struct Tally {
    std::size_t drawn = 0, beyond = 0, pieces = 0, moving = 0;
};

void try_one(std::uint64_t seed, Tally& tally) {
    Random random(seed);
    auto scheme = random_scheme(random);
    while (core::ring_through_records(scheme)) scheme = random_scheme(random);
    const auto history =
        data::from_rows(scheme, random_rows(scheme, random), random_references(scheme, random));
    const Sources sources;
    curve::Changed ground(scheme, history, sources);
    const auto asked = question(scheme, history, random);
    if (!asked) return;
    INFO("seed " << seed);
    curve::Curve curve;
    try {
        curve = curve::curve(ground, *asked);
    } catch (const curve::TooManyPieces&) {
        return;
    } catch (const std::logic_error& mistake) {
        const auto name = core::column_name(scheme.inputs[std::get<core::InputId>(asked->x)]);
        FAIL(mistake.what() << ", `" << scheme.definitions[asked->of].name << "` of " << name << "\n"
                            << core::dump(scheme));
    }
    if (curve::beyond(curve)) {
        ++tally.beyond;
        return;
    }
    ++tally.drawn;
    tally.pieces += curve.pieces.size();
    tally.moving += curve.pieces.size() > 1 ? 1 : 0;
    const auto movings = curve::movement(ground, asked->x, asked->x_row, asked->direction);
    curve::Trial trial(ground, movings, asked->of, asked->row);
    for (const auto& x : chances(curve, asked->domain, random)) {
        const auto actual = trial(x);
        if (!agrees(piece_at(curve, x), x, actual))
            FAIL("at " << to_machine(x) << ", `" << scheme.definitions[asked->of].name << "`\n"
                       << core::dump(scheme));
    }
}

std::uint64_t count_of(const char* variable, std::uint64_t usual) {
    const char* given = std::getenv(variable);
    return given == nullptr ? usual : std::strtoull(given, nullptr, 10);
}

}  // namespace

TEST_CASE("curves of random schemes say what the reference says") {
    const auto first = count_of("ACCRUE_SEED", 1), count = count_of("ACCRUE_SCHEMES", 400);
    Tally tally;
    for (std::uint64_t seed = first; seed < first + count; ++seed) try_one(seed, tally);
    if (count < 100) return;
    CHECK(tally.pieces > 2 * count);
    CHECK(tally.moving * 40 > count);
    CHECK(tally.beyond * 4 < tally.drawn);
    WARN(fmt::format("{} drawn, {} with several pieces, {} pieces, {} beyond", tally.drawn, tally.moving,
                     tally.pieces, tally.beyond));
}

}  // namespace accrue::property
