// The measures of a comparison against numbers worked out by hand, and what must hold for any history.
#include <catch2/catch.hpp>

#include "compare/case.hpp"
#include "compare/receipts.hpp"

namespace accrue::compare {
namespace {

constexpr std::string_view against =
    "scheme against\ncurrency RUB\nlevel team\nteam {\n input collected : money\n"
    " bonus = 0.1% of (100M - collected)\n pay bonus\n}\n";
constexpr std::string_view capped =
    "scheme capped\ncurrency RUB\nlevel team\nteam {\n input collected : money\n"
    " bonus = 0.1% of collected capped at 45k\n pay bonus\n}\n";
constexpr std::string_view by_day =
    "scheme by_day\ncurrency RUB\nlevel team\nteam {\n input plan : money\n input collected : money by day\n"
    " bonus = 0.1% of collected\n split bonus into a, b, c\n a if collected@15 >= 50% plan\n"
    " b if collected@25 >= 90% plan\n pay bonus after gates\n}\n";
constexpr std::string_view salaried =
    "scheme salaried\ncurrency RUB\nlevel team\nteam {\n input collected : money\n input plan : money\n"
    " bonus = 0.1% of collected + 1% of collected above plan\n pay fixed = 20k\n pay bonus\n}\n";
constexpr std::string_view of_receipts =
    "scheme of_receipts\ncurrency RUB\nlevel team\nrecords receipt for team { amount : money }\nteam {\n"
    " collected = sum of receipt.amount\n bonus = 0.1% of collected\n pay bonus\n}\n";

std::string text(const Finding& finding, std::size_t row, std::size_t column) {
    return std::get<std::string>(finding.rows.at(row).at(column));
}

Exact total(const Finding& finding, std::string_view column) {
    Exact total = 0;
    for (std::size_t i = 0; i < finding.rows.size(); ++i) total += cell(finding, i, column);
    return total;
}

// Pays it again with that result.
void reward(Case& all, const std::string& name) {
    all.result = found_result(all.sides, name);
    REQUIRE(all.result);
    all.paid = pay_all(all.sides, all.history, all.result, all.workers).paid;
}

// One team; in each month what came on which day, in kopecks.
struct Receipt {
    int month, day;
    std::int64_t kopecks;
};
void receive(Case& all, const std::vector<Receipt>& receipts, int months) {
    const auto amount = input(all, "amount");
    std::vector<data::GivenRow> rows;
    for (int month = 1; month <= months; ++month)
        rows.push_back({.key = "North", .period = all.month(month)});
    for (const auto& each : receipts)
        rows.push_back({.period = all.month(each.month),
                        .cells = {{amount, Exact::scaled(each.kopecks, 2)}},
                        .level = all.sides.reading.inputs[amount].level,
                        .date = Date::of(2026, each.month, each.day),
                        .parent = static_cast<std::size_t>(each.month - 1)});
    all.pay(rows);
}
constexpr std::int64_t million = 100'000'000;  // kopecks

}  // namespace

// ---------------------------------------------------------------- people

TEST_CASE("five bands of change, each with one team") {
    Case all({share, over}, {{"A", {40}}, {"B", {49}}, {"C", {50}}, {"D", {51}}, {"E", {60}}});
    const auto found = bands(all.ground(), moves(all.ground(), 1));
    const int before[] = {40, 49, 50, 51, 60}, after[] = {0, 45, 50, 55, 100};  // thousands
    for (std::size_t i = 0; i < 5; ++i) {
        CHECK(cell(found, i, "people") == 1);
        CHECK(cell(found, i, "before") == Exact(before[i]) * 1000);
        CHECK(cell(found, i, "after") == Exact(after[i]) * 1000);
    }
}

TEST_CASE("tenths of people by their pay under the first scheme") {
    std::map<std::string, std::vector<int>> teams;
    for (int i = 1; i <= 20; ++i) teams["team " + std::to_string(i)] = {40 + i};
    Case all({share, over}, teams);
    const auto found = deciles(all.ground(), moves(all.ground(), 1));
    REQUIRE(found.rows.size() == 10);
    CHECK(cell(found, 0, "before") == 41'000 + 42'000);
    CHECK(cell(found, 0, "after") == 5'000 + 10'000);
    CHECK(cell(found, 9, "before") == 59'000 + 60'000);
    CHECK(cell(found, 9, "after") == 95'000 + 100'000);
}

// ---------------------------------------------------------------- how pay is spread

TEST_CASE("nothing paid, and the cap reached") {
    Case all({over, capped}, {{"A", {30}}, {"B", {40}}, {"C", {45}}, {"D", {50}}});
    const auto found = zero_and_caps(all.ground());
    REQUIRE(found.rows.size() == 3);
    CHECK(cell(found, 0, "times") == 2);  // 30 and 40 million of the first scheme
    CHECK(cell(found, 0, "share") == Exact::ratio(1, 2));
    CHECK(cell(found, 1, "times") == 0);
    CHECK(cell(found, 2, "times") == 2);  // 45 and 50 million reach 45 thousand
}

TEST_CASE("quantiles are those of a spreadsheet, and Gini that of an even ladder") {
    std::map<std::string, std::vector<int>> teams;
    for (int i = 1; i <= 11; ++i) teams["team " + std::to_string(i)] = {10 * i};
    Case ladder({share, share}, teams);
    const auto found = spread(ladder.ground());
    CHECK(cell(found, 0, "p10") == 20'000);
    CHECK(cell(found, 0, "median") == 60'000);
    CHECK(cell(found, 0, "mean") == 60'000);
    CHECK(cell(found, 0, "p90") == 100'000);
    CHECK(cell(found, 0, "largest") == 110'000);
    CHECK(cell(found, 0, "gini") == Exact::ratio(10, 33));  // Σ(2i − 12)·10i = 2200 over 11·660

    Case two({share, share}, {{"A", {10}}, {"B", {20}}});
    CHECK(cell(spread(two.ground()), 0, "p10") == 11'000);
    CHECK(cell(spread(two.ground()), 0, "median") == 15'000);
    CHECK(cell(spread(two.ground()), 0, "p90") == 19'000);
}

TEST_CASE("swing is the mean step from month to month over mean pay") {
    Case all({share, share}, {{"A", {10, 30, 20}}});
    CHECK(cell(spread(all.ground()), 0, "swing") == Exact::ratio(3, 4));  // (20 + 10) / 2 over 20
}

// ---------------------------------------------------------------- pay and result

TEST_CASE("Pearson, Kendall and inverted pairs") {
    Case all({over, against}, {{"A", {30}}, {"B", {40}}, {"C", {60}}});
    const auto found = performance(all.ground());
    CHECK(cell(found, 0, "pearson") == Exact::ratio(945, 1000));  // 15000 / sqrt(4200 · 60000)
    CHECK(cell(found, 0, "kendall") == Exact::ratio(816, 1000));  // 2 of 3 pairs, 1 tied: 2 / sqrt(3 · 2)
    CHECK(cell(found, 0, "inverted") == 0);
    CHECK(cell(found, 1, "pearson") == -1);
    CHECK(cell(found, 1, "kendall") == -1);
    CHECK(cell(found, 1, "inverted") == 1);
}

TEST_CASE("Pearson holds where squares of the counts need more than 128 bits") {
    Case all({share});
    const auto collected = input(all, "collected");
    std::vector<data::GivenRow> rows;
    for (int i = 0; i < 200; ++i)  // at eleven digits 90 million are 9 · 10^18 counts
        rows.push_back({.key = "team " + std::to_string(i),
                        .period = all.month(1),
                        .cells = {{collected, i % 2 == 0 ? Exact(90'000'000) : Exact::scaled(1, 11)}}});
    all.pay(rows);
    CHECK(cell(performance(all.ground()), 0, "pearson") == 1);
}

TEST_CASE("average pay by tenth of the result") {
    std::map<std::string, std::vector<int>> teams;
    for (int i = 1; i <= 20; ++i) teams["team " + std::to_string(i)] = {30 + i};
    Case all({share, over}, teams);
    const auto found = by_result(all.ground());
    REQUIRE(found.rows.size() == 10);
    CHECK(cell(found, 0, "result") == 31'500'000);
    CHECK(cell(found, 9, "result") == 49'500'000);
    CHECK(cell(found, 9, "over2") == (45'000 + 50'000) / 2);
}

// ---------------------------------------------------------------- params

TEST_CASE("each param 10 % lower and higher, and where the cost is equal") {
    Case all({share, over}, {{"A", {50}}, {"B", {60}}});  // 110 000 against 150 000
    const auto found = sensitivity(all.ground());
    REQUIRE(found.rows.size() == 3);  // rate; rate, threshold in the order of the scheme
    CHECK(cell(found, 0, "lower") == -11'000);
    CHECK(cell(found, 0, "higher") == 11'000);
    CHECK(cell(found, 1, "higher") == 15'000);
    CHECK(text(found, 1, 5) == "≈ 0.3667 %");               // 0.5 % · 110 / 150
    CHECK(cell(found, 2, "lower") == 40'000);               // threshold 36 million
    CHECK(cell(found, 2, "higher") == -(30'000 + 10'000));  // 44 million
    CHECK(text(found, 2, 5) == "44 000 000");
}

TEST_CASE("a param that is found is shown without `≈` where it costs exactly as much") {
    std::string dearer(over);
    dearer.replace(dearer.find("0.5%"), 4, "0.6%");
    Case all({over, dearer}, {{"A", {50}}, {"B", {67}}});
    const auto found = sensitivity(all.ground());
    CHECK(text(found, 2, 1) == "rate");
    CHECK(text(found, 2, 5) == "0.5 %");
}

TEST_CASE("values of different dates are changed by one factor, and all are shown") {
    std::string dated(over);
    dated.replace(dated.find("40M"), 3, "40M from 2026-01, 20M from 2026-02");
    Case all({share, dated}, {{"A", {50, 50}}});  // 100 000 against 200 000
    const auto found = sensitivity(all.ground());
    CHECK(text(found, 2, 2) == "40 000 000 since 2026-01-01, 20 000 000 since 2026-02-01");
    CHECK(text(found, 2, 5) == "60 000 000 since 2026-01-01, 30 000 000 since 2026-02-01");
    CHECK(found.note.find("by one factor") != found.note.npos);
}

// ---------------------------------------------------------------- when money comes

TEST_CASE(
    "timing by the columns of the data: 40 % by day 15, 30 % by day 25, 30 % in the last 5 of 30 days") {
    Case all({by_day, by_day});
    const auto money = [](int millions) { return Exact(millions) * 1'000'000; };
    all.pay({{.key = "A",
              .period = all.month(4),
              .cells = {{input(all, "plan"), money(50)},
                        {input(all, "collected"), money(50)},
                        {input(all, "collected@15"), money(20)},
                        {input(all, "collected@25"), money(35)}}}});
    const auto found = timing(receipts(all.ground()));
    REQUIRE(found.rows.size() == 3);
    const Exact of_result[] = {Exact::ratio(2, 5), Exact::ratio(3, 10), Exact::ratio(3, 10)};
    const Exact of_days[] = {Exact::ratio(1, 2), Exact::ratio(1, 3), Exact::ratio(1, 6)};
    const Exact rush[] = {Exact::ratio(4, 5), Exact::ratio(9, 10), Exact::ratio(9, 5)};
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(cell(found, i, "share") == of_result[i]);
        CHECK(cell(found, i, "of_days") == of_days[i]);
        CHECK(cell(found, i, "rush") == rush[i]);
    }
    CHECK(rush_by_period(all.ground(), receipts(all.ground()))
              .rows.empty());  // one period says no more than all
}

TEST_CASE("timing by dates of records, in thirds of each month") {
    Case all({of_receipts, of_receipts});
    receive(all, {{4, 10, 15 * million}, {4, 28, 35 * million}, {6, 15, 50 * million}}, 6);
    const auto found = timing(receipts(all.ground()));
    REQUIRE(found.rows.size() == 3);
    CHECK(cell(found, 0, "share") == Exact::ratio(15, 100));
    CHECK(cell(found, 1, "share") == Exact::ratio(50, 100));
    CHECK(cell(found, 2, "share") == Exact::ratio(35, 100));
    const auto by_period = rush_by_period(all.ground(), receipts(all.ground()));
    REQUIRE(by_period.rows.size() == 6);
    CHECK(cell(by_period, 3, "share_3") == Exact::ratio(7, 10));
    CHECK(cell(by_period, 3, "rush") == Exact::ratio(21, 10));
    CHECK(cell(by_period, 5, "share_2") == 1);
}

// System 10: 40 million a month fall due evenly; the same 50 million come in three ways.
TEST_CASE("cash gap: 21M on day 27, 18.67M on day 14, none") {
    std::vector<Receipt> received{
        {4, 10, 15 * million}, {4, 28, 35 * million}, {6, 15, 25 * million}, {6, 25, 25 * million}};
    for (int day = 1; day <= 30; ++day) received.push_back({9, day, 166'666'667});
    Case all({of_receipts, of_receipts});
    receive(all, received, 9);
    auto ground = all.ground();
    ground.cash = Cash{.obligations = 40'000'000, .pay_day = {}};
    const auto found = cash_gap(ground, receipts(ground));
    REQUIRE(found.rows.size() == 9);
    CHECK(cell(found, 3, "gap") == 21'000'000);
    CHECK(cell(found, 3, "day") == 27);
    CHECK(cell(found, 5, "gap") == Exact::scaled(1'866'666'667, 2));
    CHECK(cell(found, 5, "day") == 14);
    CHECK(cell(found, 8, "gap") == 0);
    CHECK(cell(found, 0, "gap") == 40'000'000);  // nothing came: it is worst at the end
    CHECK(cell(found, 0, "day") == 31);
}

TEST_CASE("pay of the month before falls due on its day") {
    // 50M in April; in May 40M on the first day: 40M owed in all, and 50 000 of pay on day 31 and no sooner
    Case all({of_receipts, of_receipts});
    receive(all, {{4, 1, 50 * million}, {5, 1, 40 * million}}, 5);
    auto ground = all.ground();
    ground.cash = Cash{.obligations = 40'000'000, .pay_day = 31};
    const auto found = cash_gap(ground, receipts(ground));
    CHECK(cell(found, 4, "gap") == 0);
    CHECK(cell(found, 4, "with_pay_1") == 50'000);
    CHECK(cell(found, 3, "with_pay_1") == 0);  // nothing was paid for March
    CHECK(std::holds_alternative<std::monostate>(found.rows[0].back()));
}

TEST_CASE("where the data do not say when money came, the cash gap says so") {
    Case all({share, over}, {{"A", {50}}});
    auto ground = all.ground();
    ground.cash = Cash{.obligations = 40'000'000, .pay_day = {}};
    const auto found = cash_gap(ground, receipts(ground));
    CHECK(found.rows.empty());
    CHECK(found.sentence.starts_with("The data do not say when `collected` came"));
    CHECK(timing(receipts(ground)).rows.empty());
}

TEST_CASE("where two sums of records may be the result, the cash gap asks which one it is") {
    std::string two(of_receipts);
    two.insert(two.find(" bonus"), " back = (sum of receipt.amount where amount > 1000)\n");
    Case all({two, two});
    receive(all, {{4, 10, 15 * million}}, 9);
    auto ground = all.ground();
    ground.cash = Cash{.obligations = 40'000'000, .pay_day = {}};
    const auto found = cash_gap(ground, receipts(ground));
    CHECK(found.rows.empty());
    CHECK(found.sentence.find("`--result NAME`") != found.sentence.npos);
}

// ---------------------------------------------------------------- pay at the plan

TEST_CASE("pay at the plan and above it, and what of it is fixed") {
    Case all({salaried, share});
    const auto plan = input(all, "plan"), collected = input(all, "collected");
    const auto money = [](int millions) { return Exact(millions) * 1'000'000; };
    all.pay({{.key = "A", .period = all.month(1), .cells = {{plan, money(50)}, {collected, money(60)}}},
             {.key = "B", .period = all.month(1), .cells = {{plan, money(30)}, {collected, money(15)}}}});
    reward(all, "collected");
    const auto before = all.history.columns[collected].values;
    const auto found = upside_and_mix(all.ground());
    REQUIRE(found.size() == 2);
    const auto& upside = found[0];
    REQUIRE(upside.rows.size() == 4);                // the highest of history is 60 of 50 million: 120 %
    CHECK(cell(upside, 0, "salaried1") == 60'000);   // (50 + 30) / 2 + 20 thousand
    CHECK(cell(upside, 1, "salaried1") == 148'000);  // (60 + 100 + 36 + 60) / 2 + 20
    CHECK(cell(upside, 3, "salaried1") == 500'000);  // (100 + 500 + 60 + 300) / 2 + 20
    CHECK(cell(upside, 3, "share2") == 80'000);
    CHECK(cell(found[1], 0, "fixed") == Exact::ratio(1, 3));
    CHECK(cell(found[1], 0, "variable") == Exact::ratio(2, 3));
    CHECK(cell(found[1], 0, "times_200") == Exact::ratio(25, 3));
    CHECK(cell(found[1], 1, "fixed") == 0);
    CHECK(all.history.columns[collected].values == before);
}

TEST_CASE("who has a plan and a result that cannot grow to it is counted apart") {
    Case all({salaried});
    const auto plan = input(all, "plan"), collected = input(all, "collected");
    all.pay({{.key = "A", .period = all.month(1), .cells = {{plan, 50'000'000}, {collected, 60'000'000}}},
             {.key = "B", .period = all.month(1), .cells = {{plan, 30'000'000}, {collected, -1}}},
             {.key = "C", .period = all.month(1), .cells = {{plan, 0}, {collected, -1}}}});
    reward(all, "collected");
    const auto upside = upside_and_mix(all.ground()).front();
    CHECK(cell(upside, 0, "salaried1") == 70'000);  // 0.1 % of 50 million, and 20 thousand
    CHECK(upside.note.find("of 1 person-month with") != std::string::npos);
    CHECK(upside.note.find("Left out: 1 more person-month with") != std::string::npos);
}

TEST_CASE("a pay line whose equations read the result is not fixed") {
    constexpr std::string_view solved =
        "scheme solved\ncurrency RUB\nlevel team\nteam {\n input collected : money\n input plan : money\n"
        " solve { bonus = 10% of (collected - bonus - tax); tax = 20% of (collected - bonus) }\n"
        " far = 1% of collected above plan\n pay fixed = 20k\n pay bonus\n pay far\n}\n";
    Case all({solved});
    all.pay({{.key = "A",
              .period = all.month(1),
              .cells = {{input(all, "plan"), Exact(108'000)}, {input(all, "collected"), Exact(54'000)}}}});
    reward(all, "collected");
    const auto mix = upside_and_mix(all.ground()).back();
    CHECK(cell(mix, 0, "target") == 28'000);  // 20 thousand, and 8 of bonus at the plan
    CHECK(cell(mix, 0, "fixed") == Exact::ratio(20, 28));
}

TEST_CASE("without a plan pay at the plan is left out with a sentence") {
    Case all({share, over}, {{"A", {50}}});
    const auto found = upside_and_mix(all.ground());
    REQUIRE(found.size() == 1);
    CHECK(found[0].rows.empty());
    CHECK(!found[0].sentence.empty());
}

// ---------------------------------------------------------------- whatever the history

namespace {

// Teams in three cities, with whole roubles from 20 to 80 million.
void any_history(Case& all, std::uint32_t seed) {
    std::uint64_t state = seed;
    const auto below = [&](std::uint64_t limit) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::int64_t>((state >> 33U) % limit);
    };
    std::vector<data::GivenRow> rows;
    const auto teams = 10 + below(20), months = 1 + below(5);
    for (std::int64_t team = 0; team < teams; ++team)
        for (std::int64_t month = 1; month <= months; ++month)
            rows.push_back({.key = "team " + std::to_string(team),
                            .period = all.month(static_cast<int>(month)),
                            .cells = {{input(all, "collected"), Exact(20'000'000 + below(60'000'000))},
                                      {input(all, "city"), "city " + std::to_string(team % 3)}}});
    all.pay(rows);
}

constexpr std::string_view cities =
    "scheme cities\ncurrency RUB\nlevel team\nparam rate = 0.4%\nteam {\n input collected : money\n"
    " input city : text\n bonus = rate of collected above 35M if city != \"city 1\"\n"
    "       = 0.1% of collected otherwise\n pay fixed = 10k\n pay bonus\n}\n";

Ground by_city(Case& all) {
    auto ground = all.ground();
    const auto city = input(all, "city");
    ground.role = Role{.name = "city", .level = all.sides.reading.inputs[city].level, .text = city};
    return ground;
}

}  // namespace

TEST_CASE("people in bands, cities and tenths, months and components add up to the cost") {
    for (std::uint32_t seed = 1; seed <= 30; ++seed) {
        Case all({share, cities});
        any_history(all, seed);
        const auto ground = by_city(all);
        const auto cost = costs(ground);
        const auto first = cell(cost, 0, "cost"), second = cell(cost, 1, "cost");
        for (const auto& found : {bands(ground, moves(ground, 1)), roles(ground, moves(ground, 1)),
                                  deciles(ground, moves(ground, 1))}) {
            INFO(found.name << ", seed " << seed);
            CHECK(total(found, "people") == static_cast<std::int64_t>(all.paid.people.size()));
            CHECK(total(found, "before") == first);
            CHECK(total(found, "after") == second);
            CHECK(total(found, "difference") == second - first);
        }
        CHECK(total(months(ground), "share1") == first);
        CHECK(total(components(ground), "cities2") == second);
        CHECK(cell(attainment(ground), 2, "cities2") == second);
    }
}

// At eleven digits 90 million are 9 · 10^18 counts, and no 120 % of that fits them.
TEST_CASE("a result of many digits is scaled too, and is then as it was") {
    Case all({share, over});
    const auto collected = input(all, "collected");
    all.pay({{.key = "A", .period = all.month(1), .cells = {{collected, Exact(90'000'000)}}},
             {.key = "B", .period = all.month(1), .cells = {{collected, Exact::scaled(1, 11)}}}});
    const auto before = all.history.columns[collected];
    const auto found = attainment(all.ground());
    CHECK(cell(found, 0, "share1") == 72'000);
    CHECK(cell(found, 4, "share1") == 108'000);
    CHECK(cell(found, 4, "over2") == 340'000);
    const auto whole = Exact(90'000'000) + Exact::scaled(1, 11);
    CHECK(cell(more_result(all.ground()).front(), 1, "next") == 450'000 / whole);
    CHECK(all.history.columns[collected].values == before.values);
    CHECK(all.history.columns[collected].large.empty());
}

TEST_CASE("results of so many digits that they cannot be set to their plans are left out with a sentence") {
    Case all({salaried});
    const auto plan = input(all, "plan"), collected = input(all, "collected");
    all.pay({{.key = "A",
              .period = all.month(1),
              .cells = {{plan, Exact(99'000'000)}, {collected, Exact::scaled(1, 11)}}}});
    reward(all, "collected");
    const auto found = upside_and_mix(all.ground());
    REQUIRE(found.size() == 1);
    CHECK(found[0].rows.empty());
    CHECK(!found[0].sentence.empty());
    CHECK(all.history.columns[collected].digits == 11);
}

TEST_CASE("what more result would bring stands by tenths of the result") {
    Case all({share, over}, {{"North", {10, 20, 30, 39, 41, 42, 50, 60, 70, 80}}});
    const auto found = more_result(all.ground()).back();
    REQUIRE(found.rows.size() == 10);
    for (std::size_t i = 0; i < 10; ++i) {
        CHECK(cell(found, i, "share1") == Exact::ratio(1, 1000));
        CHECK(cell(found, i, "over2") == (i < 4 ? Exact(0) : Exact::ratio(5, 1000)));  // 40 million are free
    }
    CHECK(std::get<Exact>(found.rows[9][0]) == 80'000'000);
}

TEST_CASE("a scheme against itself differs in nothing, whatever the history") {
    for (std::uint32_t seed = 1; seed <= 10; ++seed) {
        Case all({cities, cities});
        any_history(all, seed);
        const auto ground = by_city(all);
        CHECK(cell(costs(ground), 1, "difference") == 0);
        CHECK(movers(ground, moves(ground, 1)).rows.empty());
        for (const auto& found : {bands(ground, moves(ground, 1)), roles(ground, moves(ground, 1)),
                                  deciles(ground, moves(ground, 1))})
            for (std::size_t i = 0; i < found.rows.size(); ++i) CHECK(cell(found, i, "difference") == 0);
        for (const auto& found : {months(ground), components(ground), attainment(ground), by_result(ground)})
            for (std::size_t i = 0; i < found.rows.size(); ++i)
                CHECK(cell(found, i, "cities1") == cell(found, i, "cities2"));
        for (const auto& found : {spread(ground), performance(ground), more_result(ground).front()})
            CHECK(std::equal(found.rows[0].begin() + 1, found.rows[0].end(), found.rows[1].begin() + 1));
    }
}

}  // namespace accrue::compare
