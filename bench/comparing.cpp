// What a comparison costs: N schemes against N evaluations of one, and each finding of the whole report, over
// person-months made in memory. The costs are checked against a run of each scheme alone.
//
//     bench_comparing [ROWS]
#include <fmt/format.h>

#include <cstdlib>
#include <functional>
#include <stdexcept>

#include "compare/receipts.hpp"
#include "compare/report.hpp"
#include "in_memory.hpp"
#include "timing.hpp"

namespace accrue::bench {
namespace {

constexpr double milliseconds = 1e6;

constexpr std::string_view head =
    "currency RUB\nrounding half up to 0.01\nlevel person\nparam rate = {}%\n{}person {{\n"
    "  input plan : money in 0 ..\n  input collected : money by day in 0 ..\n";

// Five ways to pay for what is collected; more of them differ in their threshold.
std::string scheme_text(std::size_t which) {
    const auto threshold = fmt::format("param threshold = {}k\n", 40'000 + which * 100);
    const auto gates =
        "  split bonus into a, b, c\n  a if collected@15 >= 50% plan\n  b if collected@25 >= 90% plan\n"
        "  pay bonus after gates\n}\n";
    const auto name = fmt::format("scheme s{}\n", which + 1);
    const auto begin = [&](const char* rate, const std::string& params) {
        return name + fmt::format(fmt::runtime(head), rate, params);
    };
    switch (which % 5) {
        case 0:
            return begin("0.1", "") + "  bonus = rate of collected\n  pay bonus\n}\n";
        case 1:
            return begin("0.5", threshold) + "  bonus = rate of collected above threshold\n  pay bonus\n}\n";
        case 2:
            return begin("0.5", threshold) + "  bonus = rate of collected above threshold\n" + gates;
        case 3:
            return begin("0.2", "param most = 60k\n") + "  bonus = rate of collected capped at most\n" +
                   "  pay bonus\n}\n";
        default:
            return begin("0.3", "param salary = 20k\n") +
                   "  bonus = rate of collected above plan\n  pay fixed = salary\n  pay bonus\n}\n";
    }
}

compare::Sides sides_of(std::size_t count) {
    std::vector<compare::Side> sides;
    for (std::size_t i = 0; i < count; ++i) {
        auto scheme = scheme_of_text(scheme_text(i));
        const auto name = scheme.name;
        sides.push_back({.name = name, .scheme = std::move(scheme)});
    }
    auto joined = compare::joined(std::move(sides));
    if (const auto* apart = std::get_if<compare::Apart>(&joined)) throw std::runtime_error(apart->what);
    return std::get<compare::Sides>(std::move(joined));
}

data::History history_of(const core::Scheme& reading, std::size_t rows) {
    auto made = people_by_month(rows / months_of_a_person, months_of_a_person);
    for (std::size_t key = 0; key < made.keys.size(); ++key) made.keys[key] = fmt::format("p{:07}", key);
    Numbers numbers;
    std::vector<std::int64_t> collected;
    for (std::size_t row = 0; row < made.rows.size(); ++row)
        collected.push_back(3'000'000'000 + numbers.below(4'000'000'000));
    for (const auto& input : reading.inputs) {
        data::Column column;
        column.kind = core::TypeKind::money;
        column.digits = 2;
        for (const auto all : collected) {
            const auto by_day = all / 100 * (30 + input.day + numbers.below(20));
            const auto plan = (4'000 + numbers.below(2'000)) * 1'000'000;
            column.values.push_back(input.name == "plan" ? plan : input.day == 0 ? all : by_day);
        }
        made.columns.add(std::move(column));
    }
    return made;
}

// So many schemes over the same rows, on one thread.
struct Compared {
    compare::Sides sides;
    data::History history;
    compare::Result result;
    Workers workers;

