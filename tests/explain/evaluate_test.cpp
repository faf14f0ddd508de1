#include "explain/evaluate.hpp"

#include <catch2/catch.hpp>

#include "support/scheme_builder.hpp"

using namespace accrue;
using namespace accrue::testing;
using core::AggregateOp;
using core::DefinitionId;
using core::Value;
using core::Window;
using explain::Evaluation;
using explain::Failure;
using explain::FailureKind;
using explain::Missing;

namespace {

// Months are their own count.
constexpr Period month_of(int year, int calendar_month) {
    return {Month::of(year, calendar_month).index};
}
constexpr auto march = month_of(2026, 3);
const core::LevelId only_level(0);
const data::RowId first(0);

struct Data {
    const core::Scheme& scheme;
    data::History history;
    Sources sources;
    Evaluation evaluation;

    Data(const core::Scheme& given, const std::vector<data::GivenRow>& rows,
         explain::Overrides overrides = {})
        : scheme(given),
          history(data::from_rows(given, rows)),
          evaluation(given, history, sources, std::move(overrides)) {}
    data::RowId row(Period month) const { return *history.find(only_level, "Маша", month); }
    Exact number(DefinitionId id, Period month = march) {
        const auto* found = explain::amount(evaluation.value(id, row(month)));
        REQUIRE(found != nullptr);
        return *found;
    }
    bool truth(DefinitionId id) {
        return std::get<bool>(*explain::present(evaluation.value(id, row(march))));
    }
    bool missing(DefinitionId id) {
        return std::holds_alternative<Missing>(evaluation.value(id, row(march)));
    }
    FailureKind failure(DefinitionId id, Period month = march) {
        const auto* found = std::get_if<Failure>(&evaluation.value(id, row(month)));
        REQUIRE(found != nullptr);
        return found->kind;
    }
};

using Cells = std::vector<std::pair<core::InputId, Value>>;
data::GivenRow row_of(Period month, Cells cells = {}) {
    return {.key = "Маша", .period = month, .cells = std::move(cells)};
}
Value amount(std::int64_t value) {
    return Value(Exact(value));
}

}  // namespace

TEST_CASE("the project's first line is computed exactly") {
    SchemeBuilder b;
    const auto collected = b.input("collected");
    const auto excess = b.minus(b.read(collected), b.constant(Exact(40'000'000)));
    const auto bonus = b.define("bonus", b.times(excess, b.constant(Exact::ratio(5, 1000), number)));
    const auto third = b.define("third1", b.over(b.read(bonus), b.constant(Exact(3), number)));
    Data data(b.scheme, {row_of(march, {{collected, amount(55'000'001)}})});
    CHECK(data.number(bonus) == Exact::ratio(75'000'005, 1000));
    CHECK(data.number(third) == Exact::ratio(75'000'005, 3000));
}

TEST_CASE("one third three times is one") {
    SchemeBuilder b;
    const auto third = b.over(b.constant(Exact(1), number), b.constant(Exact(3), number));
    const auto one = b.define("one", b.times(third, b.constant(Exact(3), number)));
    Data data(b.scheme, {row_of(march)});
    CHECK(data.number(one) == Exact(1));
}

TEST_CASE("a blank cell passes through a bare read and fails where it is used") {
    SchemeBuilder b;
    const auto plan = b.input("plan");
    const auto same = b.define("same", b.read(plan));
    const auto again = b.define("again", b.read(same));
    const auto used = b.define("used", b.plus(b.read(again), b.constant(Exact(1))));
    const auto user = b.define("user", b.plus(b.read(used), b.constant(Exact(1))));
    Data data(b.scheme, {row_of(march)});
    CHECK(data.missing(again));
    CHECK(data.failure(used) == FailureKind::missing_used);
    CHECK(data.evaluation.value(user, first) == data.evaluation.value(used, first));
}

