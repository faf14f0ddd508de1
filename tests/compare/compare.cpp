// Comparisons, from schemes and rows given by hand.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "check/check.hpp"
#include "compare/report.hpp"
#include "data/history.hpp"
#include "report/chart.hpp"
#include "syntax/parse.hpp"

namespace accrue::compare {
namespace {

constexpr std::string_view share =
    "scheme share\ncurrency RUB\nlevel team\nparam rate = 0.1%\nteam {\n input collected : money\n"
    " bonus = rate of collected\n pay bonus\n}\n";
constexpr std::string_view over =
    "scheme over\ncurrency RUB\nlevel team\nparam rate = 0.5%\nparam threshold = 40M\nteam {\n"
    " input collected : money\n bonus = rate of collected above threshold\n pay bonus\n}\n";

Side side(Sources& sources, std::string_view text) {
    const auto source = sources.add("scheme.pay", std::string(text));
    auto checked = check::check(syntax::parse(source, sources), sources);
    REQUIRE(!has_errors(checked.diagnostics));
    return {.name = checked.scheme.name, .scheme = std::move(checked.scheme)};
}

// Each team's results month by month, in millions.
struct Case {
    Sources sources;
    Sides sides;
    data::History history;
    Workers workers;
    Paid paid;
    Result result;

