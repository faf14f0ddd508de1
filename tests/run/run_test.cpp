#include "run/run.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "core/well_formed.hpp"
#include "support/scheme_builder.hpp"
#include "thirds.hpp"

namespace accrue {
namespace {

Period period(int month) {
    return {Month::of(2026, month).index};
}

data::GivenRow row_of(const Thirds& thirds, const std::string& key, int month, Exact collected) {
    return {key,
            period(month),
            {{thirds.plan, Exact(50'000'000)},
             {thirds.collected, std::move(collected)},
             {thirds.by_15, Exact(26'000'000)},
             {thirds.by_25, Exact(44'000'000)}}};
}

std::vector<data::GivenRow> many_rows(const Thirds& thirds, int people) {
    std::vector<data::GivenRow> rows;
    for (int person = 0; person < people; ++person) {
        for (int month = 1; month <= 3; ++month)
            rows.push_back(row_of(thirds, fmt::format("person {}", person), month,
                                  Exact::scaled(4'100'000'000 + person * 1'234'567 + month, 2)));
    }
    return rows;
}

run::Result run_rows(const Thirds& thirds, const std::vector<data::GivenRow>& rows,
                     std::size_t vector_rows = 1024) {
    return run::run(thirds.scheme, data::from_rows(thirds.scheme, rows), run::Keep::everything, vector_rows);
}

}  // namespace

TEST_CASE("thirds pay what the text says") {
    const auto made = thirds();
    REQUIRE_FALSE(core::broken_promise(made.scheme).has_value());
    const auto result = run_rows(made, {row_of(made, "team", 3, 55'000'000)});
    CHECK(result.definitions[made.bonus.value].number(data::RowId(0)) == Exact(75'000));
    CHECK(result.definitions[made.total.value].number(data::RowId(0)) == Exact(50'000));
    CHECK(result.paths.int64 == 1);
    CHECK(result.failed_rows.empty());
}

namespace {

// Three people in six months, paid `rate * number of the month`, where the rate is 10 and from April on 7;
// the same with what was paid before on top, when rows look back.
struct Months {
    testing::SchemeBuilder builder;
    core::DefinitionId paid;
};
Months months(bool look_back) {
    using namespace testing;
    Months made;
    auto& b = made.builder;
    const auto rate = b.param("rate", money,
                              {{.from = {}, .value = b.constant(Exact(10)), .span = {}},
                               {.from = Date::of(2026, 4, 1), .value = b.constant(Exact(7)), .span = {}}});
    b.input("none");
    made.paid = b.declare("paid", money);
    auto value = b.times(b.read(rate), b.read(core::Builtin::number_of_month));
    if (look_back) value = b.plus(value, b.default_to(b.previous(made.paid), b.constant(Exact(0))));
    b.settle(made.paid, value);
    b.pay("pay", b.read(made.paid));
    b.finish();
    return made;
}
run::Result run_months(const Months& made) {
    std::vector<data::GivenRow> rows;
    for (int i = 0; i < 18; ++i) rows.push_back({fmt::format("person {}", i / 6), period(1 + i % 6), {}});
    return run::run(made.builder.scheme, data::from_rows(made.builder.scheme, rows), run::Keep::everything);
}

}  // namespace

TEST_CASE("a vector holds all periods of an era") {
    const auto made = months(false);
    const auto result = run_months(made);
    CHECK(result.paths.int64 == 2);
    CHECK(result.paths.of_periods == 2);
    const auto& paid = result.definitions[made.paid.value];
    for (std::size_t row = 0; row < 18; ++row) {
        const auto month = static_cast<std::int64_t>(row / 3 + 1);
        CHECK(paid.number(data::RowId(row)) == Exact(month * (month < 4 ? 10 : 7)));
    }
}

TEST_CASE("a vector holds one period where rows look back") {
    const auto made = months(true);
    const auto result = run_months(made);
    CHECK(result.paths.int64 == 6);
    CHECK(result.paths.of_periods == 0);
    CHECK(result.definitions[made.paid.value].number(data::RowId(17)) == Exact(10 + 20 + 30 + 28 + 35 + 42));
}

TEST_CASE("the size of a vector changes no value") {
    const auto made = thirds();
    const auto rows = many_rows(made, 50);
    const auto whole = run_rows(made, rows);
    for (const std::size_t size : {1, 7, 64}) {
        const auto parts = run_rows(made, rows, size);
        for (std::size_t i = 0; i < whole.definitions.size(); ++i) {
            CHECK(parts.definitions[i].values == whole.definitions[i].values);
            CHECK(parts.definitions[i].unit == whole.definitions[i].unit);
        }
    }
}

TEST_CASE("an outlier costs only its own vector the wider numbers") {
    const auto made = thirds();
    auto rows = many_rows(made, 8);
    rows.push_back(row_of(made, "whale", 1, Exact::scaled(8, -16)));
    rows.push_back(row_of(made, "leviathan", 2, Exact::scaled(1, -60)));
    const auto history = data::from_rows(made.scheme, rows);
    const auto result = run::run(made.scheme, history, run::Keep::everything, 1);
    CHECK(result.paths.int64 == 24);
    CHECK(result.paths.int128 == 1);
    CHECK(result.paths.rational == 1);
    const auto row = history.find(core::LevelId(0), "leviathan", period(2));
    REQUIRE(row.has_value());
    const auto bonus = (Exact::scaled(1, -60) - Exact(40'000'000)) * Exact::ratio(1, 200);
    CHECK(result.definitions[made.bonus.value].number(*row) == bonus);
}

TEST_CASE("a blank cell fails the row that pays by it, and no other") {
    const auto made = thirds();
    auto rows = many_rows(made, 2);
    rows[0].cells.pop_back();
    const auto history = data::from_rows(made.scheme, rows);
    const auto result = run::run(made.scheme, history);
    REQUIRE(result.failed_rows.size() == 1);
    CHECK(history.key(result.failed_rows[0]) == rows[0].key);
    CHECK(result.definitions[made.bonus.value].values.empty());  // not paid by itself: not kept
    CHECK(result.unread_failures.empty());
}

TEST_CASE("no rows, no values") {
    const auto made = thirds();
    const auto result = run_rows(made, {});
    CHECK(result.failed_rows.empty());
    CHECK(result.definitions[made.total.value].values.empty());
}

}  // namespace accrue
