// Histories of several levels, by hand.

#include <catch2/catch.hpp>
#include <random>

#include "schemes.hpp"

using namespace accrue;
using namespace accrue::data;

namespace {

constexpr std::string_view company =
    "everything company; index: number; level team in company; plan: money; level person in team; "
    "salary: money; records payment for person; amount: money; number: number orders";

Period month(int number) {
    return Calendar{}.period(Month::of(2026, number));
}
Date day(int month, int day) {
    return Date::of(2026, month, day);
}

struct Company {
    core::Scheme scheme = scheme_of(company);
    core::LevelId everything = level_of(scheme, "company"), team = level_of(scheme, "team"),
                  person = level_of(scheme, "person"), payment = level_of(scheme, "payment");
    core::InputId index = input_of(scheme, "index"), plan = input_of(scheme, "plan"),
                  salary = input_of(scheme, "salary"), amount = input_of(scheme, "amount"),
                  number = input_of(scheme, "number");

    GivenRow team_row(const std::string& key, Period period, int plan_of_team) const {
        return {.key = key, .period = period, .cells = {{plan, Exact(plan_of_team)}}, .level = team};
    }
    GivenRow person_row(const std::string& key, Period period, std::size_t above) const {
        return {
            .key = key, .period = period, .cells = {{salary, Exact(5)}}, .level = person, .parent = above};
    }
    GivenRow payment_row(Date date, int sum, std::size_t above) const {
        return {.cells = {{amount, Exact(sum)}, {number, Exact(sum)}},
                .level = payment,
                .date = date,
                .parent = above};
    }
};

std::vector<std::string> keys(const History& history, const std::vector<RowId>& rows) {
    std::vector<std::string> found;
    for (const auto row : rows) found.push_back(history.key(row));
    return found;
}

}  // namespace

TEST_CASE("rows of all levels stand outer first, linked to the row above and to their key's row before") {
    const Company c;
    const auto history = from_rows(
        c.scheme, {c.team_row("Б", month(3), 2), c.team_row("А", month(3), 1), c.team_row("А", month(4), 3),
                   c.person_row("Маша", month(3), 0), c.person_row("Вася", month(3), 1),
                   c.person_row("Маша", month(4), 2), c.payment_row(day(4, 2), 30, 5),
                   c.payment_row(day(3, 9), 20, 3), c.payment_row(day(3, 1), 10, 3)});
    CHECK(dump_levels(c.scheme, history) ==
          "company 2026-03: index missing\n"
          "company 2026-04: index missing\n"
          "team 2026-03 А in company 2026-03: plan = 1\n"
          "team 2026-03 Б in company 2026-03: plan = 2\n"
          "team 2026-04 А in company 2026-04: plan = 3\n"
          "person 2026-03 Вася in team 2026-03 А: salary = 5\n"
          "person 2026-03 Маша in team 2026-03 Б: salary = 5\n"
          "person 2026-04 Маша in team 2026-04 А: salary = 5\n"
          "payment 2026-03-01 Маша in person 2026-03 Маша: amount = 10, number = 10\n"
          "payment 2026-03-09 Маша in person 2026-03 Маша: amount = 20, number = 20\n"
          "payment 2026-04-02 Маша in person 2026-04 Маша: amount = 30, number = 30\n");
    const auto masha = *history.find(c.person, "Маша", month(4));
    CHECK(history.rows[masha].previous == history.find(c.person, "Маша", month(3)));
    CHECK(history.rows[masha].date == day(4, 1));
    const auto payments = history.inside(masha, c.payment);
    REQUIRE(payments.size() == 1);
    const auto before = history.rows[payments[0]].previous;
    CHECK(history.rows[before].date == day(3, 9));
    CHECK_FALSE(history.rows[history.rows[before].previous].previous);
    CHECK(history.rows[payments[0]].key == history.rows[masha].key);
}

TEST_CASE("rows are found by level, key and period, above and inside") {
    const Company c;
    const auto history =
        from_rows(c.scheme, {c.team_row("А", month(3), 1), c.team_row("Б", month(3), 1),
                             c.person_row("Я", month(3), 0), c.person_row("Вася", month(3), 1),
                             c.person_row("Маша", month(3), 0), c.payment_row(day(3, 5), 1, 4),
                             c.payment_row(day(3, 1), 1, 2), c.payment_row(day(3, 9), 1, 3)});
    const auto team = *history.find(c.team, "А", month(3));
    CHECK_FALSE(history.find(c.team, "Маша", month(3)));
    CHECK_FALSE(history.find(c.person, "Маша", month(4)));
    CHECK(history.find(c.everything, "", month(3)) == RowId(std::size_t{0}));
    CHECK(keys(history, history.rows_of(c.person)) == std::vector<std::string>{"Вася", "Маша", "Я"});
    CHECK(history.rows_of(c.person, month(4)).empty());
    CHECK(history.rows_of(c.team, month(3)).size() == 2);
    CHECK(keys(history, history.inside(team, c.person)) == std::vector<std::string>{"Маша", "Я"});
    const auto payments = history.inside(team, c.payment);
    CHECK(keys(history, payments) == std::vector<std::string>{"Маша", "Я"});
    CHECK(keys(history, history.inside(RowId(std::size_t{0}), c.payment)) ==
          std::vector<std::string>{"Вася", "Маша", "Я"});
    CHECK(history.above(payments[0], c.team) == team);
    CHECK(history.above(payments[0], c.everything) == RowId(std::size_t{0}));
    CHECK(history.above(payments[0], c.payment) == payments[0]);
    CHECK_FALSE(history.above(team, c.person));
    const auto empty = *history.find(c.team, "Б", month(3));
    CHECK(history.inside(empty, c.person).size() == 1);
}