    Case(const std::vector<std::string_view>& schemes,
         const std::map<std::string, std::vector<int>>& millions) {
        std::vector<Side> all;
        for (const auto& text : schemes) {
            all.push_back(side(sources, text));
            all.back().name += std::to_string(all.size());
        }
        auto joining = joined(std::move(all));
        REQUIRE(std::holds_alternative<Sides>(joining));
        sides = std::get<Sides>(std::move(joining));
        std::vector<data::GivenRow> rows;
        for (const auto& [key, months] : millions)
            for (std::size_t i = 0; i < months.size(); ++i)
                rows.push_back(
                    {.key = key,
                     .period = sides.reading.calendar.period(Month::of(2026, static_cast<int>(i) + 1)),
                     .cells = {{core::InputId(0), Exact(months[i]) * 1'000'000}}});
        history = data::from_rows(sides.reading, rows);
        result = found_result(sides, std::nullopt);
        auto paying = pay_all(sides, history, result, workers);
        REQUIRE(paying.failed.empty());
        paid = std::move(paying.paid);
    }
    Ground ground() {
        return {.sides = sides,
                .history = history,
                .paid = paid,
                .result = result,
                .sources = sources,
                .workers = workers};
    }
};

Exact cell(const Finding& finding, std::size_t row, std::string_view column) {
    const auto found = std::ranges::find(finding.columns, column, &Column::name);
    REQUIRE(found != finding.columns.end());
    return std::get<Exact>(
        finding.rows.at(row).at(static_cast<std::size_t>(found - finding.columns.begin())));
}

}  // namespace

TEST_CASE("costs, their difference, and their share of the result") {
    Case all({share, over}, {{"North", {40, 50}}, {"South", {30, 60}}});
    const auto found = costs(all.ground());
    CHECK(cell(found, 0, "cost") == 180'000);
    CHECK(cell(found, 1, "cost") == 150'000);
    CHECK(cell(found, 1, "difference") == -30'000);
    CHECK(cell(found, 0, "of_result") == Exact::ratio(1, 1000));
}

TEST_CASE("a scheme against itself differs in nothing") {
    Case all({over, over}, {{"North", {40, 50}}, {"South", {30, 60}}});
    const auto ground = all.ground();
    CHECK(cell(costs(ground), 1, "difference") == 0);
    CHECK(rules(ground).rows.empty());
    CHECK(movers(ground, 1).rows.empty());
    const auto found = bands(ground, 1);
    for (std::size_t i = 0; i < found.rows.size(); ++i) {
        CHECK(cell(found, i, "difference") == 0);
        CHECK(cell(found, i, "people") == (i == 2 ? 2 : 0));
    }
    for (const auto& row : sensitivity(ground).rows)
        if (std::get<std::string>(row[0]) == ground.name(1))
            CHECK(!std::holds_alternative<std::monostate>(row[5]));
}

TEST_CASE("who gains and who loses, and why") {
    Case all({share, over}, {{"North", {40, 40}}, {"South", {70, 60}}});
    const auto found = bands(all.ground(), 1);
    CHECK(cell(found, 0, "people") == 1);
    CHECK(cell(found, 4, "people") == 1);
    const auto moved = movers(all.ground(), 1);
    REQUIRE(moved.rows.size() == 2);
    CHECK(std::get<std::string>(moved.rows[0][0]) == "South");
    CHECK(cell(moved, 0, "difference") == 120'000);
    CHECK(!std::get<std::string>(moved.rows[0][5]).empty());
}

TEST_CASE("the param that makes costs equal is found exactly where there is one") {
    Case all({share, over}, {{"North", {50}}, {"South", {60}}});  // 110 000 against 150 000
    const auto found = sensitivity(all.ground());
    REQUIRE(found.rows.size() == 3);
    CHECK(cell(found, 0, "higher") == 11'000);
    CHECK(cell(found, 1, "lower") == -15'000);
}

TEST_CASE("cost with a higher and a lower result leaves the history as it was") {
    Case all({share, over}, {{"North", {50}}, {"South", {60}}});
    const auto before = all.history.columns[core::InputId(0)].values;
    const auto found = attainment(all.ground());
    REQUIRE(found.rows.size() == 5);
    CHECK(cell(found, 0, "share1") == 88'000);
    CHECK(cell(found, 4, "over2") == (20'000'000 + 32'000'000) / 200);
    CHECK(all.history.columns[core::InputId(0)].values == before);
}

TEST_CASE("pay that goes with the result, and pay that does not") {
    Case all({share, over}, {{"North", {10, 20, 30, 50}}});
    const auto found = performance(all.ground());
    CHECK(cell(found, 0, "pearson") == 1);
    CHECK(cell(found, 0, "kendall") == 1);
    CHECK(cell(found, 1, "inverted") == 0);
    CHECK(cell(found, 1, "kendall") == Exact::ratio(707, 1000));  // 3 of 6 pairs, 3 tied: 3 / sqrt(6 * 3)
}

TEST_CASE("how pay is spread") {
    Case all({share, over}, {{"North", {0, 100}}});
    const auto found = spread(all.ground());
    CHECK(cell(found, 0, "mean") == 50'000);
    CHECK(cell(found, 0, "gini") == Exact::ratio(1, 2));
    CHECK(cell(found, 0, "swing") == 2);
}

TEST_CASE("what a little more result brings, and where it brings nothing") {
    Case all({share, over}, {{"North", {30, 50}}});
    const auto found = more_result(all.ground());
    CHECK(cell(found, 0, "next") == Exact::ratio(1, 1000));
    CHECK(cell(found, 1, "dead") == Exact::ratio(1, 2));
    CHECK(cell(found, 1, "jump") == 0);
}

TEST_CASE("schemes of different periods cannot be compared") {
    Sources sources;
    std::vector<Side> all;
    all.push_back(side(sources, share));
    all.push_back(side(sources,
                       "scheme q\nperiod quarter\nlevel team\nteam { input collected : money\n pay p = 1% of "
                       "collected\n}\n"));
    CHECK(std::holds_alternative<Apart>(joined(std::move(all))));
}

}  // namespace accrue::compare

namespace accrue::report::chart {

TEST_CASE("steps of ticks are 1, 2 or 5 times a power of ten") {
    CHECK(nice_step(0, 100, 5) == 20);
    CHECK(nice_step(0, 1, 6) == Exact::ratio(1, 5));
    CHECK(nice_step(0, 45'000'000, 6) == 10'000'000);
}

TEST_CASE("a jump has its marks, and names are harmless") {
    const LineChart chart{.caption = {"c", "<pay>", "from 0 & more"},
                          .x = {},
                          .y = {},
                          .lines = {{"a", {{{0, 0}, {10, 5}, End::closed, End::open}, {{10, 8}, {20, 12}}}}}};
    const auto text = svg(chart);
    CHECK(text.find("&lt;pay&gt;") != text.npos);
    CHECK(text.find("mark open") != text.npos);
    CHECK(text.find("mark closed") != text.npos);
    CHECK(text == svg(chart));
}

}  // namespace accrue::report::chart
