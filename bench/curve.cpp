// The payout curve of a table of so many bands, of the same behind a gate, and how long it takes: drawn from
// the rules and verified by the scheme itself. The curve must have as many pieces as the table, and the sum
// of what it pays at its places is worked out by hand.
//
//     bench_curve [BANDS …]
#include <fmt/format.h>

#include <cstdlib>
#include <string>

#include "check/check.hpp"
#include "curve/curve.hpp"
#include "number/decimal.hpp"
#include "syntax/parse.hpp"
#include "timing.hpp"

namespace accrue::bench {
namespace {

enum class Gate : std::uint8_t { no, yes };

// Bands of 1 000, each a hundredth of a percent dearer than the one before.
std::string table_of(std::int64_t bands) {
    std::string text = "marginal sales { ";
    for (std::int64_t i = 1; i < bands; ++i)
        text += fmt::format("up to {}: {}%; ", i * 1000, to_machine(Exact::scaled(i, 2)));
    return text + fmt::format("otherwise: {}% }}", to_machine(Exact::scaled(bands, 2)));
}

std::string scheme_of(std::int64_t bands, Gate gate) {
    return fmt::format(
        "scheme bands\ncurrency RUB\nlevel person\nperson {{\n input sales, plan : money in 0 ..\n bonus = "
        "{}\n"
        " pay bonus{}\n}}\n",
        table_of(bands), gate == Gate::yes ? " if sales >= 50% plan" : "");
}

core::Scheme checked(Sources& sources, std::string text) {
    const auto source = sources.add("bands.pay", std::move(text));
    auto made = check::check(syntax::parse(source, sources), sources);
    if (has_errors(made.diagnostics)) {
        fmt::print(stderr, "the scheme has errors\n");
        std::exit(1);
    }
    return std::move(made.scheme);
}

// At the end of band n Σ 1 000 × i / 10 000 = n (n + 1) / 20 is paid. Half of the bands lie behind the gate;
// before it one piece pays nothing.
bool is_right(const curve::Curve& curve, std::int64_t bands, Gate gate) {
    const auto pieces = gate == Gate::yes ? bands / 2 + 1 : bands;
    if (curve.pieces.size() != static_cast<std::size_t>(pieces)) return false;
    for (std::size_t i = 0; i + 1 < curve.knots.size(); ++i) {
        const auto* x = curve::fraction(curve.knots[i].at);
        const auto* paid = curve.knots[i].paid ? explain::amount(*curve.knots[i].paid) : nullptr;
        if (x == nullptr || paid == nullptr) return false;
        const auto band = *x / 1000;
        const bool is_closed = gate == Gate::yes && band * 2 < bands;
        if (*paid != (is_closed ? Exact(0) : band * (band + 1) / 20)) return false;
    }
    return true;
}

struct World {
    Sources sources;
    core::Scheme scheme;
    std::optional<curve::Changed> ground;
    curve::Question question{};

    World(std::int64_t bands, Gate gate) : scheme(checked(sources, scheme_of(bands, gate))) {
        const core::InputId sales(0), plan(1);
        const auto period = scheme.calendar.period(Month::of(2026, 3));
        ground.emplace(scheme,
                       data::from_rows(scheme, {{.key = "Ann",
                                                 .period = period,
                                                 .cells = {{sales, Exact(0)}, {plan, Exact(bands * 1000)}},
                                                 .level = core::LevelId(0)}}),
                       sources);
        const data::RowId row(0);
        question = {.x = sales,
                    .x_row = row,
                    .direction = curve::Direction::more,
                    .of = scheme.levels[core::LevelId(0)].pay_total,
                    .row = row,
                    .domain = {0, (bands + 1) * 1000}};
    }
};

bool measured(std::int64_t bands, Gate gate) {
    World world(bands, gate);
    const auto& question = world.question;
    const auto movings = curve::movement(*world.ground, question.x, question.x_row, question.direction);
    curve::Curve curve;
    const auto drawing = nanoseconds([&] {
        auto evaluation = world.ground->evaluation();
        curve =
            curve::drawn(curve::unrolled(evaluation, movings, question.of, question.row, question.domain));
    });
    const auto verifying = nanoseconds([&] {
        curve::Trial trial(*world.ground, movings, question.of, question.row);
        curve::verify(curve, [&](const Exact& x) { return trial(x); });
    });
    fmt::print(
        "{:>5} bands{}  {:>5} pieces  drawn in {:>8.2f} ms, verified with {:>5} answers in {:>8.2f} ms\n",
        bands, gate == Gate::yes ? ", gate" : "      ", curve.pieces.size(), drawing / 1e6, curve.answers,
        verifying / 1e6);
    return is_right(curve, bands, gate);
}

}  // namespace
}  // namespace accrue::bench

int main(int argc, char** argv) {
    using namespace accrue::bench;
    std::vector<std::int64_t> all;
    for (int i = 1; i < argc; ++i) all.push_back(std::atoll(argv[i]));
    if (all.empty()) all = {10, 100, 1000};
    bool are_right = true;
    for (const auto bands : all)
        for (const auto gate : {Gate::no, Gate::yes}) are_right = measured(bands, gate) && are_right;
    if (!are_right) fmt::print("WRONG\n");
    return are_right ? 0 : 1;
}