    Compared(std::size_t schemes, std::size_t rows)
        : sides(sides_of(schemes)),
          history(history_of(sides.reading, rows)),
          result(compare::found_result(sides, std::nullopt)) {}
    compare::Paying pay_all() { return compare::pay_all(sides, history, result, workers); }
};

// ---------------------------------------------------------------- measured

void schemes_against_runs(std::size_t rows) {
    fmt::print("paying N schemes: ms, ns a row and scheme; one run of the first: ms\n");
    for (const std::size_t count : {1U, 2U, 5U, 10U, 20U}) {
        Compared compared(count, rows);
        compare::Paying paying;
        const auto paid = nanoseconds([&] { paying = compared.pay_all(); });
        std::optional<Exact> alone;
        const auto& first = compared.sides.sides[0].scheme;
        compare::Payer payer(first, compared.history, compared.workers);
        const auto run = nanoseconds([&] { alone = payer.cost(first); });
        if (alone != compare::sum(paying.paid.pay[0], paying.paid.unit))
            throw std::runtime_error("a scheme costs something else beside others");
        fmt::print("  {:3}   {:8.1f}   {:6.2f}   {:8.1f}\n", count, paid / milliseconds,
                   paid / static_cast<double>(rows * count), run / milliseconds);
    }
}

struct Measured {
    const char* name;
    std::function<std::size_t(const compare::Ground&)> rows;
};

template <class Find>
Measured measured(const char* name, const Find& find) {
    return {name, [find](const compare::Ground& ground) { return find(ground).rows.size(); }};
}
// Several findings of one working.
template <class Find>
Measured together(const char* name, const Find& find) {
    return {name, [find](const compare::Ground& ground) {
                std::size_t rows = 0;
                for (const auto& finding : find(ground)) rows += finding.rows.size();
                return rows;
            }};
}
template <class Find>
Measured by_side(const char* name, const Find& find) {
    return {name, [find](const compare::Ground& ground) {
                std::size_t rows = 0;
                for (std::size_t side = 1; side < ground.count(); ++side)
                    rows += find(ground, compare::moves(ground, side)).rows.size();
                return rows;
            }};
}

void each_finding(std::size_t rows) {
    Compared compared(5, rows);
    const Sources sources;
    const auto paying = compared.pay_all();
    const compare::Ground ground{.sides = compared.sides,
                                 .history = compared.history,
                                 .paid = paying.paid,
                                 .result = compared.result,
                                 .sources = sources,
                                 .workers = compared.workers};
    const Measured all[] = {
        measured("costs", compare::costs),
        by_side("bands", compare::bands),
        by_side("movers", compare::movers),
        by_side("tenths", compare::deciles),
        measured("by_result", compare::by_result),
        measured("zero", compare::zero_and_caps),
        together("more_result", compare::more_result),
        measured("attainment", compare::attainment),
        measured("periods", compare::months),
        measured("params", compare::sensitivity),
        measured("spread", compare::spread),
        measured("performance", compare::performance),
        measured("timing", [](const compare::Ground& on) { return compare::timing(compare::receipts(on)); }),
        measured("upside", [](const compare::Ground& on) { return compare::upside_and_mix(on).front(); })};
    fmt::print("findings on 5 schemes, one thread: ms\n");
    for (const auto& each : all) {
        std::size_t found = 0;
        const auto time = nanoseconds([&] { found = each.rows(ground); });
        if (found == 0) throw std::runtime_error(std::string("nothing found: ") + each.name);
        fmt::print("  {:12} {:8.1f}\n", each.name, time / milliseconds);
    }
}

int bench(std::size_t rows) {
    fmt::print("{} person-months\n", rows);
    schemes_against_runs(rows);
    each_finding(rows);
    return 0;
}

}  // namespace
}  // namespace accrue::bench

int main(int argc, char** argv) {
    constexpr std::size_t usual = 1'000'000;
    const auto rows = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : usual;
    try {
        return accrue::bench::bench(rows / accrue::bench::months_of_a_person *
                                    accrue::bench::months_of_a_person);
    } catch (const std::exception& failure) {
        fmt::print(stderr, "{}\n", failure.what());
        return 1;
    }
}
