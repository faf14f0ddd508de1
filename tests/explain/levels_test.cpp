#include "by_hand.hpp"

using namespace accrue;
using namespace accrue::testing;
using core::Aggregate;
using core::AggregateOp;
using core::DefinitionId;
using core::Window;
using explain::FailureKind;

namespace {

// Teams, people in them, payments of teams.
struct Firm {
    SchemeBuilder b{{"team", "person"}};
    core::LevelId team{0}, person{1}, payment;
    core::InputId plan, sales, role, amount;
    DefinitionId plan_of_team, sales_of_person, paid;
    Rows rows;

    Firm() {
        payment = b.records("payment", team);
        b.at(team);
        plan = b.input("plan");
        plan_of_team = b.define("plan", b.read(plan));
        b.at(person);
        sales = b.input("sales");
        role = b.input("role", text);
        sales_of_person = b.define("sales", b.read(sales));
        b.at(payment);
        amount = b.input("amount");
        paid = b.define("amount", b.read(amount));
    }
    DefinitionId define(core::LevelId level, const std::string& name, Aggregate aggregate) {
        b.at(level);
        return b.define(name, b.aggregate(aggregate));
    }
};

Aggregate so_far(Aggregate made, Window window = Window::this_period) {
    made.so_far = true;
    made.window = window;
    return made;
}

}  // namespace

TEST_CASE("an outer row is one value, an inner one an aggregate") {
    Firm f;
    f.b.at(f.person);
    const auto half = f.b.define("half", f.b.over(f.b.read(f.plan_of_team), f.b.constant(Exact(2), number)));
    const auto cell = f.b.define("cell", f.b.plus(f.b.read(f.plan), f.b.constant(Exact(1))));
    const auto all = f.define(f.team, "all", f.b.of_rows(AggregateOp::sum, f.sales_of_person, f.team));
    const auto paid = f.define(f.team, "paid", f.b.of_rows(AggregateOp::sum, f.paid, f.team));
    const auto a = f.rows.add(f.team, "А", {{f.plan, whole(100)}});
    const auto b = f.rows.add(f.team, "Б", {{f.plan, whole(500)}});
    const auto masha = f.rows.in(a, f.person, "Маша", {{f.sales, whole(10)}});
    f.rows.in(a, f.person, "Оля", {{f.sales, whole(20)}});
    const auto vasya = f.rows.in(b, f.person, "Вася", {{f.sales, whole(40)}});
    f.rows.record(a, f.payment, Date::of(2026, 3, 5), {{f.amount, whole(7)}});
    f.rows.record(a, f.payment, Date::of(2026, 3, 1), {{f.amount, whole(8)}});
    Computed c(f.b.scheme, f.rows);
    CHECK(c.number(half, masha) == Exact(50));
    CHECK(c.number(cell, vasya) == Exact(501));
    CHECK(c.number(all, a) == Exact(30));
    CHECK(c.number(all, b) == Exact(40));
    CHECK(c.number(paid, a) == Exact(15));
    CHECK(c.number(paid, b) == Exact(0));
}

TEST_CASE("beside me, everybody, and where a condition holds") {
    Firm f;
    f.b.at(f.person);
    const auto heads = f.b.define("head", f.b.compare(CompareOp::equal, f.b.read(f.role), f.b.word("Head")));
    const auto mine = f.define(f.person, "mine", f.b.of_rows(AggregateOp::sum, f.sales_of_person, f.team));
    const auto all = f.define(f.person, "all", f.b.of_rows(AggregateOp::sum, f.sales_of_person));
    auto counted = f.b.of_rows(AggregateOp::count, f.sales_of_person);
    counted.where = heads;
    const auto count = f.define(f.person, "count", counted);
    const auto best =
        f.define(f.person, "best", f.b.of_rows(AggregateOp::largest, f.sales_of_person, f.team));
    const auto a = f.rows.add(f.team, "А"), b = f.rows.add(f.team, "Б");
    const auto masha = f.rows.in(a, f.person, "Маша", {{f.sales, whole(10)}, {f.role, word("head")}});
    f.rows.in(a, f.person, "Оля", {{f.sales, whole(20)}, {f.role, word("staff")}});
    const auto vasya = f.rows.in(b, f.person, "Вася", {{f.sales, whole(40)}, {f.role, word("head")}});
    Computed c(f.b.scheme, f.rows);
    CHECK(c.number(mine, masha) == Exact(30));
    CHECK(c.number(mine, vasya) == Exact(40));
    CHECK(c.number(all, masha) == Exact(70));
    CHECK(c.number(count, vasya) == Exact(2));
    CHECK(c.number(best, masha) == Exact(20));
}

