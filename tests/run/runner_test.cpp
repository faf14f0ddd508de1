// One runner on one history after another, on one thread and on several.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <iterator>

#include "run/run.hpp"
#include "support/scheme_builder.hpp"
#include "thirds.hpp"

namespace accrue {
namespace {

using namespace testing;

Period period(int month) {
    return {Month::of(2026, month).index};
}

// Every seventh row lacks a cell, every eleventh is beyond int64.
std::vector<data::GivenRow> rows(const Thirds& of, int people, int digits) {
    std::vector<data::GivenRow> made;
    for (int i = 0; i < people * 3; ++i) {
        const auto collected = i % 11 == 5 ? Exact::scaled(9, -30)
                                           : Exact::scaled(4'100'000'000 + std::int64_t{i} * 77'777, digits);
        made.push_back(
            {fmt::format("person {}", i / 3),
             period(1 + i % 3),
             {{of.plan, Exact(50'000'000)}, {of.collected, collected}, {of.by_15, Exact(26'000'000)}}});
        if (i % 7 != 3) made.back().cells.emplace_back(of.by_25, Exact(44'000'000));
    }
    return made;
}

void check_equal(const run::Result& one, const run::Result& other) {
    REQUIRE(one.definitions.size() == other.definitions.size());
    for (std::size_t i = 0; i < one.definitions.size(); ++i) {
        const auto &a = one.definitions[i], &b = other.definitions[i];
        CHECK(a.unit == b.unit);
        CHECK(a.values == b.values);
        CHECK(a.denominators == b.denominators);
        CHECK(a.large == b.large);
        for (std::size_t place = 0; place < a.values.size(); ++place) {
            const data::RowId row(a.first.value + place);
            CHECK(a.state(row) == b.state(row));
        }
    }
    CHECK(one.failed_rows == other.failed_rows);
    CHECK(one.unread_failures == other.unread_failures);
    CHECK(one.texts == other.texts);
}

}  // namespace

TEST_CASE("the number of threads changes nothing") {
    const auto made = thirds();
    const auto history = data::from_rows(made.scheme, rows(made, 200, 2));
    const auto one = run::run(made.scheme, history, run::Keep::everything, 8);
    CHECK(one.paths.rational > 0);
    for (const std::size_t threads : {1, 2, 5}) {
        Workers workers(threads);
        const auto several = run::run(made.scheme, history, run::Keep::everything, 8, &workers);
        check_equal(one, several);
        CHECK(several.paths.rational == one.paths.rational);
    }
}

TEST_CASE("a history too long for the cache gives what a few people of it give") {
    const auto made = thirds();
    auto all = rows(made, 25'000, 2);
    for (std::size_t i = 99; i < all.size(); ++i)  // else every vector had a row beyond int64
        all[i].cells[1].second = Exact::scaled(4'100'000'000 + static_cast<std::int64_t>(i) * 77, 2);
    const auto whole = data::from_rows(made.scheme, all);
    Workers workers(3);
    const auto result = run::run(made.scheme, whole, run::Keep::everything, run::rows_of_a_vector, &workers);
    CHECK(result.paths.int64 > result.paths.rational);
    for (std::ptrdiff_t begin = 0; begin < std::ssize(all); begin += 30'000) {
        const auto few = data::from_rows(made.scheme, {all.begin() + begin, all.begin() + begin + 3'000});
        const auto expected = run::run(made.scheme, few, run::Keep::everything);
        for (std::size_t place = 0; place < few.rows.size(); ++place) {
            const data::RowId row(place);
            const auto same = whole.find(core::LevelId(0), few.key(row), few.rows.periods[place]);
            REQUIRE(same);
            for (std::size_t i = 0; i < expected.definitions.size(); ++i) {
                const auto &a = result.definitions[i], &b = expected.definitions[i];
                REQUIRE(a.state(*same) == b.state(row));
                if (b.state(row) != run::State::present) continue;
                if (b.kind == core::TypeKind::logical) {
                    REQUIRE(a.count(*same) == b.count(row));
                } else {
                    REQUIRE(a.number(*same) == b.number(row));
                }
            }
        }
    }
}

TEST_CASE("yes/no, ratios and rows without a value of a long history are those of a short one") {
    SchemeBuilder make;
    const auto sales = make.input("sales"), quota = make.input("quota");
    make.define("attained", make.over(make.read(sales), make.read(quota)));
    make.define("reached", make.at_least(make.read(sales), make.read(quota)));
    make.define("same for all", make.constant(Exact(7)));
    make.pay("paid", make.times(make.constant(Exact(3)), make.read(sales)));
    const auto scheme = make.finish();
    constexpr int people = 70'000, different = 1'000;
    const auto people_of = [&](int count) {
        std::vector<data::GivenRow> made;
        for (int i = 0; i < count; ++i) {
            const auto like = i % different;
            made.push_back({fmt::format("{:05}", i), period(1), {{quota, Exact(like % 13)}}});
            if (like % 17 != 3) made.back().cells.emplace_back(sales, Exact(like % 29));
        }
        return data::from_rows(scheme, made);
    };
    const auto result = run::run(scheme, people_of(people), run::Keep::everything);
    const auto expected = run::run(scheme, people_of(different), run::Keep::everything);
    for (std::size_t i = 0; i < expected.definitions.size(); ++i) {
        const auto &all = result.definitions[i], &few = expected.definitions[i];
        for (int row = 0; row < people; ++row) {
            const data::RowId here(static_cast<std::size_t>(row)),
                there(static_cast<std::size_t>(row % different));
            REQUIRE(all.state(here) == few.state(there));
            REQUIRE(all.count(here) == few.count(there));
            REQUIRE(all.denominators.empty() == few.denominators.empty());
            if (!all.denominators.empty())
                REQUIRE(all.denominators[here.value] == few.denominators[there.value]);
        }
    }
}

TEST_CASE("what a runner ran before changes no value") {
    const auto made = thirds();
    run::Runner runner(made.scheme, run::Keep::everything);
    for (const int people : {3, 40, 1, 40}) {
        for (const int digits : {2, 0, 4}) {
            const auto history = data::from_rows(made.scheme, rows(made, people, digits));
            auto result = runner.run(history);
            const auto fresh = run::run(made.scheme, history, run::Keep::everything);
            for (std::size_t i = 0; i < fresh.definitions.size(); ++i) {
                for (std::size_t row = 0; row < history.rows.size(); ++row) {
                    const data::RowId id(row);
                    const auto &a = result.definitions[i], &b = fresh.definitions[i];
                    REQUIRE(a.state(id) == b.state(id));
                    if (a.kind == core::TypeKind::money && a.state(id) == run::State::present)
                        REQUIRE(a.number(id) == b.number(id));
                }
            }
            CHECK(result.failed_rows == fresh.failed_rows);
            runner.take_back(std::move(result));
        }
    }
}

TEST_CASE("texts are compared alike in histories that number them differently") {
    SchemeBuilder make;
    const auto region = make.input("region", text);
    const auto is_north = make.compare(CompareOp::equal, make.read(region), make.word("North"));
    const auto paid =
        make.define("paid", make.choose({{is_north, make.constant(Exact(7))}}, make.constant(Exact(1))));
    const auto shown = make.define("shown", make.read(region));
    make.pay("paid", make.read(paid));
    const auto scheme = make.finish();
    run::Runner runner(scheme, run::Keep::everything);
    const auto row = [&](const std::string& key, const std::string& written) {
        return data::GivenRow{key, period(1), {{region, written}}};
    };
    for (const auto& rows : {std::vector{row("a", "NORTH"), row("b", "South")},
                             std::vector{row("a", "East"), row("b", "south"), row("c", "north")},
                             std::vector{row("a", "West")}}) {
        const auto history = data::from_rows(scheme, rows);
        const auto result = runner.run(history);
        const auto places = data::places_of(history, rows);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto written = std::get<std::string>(rows[i].cells.front().second);
            const bool north = written == "NORTH" || written == "north";
            CHECK(result.definitions[paid.value].number(places[i]) == Exact(north ? 7 : 1));
            const auto place = result.definitions[shown.value].count(places[i]);
            CHECK(result.texts[static_cast<std::size_t>(place)] == written);
        }
    }
}

TEST_CASE("runners that share their memory keep out of each other's way") {
    const auto made = thirds(), other = thirds(Rounding::up);
    const auto history = data::from_rows(made.scheme, rows(made, 30, 2));
    run::Runner one(made.scheme, run::Keep::everything);
    run::Runner two(other.scheme, run::Keep::everything, one);
    for (int round = 0; round < 3; ++round) {
        auto first = one.run(history), second = two.run(history);
        check_equal(first, run::run(made.scheme, history, run::Keep::everything));
        check_equal(second, run::run(other.scheme, history, run::Keep::everything));
        one.take_back(std::move(first));
        two.take_back(std::move(second));
    }
}

}  // namespace accrue