TEST_CASE("a default covers what is missing itself and no failure inside") {
    SchemeBuilder b;
    const auto plan = b.input("plan");
    const auto zero = b.constant(Exact(0));
    const auto covered = b.define("covered", b.default_to(b.read(plan), zero));
    const auto half = b.over(b.read(plan), b.constant(Exact(2), number));
    const auto not_covered = b.define("not covered", b.default_to(half, zero));
    Data data(b.scheme, {row_of(march)});
    CHECK(data.number(covered) == Exact(0));
    CHECK(data.failure(not_covered) == FailureKind::missing_used);
}

TEST_CASE("a quotient by zero is missing, and a default covers it") {
    SchemeBuilder b;
    const auto zero = b.constant(Exact(0), number), one = b.constant(Exact(1), number);
    const auto quotient = b.over(one, zero);
    const auto covered = b.define("covered", b.default_to(quotient, one));
    const auto used = b.define("used", b.plus(quotient, one));
    Data data(b.scheme, {row_of(march)});
    CHECK(data.number(covered) == Exact(1));
    CHECK(data.failure(used) == FailureKind::missing_used);
}

TEST_CASE("a side that cannot change the answer may be missing, on either side") {
    SchemeBuilder b;
    const auto blank = b.at_least(b.read(b.input("plan")), b.constant(Exact(0)));
    const auto yes = b.truth(true), no = b.truth(false);
    const auto both_left = b.define("both left", b.logic(LogicOp::both, no, blank));
    const auto both_right = b.define("both right", b.logic(LogicOp::both, blank, no));
    const auto either_left = b.define("either left", b.logic(LogicOp::either, yes, blank));
    const auto either_right = b.define("either right", b.logic(LogicOp::either, blank, yes));
    const auto open = b.define("open", b.logic(LogicOp::both, yes, blank));
    Data data(b.scheme, {row_of(march)});
    CHECK_FALSE(data.truth(both_left));
    CHECK_FALSE(data.truth(both_right));
    CHECK(data.truth(either_left));
    CHECK(data.truth(either_right));
    CHECK(data.failure(open) == FailureKind::missing_used);
}

TEST_CASE("a choice uses the first condition that holds and nothing behind it") {
    SchemeBuilder b;
    const auto blank = b.at_least(b.read(b.input("plan")), b.constant(Exact(0)));
    const auto one = b.constant(Exact(1)), two = b.constant(Exact(2));
    const auto blank_value = b.read(b.input("salary"));
    const auto taken = b.define("taken", b.choose({{b.truth(true), one}, {blank, two}}, blank_value));
    const auto before = b.define("before", b.choose({{blank, one}, {b.truth(true), two}}, two));
    const auto none = b.define("none", b.choose({{b.truth(false), one}}, {}));
    Data data(b.scheme, {row_of(march)});
    CHECK(data.number(taken) == Exact(1));
    CHECK(data.failure(before) == FailureKind::missing_used);
    CHECK(data.failure(none) == FailureKind::no_case);
}

TEST_CASE("texts are equal when they are equal after folding") {
    SchemeBuilder b;
    const auto role = b.input("role", text);
    const auto head = b.define("head", b.compare(CompareOp::equal, b.read(role), b.word("Чёрный  ФОНД")));
    Data data(b.scheme, {row_of(march, {{role, Value(std::string("черный фонд"))}})});
    CHECK(data.truth(head));
}

TEST_CASE("dates move by whole days only") {
    SchemeBuilder b;
    const auto hired = b.input("hired", date);
    const auto later = b.define("later", b.plus(b.read(hired), b.constant(Exact(30), number)));
    const auto half = b.define("half", b.plus(b.read(hired), b.constant(Exact::ratio(1, 2), number)));
    const auto far = b.define("far", b.plus(b.read(hired), b.constant(Exact(4'000'000), number)));
    const auto days = b.define("days", b.minus(b.read(later), b.read(hired)));
    Data data(b.scheme, {row_of(march, {{hired, Value(Date::of(2026, 1, 15))}})});
    CHECK(*explain::present(data.evaluation.value(later, first)) == Value(Date::of(2026, 2, 14)));
    CHECK(data.number(days) == Exact(30));
    CHECK(data.failure(half) == FailureKind::part_of_a_day);
    CHECK(data.failure(far) == FailureKind::date_too_far);
}

