// What people take away of a comparison: its opening, its rules in words, its tables in the width of a
// terminal, one param at many values.
#include <catch2/catch.hpp>
#include <sstream>

#include "base/text.hpp"
#include "compare/broken_lines.hpp"
#include "compare/case.hpp"
#include "compare/opening.hpp"
#include "compare/pictures.hpp"
#include "compare/report.hpp"
#include "compare/shown_cell.hpp"
#include "compare/workbook.hpp"

namespace accrue::compare {
namespace {

std::string scheme_of(std::string_view rules, std::string_view params = "") {
    return "scheme s\ncurrency RUB\nlevel team\n" + std::string(params) +
           "team {\n input collected : money\n" + std::string(rules) + "}\n";
}

std::size_t widest_line(const std::string& text) {
    std::istringstream lines(text);
    std::size_t widest = 0;
    for (std::string line; std::getline(lines, line);) widest = std::max(widest, display_width(line));
    return widest;
}

const Finding& named(const Report& report, std::string_view name) {
    const auto found = std::ranges::find(report.findings, name, &Finding::name);
    REQUIRE(found != report.findings.end());
    return *found;
}

}  // namespace

TEST_CASE("the opening says the time once and the answer in one sentence") {
    Case all({share, over, over}, {{"North", {40, 50}}, {"South", {30, 60}}});
    CHECK(opening(all.ground()) ==
          "2026-01 to 2026-02, 4 person-months: over2 would have cost 30 000.00 RUB less than share1 "
          "(-16.7 %); over3 30 000.00 RUB less (-16.7 %).");
}

TEST_CASE("of many schemes the opening names the ends and the nearest") {
    std::vector<std::string> texts;
    for (const auto* const percent : {"0.1", "0.2", "0.3", "0.05", "0.4", "0.5"})
        texts.push_back(scheme_of("pay p = " + std::string(percent) + "% of collected\n"));
    Case all({texts.begin(), texts.end()}, {{"North", {100}}});
    const auto text = opening(all.ground());
    CHECK(text.find("5 schemes against s1, which costs 100 000.00 RUB.") != text.npos);
    CHECK(text.find("The cheapest is s4 at 50 000.00 RUB") != text.npos);
    CHECK(text.find("the dearest is s6 at 500 000.00 RUB") != text.npos);
    CHECK(text.find("the nearest to it is s4 at 50 000.00 RUB") != text.npos);
    CHECK(text.find("s3") == text.npos);
}

TEST_CASE("rules that are only written differently do not differ") {
    const auto one = scheme_of("bonus = 0.5% of collected above 40M\npay bonus\n");
    const auto other =
        scheme_of("bonus  =  0.5 % of collected above 40 000 000  \"premium\"\npay bonus \"x\"\n");
    Case all({one, other}, {{"North", {50}}});
    const auto found = rules(all.ground());
    CHECK(found.rows.empty());
    CHECK(!found.sentence.empty());
}

TEST_CASE("rules that differ are told in the words of both") {
    const auto one = scheme_of("bonus = rate of collected\npay bonus\n", "param rate = 1%\n");
    const auto other =
        scheme_of("bonus = rate of collected above edge\npay bonus\n", "param rate = 2%\nparam edge = 40M\n");
    Case all({one, other}, {{"North", {50}}});
    const auto found = rules(all.ground());
    REQUIRE(found.rows.size() == 3);
    CHECK(std::get<std::string>(found.rows[0][1]) == "1%");
    CHECK(std::get<std::string>(found.rows[0][2]) == "2%");
    CHECK(std::holds_alternative<std::monostate>(found.rows[1][1]));
    CHECK(std::get<std::string>(found.rows[1][2]) == "40M");
    CHECK(std::get<std::string>(found.rows[2][1]) == "rate of collected");
    CHECK(std::get<std::string>(found.rows[2][2]) == "rate of collected above edge");
    CHECK(found.sentence == "Different: 2 params, 1 formula.");
}

TEST_CASE("a waterfall's changes lead from one cost to the other") {
    const auto one = scheme_of("pay base = 1% of collected\npay extra = 1% of collected\n");
    const auto other = scheme_of("pay base = 3% of collected\npay gift = 2% of collected\n");
    Case all({one, other}, {{"North", {1, 2}}});
    const auto found = waterfall(all.ground(), 1);
    REQUIRE(found.rows.size() == 5);
    Exact level = cell(found, 0, "amount");
    for (std::size_t i = 1; i + 1 < found.rows.size(); ++i) level += cell(found, i, "amount");
    CHECK(level == cell(found, 4, "amount"));
    CHECK(cell(found, 1, "amount") == 60'000);
    CHECK(cell(found, 2, "amount") == -30'000);
}

TEST_CASE("a sweep has of each value what a scheme of that value has") {
    Case all({over, over}, {{"North", {50, 60}}, {"South", {30, 30}}});
    auto ground = all.ground();
    Sweep threshold{.param = "threshold", .is_percent = false, .steps = {}};
    for (const int millions : {20, 40, 55}) {
        auto scheme = all.sides.sides[0].scheme;
        for (auto& param : scheme.params)
            if (param.name == "threshold")
                scheme.expressions[param.values.front().value].node =
                    core::Constant{.value = Exact(millions) * 1'000'000};
        threshold.steps.push_back({.value = Exact(millions) * 1'000'000, .scheme = std::move(scheme)});
    }
    const auto found = sweep(ground, threshold);
    REQUIRE(found.rows.size() == 3);
    CHECK(cell(found, 0, "cost") == 450'000);
    CHECK(cell(found, 0, "more") == 2);
    CHECK(cell(found, 0, "zero") == 0);
    CHECK(cell(found, 1, "difference") == 0);
    CHECK(cell(found, 1, "more") == 0);
    CHECK(cell(found, 1, "less") == 0);
    CHECK(cell(found, 2, "cost") == 25'000);
    CHECK(cell(found, 2, "less") == 1);
    CHECK(cell(found, 2, "zero") == Exact::ratio(3, 4));
}

TEST_CASE("lines are never wider than their place, and nothing is lost") {
    const std::string text = "one two_which_is_much_longer_than_a_line три";
    const auto lines = broken_lines(text, 10);
    std::string together;
    for (const auto& line : lines) {
        CHECK(display_width(line) <= 10);
        together += line;
    }
    std::string wanted = text;
    std::erase(wanted, ' ');
    std::erase(together, ' ');
    CHECK(together == wanted);
}

TEST_CASE("a number is not broken where a line ends in it") {
    CHECK(broken_lines("it cost 1 478 683.63 RUB", 16) ==
          std::vector<std::string>{"it cost", "1 478 683.63 RUB"});
    CHECK(broken_lines("jump within 2 %", 13) == std::vector<std::string>{"jump within", "2 %"});
    CHECK(broken_lines("turnover_share", 12) == std::vector<std::string>{"turnover_", "share"});
}

TEST_CASE("a picture of nothing but 0 is not drawn") {
    Finding finding{.name = "t",
                    .title = "t",
                    .columns = {{"a", "a"}, {"b", "b", Holds::amount}},
                    .rows = {{"one", Exact(0)}, {"two", {}}},
                    .picture = Picture::bars};
    CHECK(drawn_columns(finding).empty());
    CHECK(picture(finding, "RUB").empty());
    finding.rows.push_back({"three", Exact(-1)});
    CHECK(drawn_columns(finding) == std::vector<std::size_t>{1});
    CHECK(picture(finding, "RUB").find("<rect class=\"bar") != std::string::npos);
}

TEST_CASE("of tables in parts bars have one length, or there are none") {
    Finding finding{
        .name = "t", .title = "t", .columns = {{"a", "a"}}, .rows = {{"row"}}, .picture = Picture::bars};
    for (const auto* const name : {"one_scheme", "other_scheme", "third_scheme", "fourth_scheme"}) {
        finding.columns.push_back({name, name, Holds::amount});
        finding.rows.front().emplace_back(Exact(1'000'000));
    }
    const Report made{
        .opening = "o", .cautions = {}, .findings = {finding}, .chapters = {{"c", 0}}, .currency = ""};
    CHECK(to_text(made, 50).find("█") == std::string::npos);
    CHECK(to_text(made, 100).find("█") != std::string::npos);
}

TEST_CASE("the report is not wider than the terminal, whatever things are called") {
    Case all({share, over, over}, {{std::string(70, 'x'), {40, 50}}, {"South", {30, 60}}});
    all.sides.sides[1].name =
        "a very long name of a scheme with many words and a_word_that_does_not_end_for_long";
    all.sides.sides[2].name = std::string(90, 'y');
    const auto text = to_text(report(all.ground()), 80);
    CHECK(widest_line(text) <= 80);
    CHECK(widest_line(to_text(report(all.ground()), 60)) <= 60);
    CHECK(text.find("█") != text.npos);
}

TEST_CASE("the summary says of each scheme what the other tables say") {
    Case all({share, over}, {{"North", {40, 40}}, {"South", {70, 60}}});
    const auto made = report(all.ground());
    const auto& summary = named(made, "summary");
    const auto& costs = named(made, "costs");
    for (std::size_t i = 0; i < 2; ++i) CHECK(cell(summary, i, "cost") == cell(costs, i, "cost"));
    CHECK(cell(summary, 1, "more") == 1);
    CHECK(cell(summary, 1, "less") == 1);
    CHECK(cell(summary, 1, "zero") == Exact::ratio(1, 2));
    CHECK(cell(summary, 0, "cost_at_120") == 252'000);
    CHECK(made.chapters.front().first == 0);
    std::size_t findings = 0;
    for (std::size_t i = 0; i < made.chapters.size(); ++i) findings += made.findings_of(i).size();
    CHECK(findings == made.findings.size());
}

TEST_CASE("an amount that no sheet can hold is a text") {
    Report made{.opening = "o", .cautions = {}, .findings = {}, .chapters = {{"c", 0}}, .currency = "RUB"};
    made.findings.push_back({.name = "t",
                             .title = "t",
                             .columns = {{"a", "a"}, {"b", "b", Holds::amount}},
                             .rows = {{"exact", Exact::ratio(1'234'567'890'123'45, 100)},
                                      {"long", Exact::ratio(12'345'678'901'234'567, 100)},
                                      {"third", Exact::ratio(1, 3)}}});
    const auto sheets = sheets_of(made);
    REQUIRE(sheets.size() == 2);
    std::vector<bool> is_number;
    for (const auto& [at, cell] : sheets[1].cells)
        if (at.column == 1 && cell.wording == report::Wording::plain)
            is_number.push_back(cell.value.has_value());
    CHECK(is_number == std::vector{true, false, true});
    CHECK(to_workbook(made) == to_workbook(made));
}

}  // namespace accrue::compare
