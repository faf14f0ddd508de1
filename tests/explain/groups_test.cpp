// Shares, equations, lots and references, with numbers worked out by hand.
#include "by_hand.hpp"
#include "explain/linear.hpp"

using namespace accrue;
using namespace accrue::testing;
using core::DefinitionId;
using explain::FailureKind;

namespace {

Exact kopecks(std::int64_t count) {
    return Exact::ratio(count, 100);
}

// A team with a pool, people with claims in money and with weights.
struct Pool {
    SchemeBuilder b{{"team", "person"}};
    core::LevelId team{0}, person{1};
    core::InputId amount, claim, weight, takes;
    DefinitionId pool, claim_of, weight_of, takes_of, share;
    core::ShareId id;
    Rows rows;
    std::size_t team_row = 0;

    explicit Pool(core::Value size) {
        b.at(team);
        amount = b.input("amount");
        pool = b.define("pool", b.read(amount), core::DefinitionKind::hidden);
        b.at(person);
        claim = b.input("claim");
        weight = b.input("weight", number);
        takes = b.input("takes", yes_no);
        claim_of = b.define("claim", b.read(claim), core::DefinitionKind::hidden);
        weight_of = b.define("weight", b.read(weight), core::DefinitionKind::hidden);
        takes_of = b.define("takes", b.read(takes), core::DefinitionKind::hidden);
        core::Share made;
        made.name = "pool_share";
        made.of = team;
        made.pool = pool;
        made.claims.push_back({.fits = {}, .amount = claim_of, .label = {}, .span = {}});
        made.weight = weight_of;
        id = b.scheme.shares.add(made);
        share = b.of_group("pool_share", core::Shared{id}, core::DefinitionKind::share);
        b.scheme.shares[id].result = share;
        team_row = rows.add(team, "КО", {{amount, std::move(size)}});
    }
    std::size_t member(const std::string& key, Exact claimed, Exact weighs, bool takes_remainder = false) {
        return rows.in(team_row, person, key,
                       {{claim, core::Value(std::move(claimed))},
                        {weight, core::Value(std::move(weighs))},
                        {takes, core::Value(takes_remainder)}});
    }
    core::Share& rules() { return b.scheme.shares[id]; }
    std::vector<Exact> shares(std::size_t members) {
        Computed c(b.scheme, rows);
        std::vector<Exact> found;
        for (std::size_t i = 1; i <= members; ++i) found.push_back(c.number(share, team_row + i));
        return found;
    }
    FailureKind failure(std::size_t member) {
        Computed c(b.scheme, rows);
        return c.failure(share, member).kind;
    }
};

using Amounts = std::vector<Exact>;

}  // namespace