TEST_CASE("a window over a team's people follows the team, each month with its people") {
    Firm f;
    auto year = f.b.of_rows(AggregateOp::sum, f.sales_of_person, f.team);
    year.window = Window::year;
    const auto of_team = f.define(f.team, "of team", year);
    const auto beside = f.define(f.person, "beside", year);
    auto everybody = f.b.of_rows(AggregateOp::sum, f.sales_of_person);
    everybody.window = Window::last_months;
    everybody.months = 2;
    const auto all = f.define(f.person, "all", everybody);
    auto own = f.b.of_rows(AggregateOp::sum, f.sales_of_person, f.person);
    own.window = Window::year;
    const auto mine = f.define(f.person, "mine", own);
    const auto february = month_of(2026, 2), december = month_of(2025, 12);
    const auto a0 = f.rows.add(f.team, "А", {}, december), a1 = f.rows.add(f.team, "А", {}, february),
               b1 = f.rows.add(f.team, "Б", {}, february);
    const auto a2 = f.rows.add(f.team, "А"), b2 = f.rows.add(f.team, "Б");
    f.rows.in(a0, f.person, "Маша", {{f.sales, whole(1)}});
    f.rows.in(a1, f.person, "Маша", {{f.sales, whole(10)}});
    f.rows.in(b1, f.person, "Оля", {{f.sales, whole(100)}});
    const auto masha = f.rows.in(b2, f.person, "Маша", {{f.sales, whole(1000)}});
    const auto olya = f.rows.in(a2, f.person, "Оля", {{f.sales, whole(10000)}});
    Computed c(f.b.scheme, f.rows);
    CHECK(c.number(of_team, a2) == Exact(10'010));
    CHECK(c.number(of_team, b2) == Exact(1'100));
    CHECK(c.number(beside, masha) == Exact(1'100));
    CHECK(c.number(beside, olya) == Exact(10'010));
    CHECK(c.number(all, masha) == Exact(11'110));
    CHECK(c.number(mine, masha) == Exact(1'010));
}

TEST_CASE("so far runs through the records up to this one, from the month's or the year's first") {
    Firm f;
    const auto in_month =
        f.define(f.payment, "so far", so_far(f.b.of_rows(AggregateOp::sum, f.paid, f.team)));
    const auto year =
        f.define(f.payment, "this year", so_far(f.b.of_rows(AggregateOp::sum, f.paid, f.team), Window::year));
    const auto count = f.define(f.payment, "count", so_far(f.b.of_rows(AggregateOp::count, f.paid, f.team)));
    // 1 % up to 1 000 of the month, 2 % above it: what this record adds to the tiers.
    f.b.at(f.payment);
    const auto edge = f.b.constant(Exact(1000));
    const auto tiers = [&](ExprId sum) {
        const auto low = f.b.clamp(ClampOp::smaller, sum, edge);
        const auto high = f.b.clamp(ClampOp::larger, f.b.minus(sum, edge), f.b.constant(Exact(0)));
        return f.b.plus(f.b.times(low, f.b.constant(Exact::ratio(1, 100), number)),
                        f.b.times(high, f.b.constant(Exact::ratio(2, 100), number)));
    };
    const auto before = f.b.minus(f.b.read(in_month), f.b.read(f.paid));
    const auto commission = f.b.define("commission", f.b.minus(tiers(f.b.read(in_month)), tiers(before)));
    const auto february = f.rows.add(f.team, "А", {}, month_of(2026, 2));
    const auto team = f.rows.add(f.team, "А"), other = f.rows.add(f.team, "Б");
    f.rows.record(february, f.payment, Date::of(2026, 2, 20), {{f.amount, whole(5)}});
    const auto second = f.rows.record(team, f.payment, Date::of(2026, 3, 7), {{f.amount, whole(700)}});
    const auto first = f.rows.record(team, f.payment, Date::of(2026, 3, 2), {{f.amount, whole(600)}});
    const auto foreign = f.rows.record(other, f.payment, Date::of(2026, 3, 1), {{f.amount, whole(9)}});
    Computed c(f.b.scheme, f.rows);
    CHECK(c.number(in_month, first) == Exact(600));
    CHECK(c.number(in_month, second) == Exact(1300));
    CHECK(c.number(in_month, foreign) == Exact(9));
    CHECK(c.number(year, second) == Exact(1305));
    CHECK(c.number(count, second) == Exact(2));
    CHECK(c.number(commission, first) == Exact(6));
    CHECK(c.number(commission, second) == Exact(10));
}

TEST_CASE("ten thousand records of one team need neither a deep stack nor the square of their number") {
    Firm f;
    const auto in_month =
        f.define(f.payment, "so far", so_far(f.b.of_rows(AggregateOp::sum, f.paid, f.team)));
    const auto all = f.define(f.payment, "all", f.b.of_rows(AggregateOp::sum, f.paid));
    const auto place = f.define(f.payment, "place", f.b.of_rows(AggregateOp::rank, f.paid, f.team));
    const auto team = f.rows.add(f.team, "А");
    std::size_t last = 0;
    for (int i = 1; i <= 10'000; ++i)
        last = f.rows.record(team, f.payment, Date::of(2026, 3, 1), {{f.amount, whole(i)}});
    Computed c(f.b.scheme, f.rows);
    CHECK(c.number(in_month, last) == Exact(50'005'000));
    for (auto each = last; each > team; --each) {
        CHECK(c.number(all, each) == Exact(50'005'000));
        CHECK(c.number(place, each) == Exact(static_cast<std::int64_t>(last - each) + 1));
    }
}

TEST_CASE("rank gives 1 to the largest, ties share, and who does not count has none") {
    Firm f;
    f.b.at(f.person);
    const auto counts =
        f.b.define("staff", f.b.compare(CompareOp::equal, f.b.read(f.role), f.b.word("staff")));
    const auto rank = f.define(f.person, "rank", f.b.of_rows(AggregateOp::rank, f.sales_of_person, f.team));
    auto of_staff = f.b.of_rows(AggregateOp::rank, f.sales_of_person);
    of_staff.where = counts;
    const auto among = f.define(f.person, "among", of_staff);
    const auto a = f.rows.add(f.team, "А"), b = f.rows.add(f.team, "Б");
    const auto add = [&](std::size_t team, const std::string& key, int sales, const std::string& role) {
        return f.rows.in(team, f.person, key, {{f.sales, whole(sales)}, {f.role, word(role)}});
    };
    const auto first = add(a, "Аня", 30, "staff"), also = add(a, "Боря", 30, "head"),
               third = add(a, "Вера", 5, "staff"), other = add(b, "Глеб", 50, "staff");
    Computed c(f.b.scheme, f.rows);
    CHECK(c.number(rank, first) == Exact(1));
    CHECK(c.number(rank, also) == Exact(1));
    CHECK(c.number(rank, third) == Exact(3));
    CHECK(c.number(rank, other) == Exact(1));
    CHECK(c.number(among, first) == Exact(2));
    CHECK(c.number(among, third) == Exact(3));
    CHECK(c.missing(among, also));
}

TEST_CASE("a paired condition compares each row with the one that asks") {
    Firm f;
    f.b.at(f.person);
    const auto role = f.b.define("role", f.b.read(f.role));
    auto same_role = f.b.of_rows(AggregateOp::sum, f.sales_of_person);
    same_role.paired = f.b.compare(CompareOp::equal, f.b.read(role), f.b.read_asker(role));
    const auto sum = f.define(f.person, "sum", same_role);
    auto better = f.b.of_rows(AggregateOp::count, f.sales_of_person);
    f.b.at(f.person);
    better.paired =
        f.b.compare(CompareOp::less, f.b.read_asker(f.sales_of_person), f.b.read(f.sales_of_person));
    const auto count = f.define(f.person, "count", better);
    auto ranked = f.b.of_rows(AggregateOp::rank, f.sales_of_person);
    ranked.paired = same_role.paired;
    const auto rank = f.define(f.person, "rank", ranked);
    const auto a = f.rows.add(f.team, "А"), b = f.rows.add(f.team, "Б");
    const auto add = [&](std::size_t team, const std::string& key, int sales, const std::string& says) {
        return f.rows.in(team, f.person, key, {{f.sales, whole(sales)}, {f.role, word(says)}});
    };
    const auto one = add(a, "Аня", 30, "staff"), two = add(b, "Боря", 40, "staff"),
               head = add(a, "Вера", 50, "head");
    const auto nameless = f.rows.in(b, f.person, "Яна", {{f.sales, whole(1)}});
    Computed c(f.b.scheme, f.rows);
    CHECK(c.failure(sum, one).kind == FailureKind::missing_used);
    CHECK(c.failure(sum, one).row == c.row(nameless));
    CHECK(c.failure(sum, nameless).row == c.row(nameless));
    CHECK(c.number(count, one) == Exact(2));
    CHECK(c.number(count, head) == Exact(0));
    CHECK(c.failure(rank, two).kind == FailureKind::missing_used);
}

TEST_CASE("paired sums and ranks, when all have a value") {
    Firm f;
    f.b.at(f.person);
    const auto role = f.b.define("role", f.b.read(f.role));
    auto same_role = f.b.of_rows(AggregateOp::sum, f.sales_of_person);
    same_role.paired = f.b.compare(CompareOp::equal, f.b.read(role), f.b.read_asker(role));
    const auto sum = f.define(f.person, "sum", same_role);
    auto ranked = f.b.of_rows(AggregateOp::rank, f.sales_of_person);
    ranked.paired = same_role.paired;
    const auto rank = f.define(f.person, "rank", ranked);
    const auto a = f.rows.add(f.team, "А");
    const auto add = [&](const std::string& key, int sales, const std::string& says) {
        return f.rows.in(a, f.person, key, {{f.sales, whole(sales)}, {f.role, word(says)}});
    };
    const auto one = add("Аня", 30, "staff"), two = add("Боря", 40, "staff"), head = add("Вера", 50, "head");
    Computed c(f.b.scheme, f.rows);
    CHECK(c.number(sum, one) == Exact(70));
    CHECK(c.number(sum, head) == Exact(50));
    CHECK(c.number(rank, one) == Exact(2));
    CHECK(c.number(rank, two) == Exact(1));
    CHECK(c.number(rank, head) == Exact(1));
}

TEST_CASE("one blank makes a group an error for all who ask") {
    Firm f;
    const auto all = f.define(f.team, "all", f.b.of_rows(AggregateOp::sum, f.sales_of_person, f.team));
    const auto count = f.define(f.team, "count", f.b.of_rows(AggregateOp::count, f.sales_of_person, f.team));
    const auto most = f.define(f.team, "most", f.b.of_rows(AggregateOp::largest, f.sales_of_person, f.team));
    const auto a = f.rows.add(f.team, "А"), b = f.rows.add(f.team, "Б");
    f.rows.in(a, f.person, "Маша");
    f.rows.in(a, f.person, "Оля", {{f.sales, whole(20)}});
    Computed c(f.b.scheme, f.rows);
    CHECK(c.failure(all, a).kind == FailureKind::missing_in_window);
    CHECK(c.failure(all, a).row == c.row(a));
    CHECK(c.number(count, a) == Exact(2));
    CHECK(c.number(all, b) == Exact(0));
    CHECK(c.missing(most, b));
}

TEST_CASE("the previous record is the one before it of the same team, in whatever month") {
    Firm f;
    f.b.at(f.payment);
    const auto balance = f.b.declare("balance", money);
    f.b.settle(balance,
               f.b.plus(f.b.default_to(f.b.previous(balance), f.b.constant(Exact(0))), f.b.read(f.amount)));
    const auto february = f.rows.add(f.team, "А", {}, month_of(2026, 2)), team = f.rows.add(f.team, "А");
    f.rows.record(february, f.payment, Date::of(2026, 2, 20), {{f.amount, whole(5)}});
    const auto last = f.rows.record(team, f.payment, Date::of(2026, 3, 7), {{f.amount, whole(10)}});
    Computed c(f.b.scheme, f.rows);
    CHECK(c.number(balance, last) == Exact(15));
}

TEST_CASE("a param is in force by a record's own date") {
    Firm f;
    f.b.at(f.payment);
    const auto rate = f.b.param("rate", number,
                                {{std::nullopt, f.b.constant(Exact(1), number), {}},
                                 {Date::of(2026, 3, 15), f.b.constant(Exact(2), number), {}}});
    const auto due = f.b.define("due", f.b.times(f.b.read(f.amount), f.b.read(rate)));
    const auto team = f.rows.add(f.team, "А");
    const auto early = f.rows.record(team, f.payment, Date::of(2026, 3, 14), {{f.amount, whole(10)}});
    const auto late = f.rows.record(team, f.payment, Date::of(2026, 3, 15), {{f.amount, whole(10)}});
    Computed c(f.b.scheme, f.rows);
    CHECK(c.number(due, early) == Exact(10));
    CHECK(c.number(due, late) == Exact(20));
}

TEST_CASE("periods other than months, and the calendar's own names") {
    SchemeBuilder b;
    b.scheme.calendar.unit = PeriodUnit::week;
    const auto start = b.define("start", b.read(core::Builtin::period_start)),
               end = b.define("end", b.read(core::Builtin::period_end)),
               month_now = b.define("month", b.read(core::Builtin::this_month)),
               index = b.define("index", b.read(core::Builtin::number_of_month)),
               key = b.define("key", b.read(core::Builtin::row_key));
    Rows rows;
    const auto row = rows.add(core::LevelId(0), "Маша", {}, *b.scheme.calendar.parse("2026-W12"));
    Computed c(b.scheme, rows);
    CHECK(*explain::present(c.outcome(start, row)) == core::Value(Date::of(2026, 3, 16)));
    CHECK(*explain::present(c.outcome(end, row)) == core::Value(Date::of(2026, 3, 22)));
    CHECK(*explain::present(c.outcome(month_now, row)) == core::Value(Month::of(2026, 3)));
    CHECK(c.number(index, row) == Exact(3));
    CHECK(*explain::present(c.outcome(key, row)) == word("Маша"));
}

TEST_CASE("whole months between two dates") {
    SchemeBuilder b;
    const auto from = b.input("from", date);
    const auto to = b.add(core::Constant{Date::of(2026, 3, 15)}, date);
    const auto age = b.define("age", b.add(core::MonthsBetween{b.read(from), to}, number));
    Rows rows;
    const auto row = rows.add(core::LevelId(0), "Маша", {{from, core::Value(Date::of(2026, 1, 16))}});
    const auto blank = rows.add(core::LevelId(0), "Оля");
    Computed c(b.scheme, rows);
    CHECK(c.number(age, row) == Exact(1));
    CHECK(c.failure(age, blank).kind == FailureKind::missing_used);
}