TEST_CASE("a param has no value before its first date") {
    SchemeBuilder b;
    const auto rate = b.param("rate", number, {{Date::of(2026, 4, 1), b.constant(Exact(1), number), {}}});
    const auto used = b.define("used", b.plus(b.read(rate), b.constant(Exact(1), number)));
    Data data(b.scheme, {row_of(march), row_of(month_of(2026, 4))});
    CHECK(data.failure(used) == FailureKind::missing_used);
    CHECK(data.number(used, month_of(2026, 4)) == Exact(2));
}

TEST_CASE("previous is the latest earlier month with a row, and missing before the first") {
    SchemeBuilder b;
    const auto earned = b.input("earned");
    const auto balance = b.declare("balance", money);
    const auto before = b.default_to(b.previous(balance), b.constant(Exact(0)));
    b.settle(balance, b.plus(before, b.read(earned)));
    Data data(b.scheme,
              {row_of(month_of(2025, 11), {{earned, amount(1)}}),
               row_of(month_of(2026, 1), {{earned, amount(10)}}), row_of(march, {{earned, amount(100)}})});
    CHECK(data.number(balance, month_of(2025, 11)) == Exact(1));
    CHECK(data.number(balance) == Exact(111));
}

TEST_CASE("a chain of twelve hundred months and of ten thousand definitions needs no deep stack") {
    SchemeBuilder b;
    const auto balance = b.declare("balance", money);
    const auto before = b.default_to(b.previous(balance), b.constant(Exact(0)));
    b.settle(balance, b.plus(before, b.constant(Exact(1))));
    auto last = balance;
    for (int i = 0; i < 10'000; ++i) last = b.define("next", b.plus(b.read(last), b.constant(Exact(1))));
    std::vector<data::GivenRow> rows;
    for (int i = 0; i < 1200; ++i) rows.push_back(row_of(Period{march.index - i}));
    Data data(b.scheme, rows);
    CHECK(data.number(last) == Exact(11'200));
}

TEST_CASE("windows add up the months that have a row") {
    SchemeBuilder b;
    const auto sales_input = b.input("sales");
    const auto sales = b.define("sales", b.read(sales_input));
    const auto big = b.define("big", b.at_least(b.read(sales), b.constant(Exact(20))));
    const auto of = [&](AggregateOp op, Window window, int months = 0, DefinitionId where = {}) {
        return b.define("window", b.aggregate(op, sales, window, months, where));
    };
    const auto year = of(AggregateOp::sum, Window::year),
               earlier = of(AggregateOp::sum, Window::earlier_of_year);
    const auto last_two = of(AggregateOp::sum, Window::last_months, 2),
               count = of(AggregateOp::count, Window::year);
    const auto least = of(AggregateOp::smallest, Window::all_months),
               most = of(AggregateOp::largest, Window::all_months);
    const auto filtered = of(AggregateOp::sum, Window::all_months, 0, big);
    const auto none = of(AggregateOp::largest, Window::earlier_of_quarter);
    Data data(b.scheme, {row_of(month_of(2025, 12), {{sales_input, amount(5)}}),
                         row_of(month_of(2026, 1), {{sales_input, amount(10)}}),
                         row_of(march, {{sales_input, amount(30)}})});
    CHECK(data.number(year) == Exact(40));
    CHECK(data.number(earlier) == Exact(10));
    CHECK(data.number(last_two) == Exact(30));
    CHECK(data.number(count) == Exact(2));
    CHECK(data.number(least) == Exact(5));
    CHECK(data.number(most) == Exact(30));
    CHECK(data.number(filtered) == Exact(30));
    CHECK(data.number(earlier, month_of(2026, 1)) == Exact(0));
    CHECK(std::holds_alternative<Missing>(data.evaluation.value(none, data.row(month_of(2026, 1)))));
}

TEST_CASE("one blank month makes the window an error, unless it does not count") {
    SchemeBuilder b;
    const auto sales_input = b.input("sales"), counts_input = b.input("counts", yes_no);
    const auto sales = b.define("sales", b.read(sales_input)),
               counts = b.define("counts", b.read(counts_input));
    const auto all = b.define("all", b.aggregate(AggregateOp::sum, sales, Window::year));
    const auto some = b.define("some", b.aggregate(AggregateOp::sum, sales, Window::year, 0, counts));
    const auto rows = b.define("rows", b.aggregate(AggregateOp::count, sales, Window::year));
    Data data(b.scheme, {row_of(month_of(2026, 2), {{counts_input, Value(false)}}),
                         row_of(march, {{sales_input, amount(30)}, {counts_input, Value(true)}})});
    CHECK(data.failure(all) == FailureKind::missing_in_window);
    CHECK(data.number(some) == Exact(30));
    CHECK(data.number(rows) == Exact(2));
}

TEST_CASE("a number of more than 4 096 bits is an error") {
    SchemeBuilder b;
    const auto growth = b.declare("growth", number);
    const auto before = b.default_to(b.previous(growth), b.constant(Exact(3), number));
    b.settle(growth, b.times(before, before));
    std::vector<data::GivenRow> rows;
    for (int i = 0; i < 16; ++i) rows.push_back(row_of(Period{march.index - i}));
    Data data(b.scheme, rows);
    CHECK(data.number(growth, Period{march.index - 10}) > Exact(0));
    CHECK(data.failure(growth) == FailureKind::number_too_long);
}

TEST_CASE("the calendar's built-in names know the scheme's year") {
    SchemeBuilder b;
    b.scheme.calendar.year_starts_in = 4;
    const auto days = b.define("days", b.read(core::Builtin::days_in_month));
    const auto quarter = b.define("quarter", b.read(core::Builtin::ends_quarter));
    const auto year = b.define("year", b.read(core::Builtin::ends_year));
    Data data(b.scheme, {row_of(march)});
    CHECK(data.number(days) == Exact(31));
    CHECK(data.truth(quarter));
    CHECK(data.truth(year));
}

TEST_CASE("a value set by hand replaces the rule, for later months too") {
    SchemeBuilder b;
    const auto balance = b.declare("balance", money);
    b.settle(balance, b.plus(b.default_to(b.previous(balance), b.constant(Exact(0))), b.constant(Exact(1))));
    Data data(b.scheme, {row_of(month_of(2026, 2)), row_of(march)}, {{{balance, first}, amount(500)}});
    CHECK(data.evaluation.overridden(balance, first));
    CHECK(data.number(balance) == Exact(501));
}

TEST_CASE("an evaluation that begins anew sees changed cells and other values set by hand") {
    SchemeBuilder b;
    const auto sales = b.input("sales");
    const auto doubled = b.define("doubled", b.plus(b.read(sales), b.read(sales)));
    const auto all = b.define("all", b.aggregate(AggregateOp::sum, doubled, Window::year));
    Data data(b.scheme, {row_of(march, {{sales, Exact(5)}})});
    CHECK(data.number(all) == Exact(10));
    data.history.columns[sales].values[0] = 7;
    CHECK(data.number(all) == Exact(10));
    data.evaluation.begin_anew({});
    CHECK(data.number(all) == Exact(14));
    data.evaluation.begin_anew({{{doubled, first}, Value(Exact(100))}});
    CHECK(data.number(all) == Exact(100));
    data.evaluation.begin_anew({});
    CHECK(data.number(all) == Exact(14));
}

TEST_CASE("a ring that no check found ends at once, as a mistake of ours") {
    SchemeBuilder b;
    const auto one = b.declare("one", money), other = b.declare("other", money);
    b.settle(one, b.plus(b.read(other), b.constant(Exact(1))));
    b.settle(other, b.read(one));
    Data data(b.scheme, {row_of(march)});
    CHECK_THROWS_AS(data.evaluation.value(one, first), std::logic_error);
}