TEST_CASE("premium and deduction first, then the rest equally: 75 000 in one team") {
    Pool pool(whole(75'000));
    auto& b = pool.b;
    b.at(pool.person);
    const auto role = b.input("role", text), premium = b.input("premium"), deduction = b.input("deduction");
    const auto head = b.define("head", b.compare(CompareOp::equal, b.read(role), b.word("head")));
    const auto forty = b.define("40 %", b.times(b.read(pool.pool), b.constant(Exact::ratio(2, 5), number)));
    const auto by_hand = b.define("by hand", b.minus(b.read(premium), b.read(deduction)));
    const auto one = b.constant(Exact(1), number), none = b.constant(Exact(0), number);
    pool.rules().claims = {{.fits = head, .amount = forty, .label = {}, .span = {}},
                           {.fits = {}, .amount = by_hand, .label = {}, .span = {}}};
    pool.rules().weight = b.define("others", b.choose({{b.read(head), none}}, one));
    const auto add = [&](const std::string& key, const std::string& says, int plus, int minus) {
        return pool.rows.in(pool.team_row, pool.person, key,
                            {{role, word(says)}, {premium, whole(plus)}, {deduction, whole(minus)}});
    };
    const auto boss = add("Начальник", "head", 0, 0), masha = add("Маша", "staff", 15'000, 0),
               vasya = add("Вася", "staff", 0, 6'000), olya = add("Оля", "staff", 0, 0);
    Computed c(b.scheme, pool.rows);
    CHECK(c.number(pool.share, boss) == Exact(30'000));
    CHECK(c.number(pool.share, masha) == Exact(27'000));
    CHECK(c.number(pool.share, vasya) == Exact(6'000));
    CHECK(c.number(pool.share, olya) == Exact(12'000));
}

TEST_CASE("the odd kopecks go to the largest fractions cut off, ties by key") {
    Pool pool(whole(100));
    pool.member("Аня", 0, 1);
    pool.member("Боря", 0, 1);
    pool.member("Вера", 0, 1);
    CHECK(pool.shares(3) == Amounts{kopecks(3334), kopecks(3333), kopecks(3333)});
    Pool uneven(whole(1));
    uneven.member("Аня", 0, 3);   // 0.4285…
    uneven.member("Боря", 0, 2);  // 0.2857…
    uneven.member("Вера", 0, 2);
    CHECK(uneven.shares(3) == Amounts{kopecks(43), kopecks(29), kopecks(28)});
}

TEST_CASE("thousands may weigh by ratios of their own") {
    Pool pool(whole(1'000'000));
    constexpr std::int64_t members = 3000;
    for (std::int64_t i = 1; i <= members; ++i)
        pool.member(std::to_string(10'000 + i), 0, Exact::ratio(1'000'000 + i * i, 900'007 + 31 * i));
    Exact given = 0;
    for (const auto& share : pool.shares(members)) given += share;
    CHECK(given == Exact(1'000'000));
}

TEST_CASE("the remainder goes to the one row that is named") {
    Pool pool(whole(100));
    pool.rules().remainder_to = pool.takes_of;
    const auto first = pool.member("Аня", 0, 1);
    pool.member("Боря", 0, 1);
    pool.member("Вера", 0, 1, true);
    CHECK(pool.shares(3) == Amounts{kopecks(3333), kopecks(3333), kopecks(3334)});
    pool.member("Глеб", 0, 1, true);
    CHECK(pool.failure(first) == FailureKind::remainder_to_several);
    Pool nobody(whole(100));
    nobody.rules().remainder_to = nobody.takes_of;
    CHECK(nobody.failure(nobody.member("Аня", 0, 1)) == FailureKind::remainder_to_nobody);
}

TEST_CASE("nobody below 0: the rest is worked out again until none is negative") {
    Pool pool(whole(100));
    pool.rules().nobody_below_0 = true;
    // Round 1: a rest of 100 - 35 = 65, by 1/4 each 16.25: Аня -53.75 leaves. Round 2: a rest of
    // 100 - 105 = -5, by 1/3 each: Боря -1.67 leaves. Round 3: the same rest among two.
    pool.member("Аня", Exact(-70), 1);
    pool.member("Боря", 0, 1);
    pool.member("Вера", 5, 1);
    pool.member("Глеб", 100, 1);
    CHECK(pool.shares(4) == Amounts{0, 0, Exact::ratio(5, 2), Exact::ratio(195, 2)});
}

TEST_CASE("without `nobody below 0` a negative share or rest is an error of all members") {
    Pool share(whole(100));
    const auto debtor = share.member("Аня", Exact(-200), 1), other = share.member("Боря", 0, 1);
    Computed c(share.b.scheme, share.rows);
    CHECK(c.failure(share.share, other).kind == FailureKind::share_below_0);
    CHECK(c.failure(share.share, other).row == c.row(debtor));
    Pool rest(whole(100));
    CHECK(rest.failure(rest.member("Аня", 150, 1)) == FailureKind::rest_below_0);
}

TEST_CASE("what a share refuses") {
    SECTION("a negative pool") {
        Pool pool(whole(-1));
        CHECK(pool.failure(pool.member("Аня", 0, 1)) == FailureKind::pool_below_0);
    }
    SECTION("a negative weight") {
        Pool pool(whole(1));
        CHECK(pool.failure(pool.member("Аня", 0, Exact(-1))) == FailureKind::weight_below_0);
    }
    SECTION("a rest that nobody takes") {
        Pool pool(whole(1));
        CHECK(pool.failure(pool.member("Аня", 0, 0)) == FailureKind::nobody_takes);
    }
    SECTION("claims that are not the pool, when there is no rest") {
        Pool pool(whole(100));
        pool.rules().weight = {};
        const auto row = pool.member("Аня", 98, 0);
        CHECK(pool.failure(row) == FailureKind::claims_differ);
        pool.member("Боря", 2, 0);
        CHECK(pool.shares(2) == Amounts{98, 2});
    }
    SECTION("a clause that nobody fits, unless it says so") {
        Pool pool(whole(100));
        pool.rules().claims.front().fits = pool.takes_of;
        const auto row = pool.member("Аня", 5, 1);
        CHECK(pool.failure(row) == FailureKind::nobody_fits);
        pool.rules().claims.front().none_to_rest = true;
        CHECK(pool.shares(1) == Amounts{100});
    }
    SECTION("a blank claim of anybody") {
        Pool pool(whole(100));
        const auto row = pool.member("Аня", 5, 1);
        const auto blank = pool.rows.in(pool.team_row, pool.person, "Яна", {{pool.weight, whole(1)}});
        Computed c(pool.b.scheme, pool.rows);
        CHECK(c.failure(pool.share, row).kind == FailureKind::missing_used);
        CHECK(c.failure(pool.share, row).row == c.row(blank));
    }
}

TEST_CASE("a pool of nothing among people who may take nothing") {
    Pool pool(whole(0));
    pool.member("Аня", 0, 0);
    pool.member("Боря", 0, 0);
    CHECK(pool.shares(2) == Amounts{0, 0});
}

TEST_CASE("a bonus of the profit after bonus and tax") {
    // bonus = 10 % of (100 - bonus - tax), tax = 20 % of (100 - bonus): bonus = 8 / 1.08 = 200/27
    SchemeBuilder b;
    const auto profit = b.input("profit");
    const auto tenth = b.constant(Exact::ratio(1, 10), number),
               fifth = b.constant(Exact::ratio(1, 5), number);
    const auto minus_tenth = b.constant(Exact::ratio(-1, 10), number),
               minus_fifth = b.constant(Exact::ratio(-1, 5), number);
    const core::SystemId system(0);
    const auto bonus = b.of_group("bonus", core::Solved{system, 0}),
               tax = b.of_group("tax", core::Solved{system, 1});
    core::System equations;
    const auto written = b.minus(b.minus(b.read(profit), b.read(bonus)), b.read(tax));
    equations.equations.push_back(
        {bonus, b.times(tenth, written), {minus_tenth, minus_tenth}, b.times(tenth, b.read(profit))});
    equations.equations.push_back({tax,
                                   b.times(fifth, b.minus(b.read(profit), b.read(bonus))),
                                   {minus_fifth, {}},
                                   b.times(fifth, b.read(profit))});
    b.scheme.systems.add(equations);
    Rows rows;
    const auto row = rows.add(core::LevelId(0), "Маша", {{profit, whole(100)}});
    const auto blank = rows.add(core::LevelId(0), "Оля");
    Computed c(b.scheme, rows);
    CHECK(c.number(bonus, row) == Exact::ratio(200, 27));
    CHECK(c.number(tax, row) == Exact::ratio(500, 27));
    CHECK(c.number(bonus, row) == (Exact(100) - c.number(bonus, row) - c.number(tax, row)) / Exact(10));
    CHECK(c.failure(tax, blank).kind == FailureKind::missing_used);
}

TEST_CASE("equations without a single solution are refused") {
    const explain::LinearSystem twice{{{0, 1}, {1, 0}}, {0, 0}};      // x = y, y = x
    const explain::LinearSystem never{{{0, 1}, {1, 0}}, {1, 1}};      // x = y + 1, y = x + 1
    const explain::LinearSystem swapped{{{1, 1}, {1, 1}}, {-2, -3}};  // x = x + y - 2, y = x + y - 3
    CHECK_FALSE(explain::solution(twice));
    CHECK_FALSE(explain::solution(never));
    CHECK(explain::solution(swapped) == std::vector<Exact>{3, 2});
}

TEST_CASE("lots are used oldest first and expire") {
    SchemeBuilder b;
    const auto surplus = b.input("surplus"), need = b.input("need");
    const auto add = b.define("add", b.read(surplus)), take = b.define("take", b.read(need));
    const core::LotsId id(0);
    core::Lots lots;
    lots.name = "reserve";
    lots.add = add;
    lots.take = take;
    lots.usable_for = 2;
    lots.left = b.of_group("reserve", core::FromLots{id, core::LotsPart::left});
    lots.taken = b.of_group("reserve.taken", core::FromLots{id, core::LotsPart::taken});
    lots.expired = b.of_group("reserve.expired", core::FromLots{id, core::LotsPart::expired});
    b.scheme.lots.add(lots);
    Rows rows;
    const auto year = [&](int number_of_month, int plus, int minus) {
        return rows.add(core::LevelId(0), "Маша", {{surplus, whole(plus)}, {need, whole(minus)}},
                        month_of(2026, number_of_month));
    };
    const auto first = year(1, 100, 0), second = year(2, 50, 30), third = year(3, 0, 30),
               fifth = year(5, 5, 100);
    const auto wrong = rows.add(core::LevelId(0), "Оля", {{surplus, whole(-1)}, {need, whole(0)}});
    Computed c(b.scheme, rows);
    CHECK(c.number(lots.left, first) == Exact(100));
    CHECK(c.number(lots.taken, second) == Exact(30));
    CHECK(c.number(lots.left, second) == Exact(120));
    CHECK(c.number(lots.left, third) == Exact(90));
    // January's 40 left are too old in May, February's 50 are of three months ago.
    CHECK(c.number(lots.expired, fifth) == Exact(90));
    CHECK(c.number(lots.taken, fifth) == Exact(0));
    CHECK(c.number(lots.left, fifth) == Exact(5));
    CHECK(c.failure(lots.left, wrong).kind == FailureKind::lots_below_0);
}

TEST_CASE("lots of twelve hundred months need no deep stack") {
    SchemeBuilder b;
    const auto add = b.define("add", b.constant(Exact(2))), take = b.define("take", b.constant(Exact(1)));
    core::Lots lots;
    lots.add = add;
    lots.take = take;
    lots.left = b.of_group("left", core::FromLots{core::LotsId(0), core::LotsPart::left});
    b.scheme.lots.add(lots);
    Rows rows;
    std::size_t last = 0;
    for (int i = 0; i < 1200; ++i) last = rows.add(core::LevelId(0), "Маша", {}, {march.index + i});
    Computed c(b.scheme, rows);
    CHECK(c.number(lots.left, last) == Exact(1201));
}

TEST_CASE("a lookup takes the most specific row in force") {
    SchemeBuilder b;
    core::Reference grades;
    grades.name = "grades";
    grades.keys = {{.name = "grade", .type = text, .span = {}}, {.name = "region", .type = text, .span = {}}};
    grades.fields = {{.name = "salary", .type = money, .span = {}}};
    const auto reference = b.scheme.references.add(grades);
    const auto grade = b.input("grade", text), region = b.input("region", text);
    const auto salary =
        b.define("salary", b.add(core::Lookup{reference, {b.read(grade), b.read(region)}, 0}, money));
    const auto row_of = [](std::optional<core::Value> a, std::optional<core::Value> r, int pay) {
        return data::ReferenceRow{
            .keys = {std::move(a), std::move(r)}, .fields = {whole(pay)}, .from = {}, .to = {}};
    };
    data::GivenReferences given;
    given.rows.add({row_of(word("A"), std::nullopt, 40), row_of(word("A"), word("север"), 45),
                    row_of(word("B"), std::nullopt, 50), row_of(std::nullopt, word("юг"), 60)});
    Rows rows;
    const auto add = [&](const std::string& key, const std::string& g, const std::string& r) {
        return rows.add(core::LevelId(0), key, {{grade, word(g)}, {region, word(r)}});
    };
    const auto plain = add("Аня", "a", "центр"), north = add("Боря", "A", "Север"),
               two = add("Вера", "B", "юг"), none = add("Глеб", "C", "центр");
    Computed c(b.scheme, rows, given);
    CHECK(c.number(salary, plain) == Exact(40));
    CHECK(c.number(salary, north) == Exact(45));
    CHECK(c.failure(salary, two).kind == FailureKind::two_rows_fit);
    CHECK(c.missing(salary, none));
}