TEST_CASE("rows above that nobody gave are made, and everything has a row for each period between") {
    const Company c;
    const auto history =
        from_rows(c.scheme, {{.key = "Маша", .period = month(1), .level = c.person},
                             {.cells = {{c.amount, Exact(7)}}, .level = c.payment, .date = day(3, 5)}});
    CHECK(dump_levels(c.scheme, history) ==
          "company 2026-01: index missing\n"
          "company 2026-02: index missing\n"
          "company 2026-03: index missing\n"
          "team 2026-01 in company 2026-01: plan missing\n"
          "team 2026-03 in company 2026-03: plan missing\n"
          "person 2026-01 Маша in team 2026-01: salary missing\n"
          "person 2026-03 in team 2026-03: salary missing\n"
          "payment 2026-03-05 in person 2026-03: amount = 7, number missing\n");
    CHECK_FALSE(history.rows[RowId(std::size_t{0})].source);
}

TEST_CASE("a given row of everything keeps its cells among those that are made") {
    const Company c;
    const auto history = from_rows(
        c.scheme, {{.period = month(2), .cells = {{c.index, Exact::scaled(9, 1)}}, .level = c.everything},
                   c.team_row("А", month(1), 1),
                   c.team_row("А", month(3), 1)});
    CHECK(dump_levels(c.scheme, history)
              .starts_with("company 2026-01: index missing\n"
                           "company 2026-02: index = 0.9\n"
                           "company 2026-03: index missing\n"));
    CHECK(history.rows[RowId(std::size_t{2})].previous == RowId(std::size_t{1}));
}

TEST_CASE("each given row is found where it came to stand") {
    const Company c;
    std::vector<GivenRow> rows = {c.team_row("А", month(3), 1), c.person_row("Маша", month(3), 0)};
    for (int i = 0; i < 40; ++i) rows.push_back(c.payment_row(day(3, 1 + i * 7 % 28), i * 13 % 41, 1));
    const auto history = from_rows(c.scheme, rows);
    const auto places = places_of(history, rows);
    for (std::size_t i = 2; i < rows.size(); ++i) {
        CHECK(history.value(c.amount, places[i]) == rows[i].cells[0].second);
        CHECK(history.rows[places[i]].date == rows[i].date);
    }
    CHECK(history.rows[places[1]].level == c.person);
    CHECK(history.key(places[0]) == "А");
}

TEST_CASE("records of one date stand in their declared order, then as they were given") {
    const Company c;
    const auto record = [&](int amount, std::optional<int> number) {
        auto row = c.payment_row(day(3, 5), amount, 0);
        row.cells.pop_back();
        if (number) row.cells.emplace_back(c.number, Exact(*number));
        return row;
    };
    const auto history = from_rows(c.scheme, {c.person_row("Маша", month(3), 0), record(1, 9), record(2, 2),
                                              record(3, 9), record(4, std::nullopt), record(5, 2)});
    std::vector<core::Value> amounts;
    for (const auto row : history.rows_of(c.payment)) amounts.push_back(*history.value(c.amount, row));
    CHECK(amounts == std::vector<core::Value>{Exact(4), Exact(2), Exact(5), Exact(1), Exact(3)});
}

TEST_CASE("any order of given rows makes the same history") {
    const Company c;
    std::vector<GivenRow> rows;
    for (int i = 0; i < 4; ++i) rows.push_back(c.team_row(i % 2 == 0 ? "А" : "Б", month(1 + i / 2), i));
    for (int i = 0; i < 12; ++i)
        rows.push_back(c.person_row("p" + std::to_string(i % 6), month(1 + i / 6),
                                    static_cast<std::size_t>(i / 6 * 2 + i % 2)));
    for (int i = 0; i < 60; ++i) {
        const auto person = static_cast<std::size_t>(4 + i % 12);
        rows.push_back(c.payment_row(day(1 + static_cast<int>(person - 4) / 6, 1 + i % 28), i, person));
    }
    const auto expected = dump_levels(c.scheme, from_rows(c.scheme, rows));
    std::mt19937 random(11);
    for (int round = 0; round < 10; ++round) {
        std::vector<std::size_t> order(rows.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        std::shuffle(order.begin(), order.end(), random);
        std::vector<std::size_t> places(rows.size());
        for (std::size_t i = 0; i < order.size(); ++i) places[order[i]] = i;
        std::vector<GivenRow> shuffled;
        for (const auto from : order) {
            shuffled.push_back(rows[from]);
            if (shuffled.back().parent) shuffled.back().parent = places[*shuffled.back().parent];
        }
        CHECK(dump_levels(c.scheme, from_rows(c.scheme, shuffled)) == expected);
    }
}
