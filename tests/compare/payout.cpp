// Payout curves of schemes that are compared; what they say is worked out by hand.
#include "compare/payout.hpp"

#include "compare/case.hpp"
#include "compare/where_people_are.hpp"
#include "number/decimal.hpp"

namespace accrue::compare {

namespace {

constexpr std::string_view gated =
    "scheme gated\ncurrency RUB\nlevel team\nteam {\n input collected : money by day\n input plan : money\n"
    " bonus = 1% of collected if collected@15 >= 50% plan\n pay bonus\n}\n";
constexpr std::string_view falling =
    "scheme falling\ncurrency RUB\nlevel team\nteam {\n input collected : money in 0 ..\n"
    " pay whole collected { below 50M : 1%; otherwise : 0.5% }\n}\n";

const Finding& named(const std::vector<Finding>& all, std::string_view name) {
    const auto found = std::ranges::find(all, name, &Finding::name);
    REQUIRE(found != all.end());
    return *found;
}

std::vector<std::string> lines(const Finding& finding) {
    std::vector<std::string> all;
    for (const auto& row : finding.rows) {
        std::string line;
        for (const auto& each : row) {
            const overloaded words{[](std::monostate) { return std::string("-"); },
                                   [](const Exact& value) { return to_machine(value); },
                                   [](const std::string& text) { return text; }};
            line += (line.empty() ? "" : " | ") + std::visit(words, each);
        }
        all.push_back(std::move(line));
    }
    return all;
}

using Lines = std::vector<std::string>;

// Four teams with a plan of 50M; by day 15 each has half of its result.
void pay_by_day(Case& all) {
    std::vector<data::GivenRow> rows;
    for (const int millions : {30, 49, 50, 80})
        rows.push_back({.key = "team " + std::to_string(millions),
                        .period = all.month(1),
                        .cells = {{input(all, "collected"), Exact(millions) * 1'000'000},
                                  {input(all, "collected@15"), Exact(millions) * 500'000},
                                  {input(all, "plan"), Exact(50'000'000)}}});
    all.pay(rows);
}

}  // namespace

TEST_CASE("what each scheme pays at all places, and where they cross") {
    Case all({share, over}, {{"North", {40, 50}}, {"South", {30, 60}}});
    const auto found = payout_findings(all.ground());
    CHECK(lines(named(found, "payout")) == Lines{"0 |  | 0 | 0", "40000000 |  | 40000 | 0",
                                                 "50000000 |  | 50000 | 50000",
                                                 "60000000 |  | 60000 | 100000"});
    CHECK(lines(named(found, "next")) ==
          Lines{"0 | 40000000 | 0.001 | 0", "40000000 | 60000000 | 0.001 | 0.005"});
    CHECK(lines(named(found, "break_even")) ==
          Lines{"0 | - | 0 | share1 begins to pay", "40000000 | - | 0 | over2 begins to pay",
                "50000000 | - | 50000 | share1 and over2 pay the same; then over2 pays more"});
    CHECK(named(found, "cliffs").rows.empty());
    CHECK(lines(named(found, "zones")) == Lines{"over2 | more brings nothing | 0 | 40000000 | 0"});
}

TEST_CASE("what is paid without any result is said as an amount") {
    std::string with_base(share);
    with_base.replace(with_base.find(" pay bonus"), 1, " pay fixed = 20k\n ");
    Case all({share, with_base}, {{"North", {40, 50}}});
    CHECK(named(payout_findings(all.ground()), "payout").sentence ==
          "share1 pays from the first amount on. share2 pays 20 000.00 even at 0.");
}

TEST_CASE("curves move single cells of the history and leave it as it was") {
    Case all({share, over}, {{"North", {40, 50}}, {"South", {30, 60}}});
    const auto before = all.history.columns[core::InputId(0)];
    REQUIRE(!payout_findings(all.ground()).empty());
    const auto& column = all.history.columns[core::InputId(0)];
    CHECK(column.values == before.values);
    CHECK(column.missing == before.missing);
    CHECK(column.large == before.large);
}

TEST_CASE("what came by a day grows with the result, and a cliff that moves with the plan is near by share") {
    Case all({gated});
    pay_by_day(all);
    const auto found = payout_findings(all.ground());
    // half of the result by day 15: the gate opens at 50M of result
    CHECK(lines(named(found, "cliffs")) ==
          Lines{"gated1 | 50000000 | 1 | 0 | 500000 | 500000 | 2 | share of plan"});
    CHECK(lines(named(found, "break_even")) == Lines{"50000000 | - | 1 | 500000 | gated1 begins to pay"});
    CHECK(named(found, "payout").note.find("50 % by day 15") != std::string::npos);
    const auto& chart = *named(found, "payout").chart;
    CHECK(chart.ringed.size() == 1);
    Exact counted = 0;
    for (const auto& count : chart.strip->counts) counted += count;
    CHECK(counted == 4);
    CHECK(report::chart::svg(chart).find("class=\"strip\"") != std::string::npos);
}

TEST_CASE("where more result pays less has both ends") {
    Case all({falling}, {{"North", {40, 70}}});
    const auto found = payout_findings(all.ground());
    CHECK(lines(named(found, "cliffs")) ==
          Lines{"falling1 | 50000000 | - | 500000 | 250000 | -250000 | 0 | result"});
    CHECK(lines(named(found, "zones")).front() == "falling1 | more brings less | 50000000 | " +
                                                      to_machine(cell(named(found, "zones"), 0, "to")) +
                                                      " | 500000 | 250000");
    CHECK(lines(named(found, "payout"))[1] == "50000000 | just below | 500000");
    CHECK(lines(named(found, "payout"))[2] == "50000000 | from here on | 250000");
}

TEST_CASE("a scheme pays the same as itself everywhere") {
    Case all({over, over}, {{"North", {40, 50}}});
    const auto found = payouts(all.ground());
    const auto& drawn = std::get<Payouts>(found).drawn;
    const auto same = meetings(drawn[0].curve, drawn[1].curve);
    REQUIRE(same.size() == 1);
    CHECK(same[0].from == 0);
    CHECK(same[0].to == std::get<Payouts>(found).domain.to);
    const auto findings = payout_findings(all.ground());
    for (const auto& row : named(findings, "next").rows) CHECK(row[2] == row[3]);
}

TEST_CASE("a scheme that cannot be followed is named with its reason") {
    constexpr std::string_view rounded_twice =
        "scheme fine\ncurrency RUB\nlevel team\nteam {\n input collected : money\n"
        " bonus = 1% of collected rounded half up to 0.01\n pay 100 if bonus * 1.5 >= 40k\n}\n";
    Case all({share, rounded_twice}, {{"North", {40, 50}}});
    const auto found = payout_findings(all.ground());
    const auto& payout = named(found, "payout");
    CHECK(payout.sentence.find("fine2 has no curve here") != std::string::npos);
    CHECK(payout.columns.size() == 3);
}

TEST_CASE("how many have which result") {
    Case all({share, over}, {{"North", {10, 20, 30, 40, 200}}});
    const auto ground = all.ground();
    const auto path = std::get<Typical>(typical(ground));
    CHECK(path.result == 30'000'000);
    const WherePeopleAre people(ground, path);
    CHECK(people.near_result(Exact(20'000'000)) == 1);
    CHECK(people.near_result(Exact(20'400'000)) == 1);
    CHECK(people.near_result(Exact(20'500'000)) == 0);
    std::size_t all_of_them = 0;
    for (const auto& bin : people.bins(Exact(100'000'000))) all_of_them += bin.count;
    CHECK(all_of_them == 5);
    CHECK(!people.bins(Exact(100'000'000)).back().to);
}

}  // namespace accrue::compare
