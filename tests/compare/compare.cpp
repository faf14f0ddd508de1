// Comparisons, from schemes and rows given by hand.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "compare/case.hpp"
#include "compare/report.hpp"
#include "report/chart_canvas.hpp"

namespace accrue::compare {

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
    CHECK(movers(ground, moves(ground, 1)).rows.empty());
    const auto found = bands(ground, moves(ground, 1));
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
    const auto found = bands(all.ground(), moves(all.ground(), 1));
    CHECK(cell(found, 0, "people") == 1);
    CHECK(cell(found, 4, "people") == 1);
    const auto moved = movers(all.ground(), moves(all.ground(), 1));
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
    const auto found = more_result(all.ground()).front();
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

// Where the last such text of a picture stands, and half of what it takes, in pixels.
std::pair<double, double> last_text(const std::string& picture, const std::string& wanted) {
    const auto end = picture.rfind(">" + wanted + "</text>");
    REQUIRE(end != std::string::npos);
    const auto begin = picture.rfind("x=\"", end) + 3;
    return {std::stod(picture.substr(begin)), static_cast<double>(text_width(wanted)) / 200};
}

TEST_CASE("values stand above bars where they do not run into each other") {
    BarChart chart{
        .caption = {"c", "pay", "pay"}, .y = {}, .categories = {"a", "b"}, .series = {{"s", {}}, {"t", {}}}};
    for (auto& series : chart.series) series.values = {Exact(1), Exact(2)};
    CHECK(svg(chart).find("class=\"v\"") != std::string::npos);
    chart.y.unit = Unit::percent;
    for (auto& series : chart.series) series.values = {Exact(1), Exact(123'456'789'012'345'678)};
    CHECK(svg(chart).find("class=\"v\"") == std::string::npos);
}

TEST_CASE("the last number and the last name below a picture are not cut off") {
    LineChart chart{.caption = {"c", "pay", "pay"},
                    .x = {.caption = "", .unit = Unit::percent},
                    .y = {},
                    .lines = {joined("a", {{0, 1}, {10'000'000, 2}})}};
    const auto [number, half] = last_text(svg(chart), "1 000 000 000 %");
    CHECK(number + half <= 720);
    chart.lines = {joined("a", {{0, 1}, {1, 2}})};
    chart.x_names = {"80 % of history", "120 % of history"};
    const auto [name, half_name] = last_text(svg(chart), "120 % of history");
    CHECK(name + half_name <= 720);
}

}  // namespace accrue::report::chart
