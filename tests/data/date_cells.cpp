#include <catch2/catch.hpp>

#include "data/date_cell.hpp"

using namespace accrue::data;

namespace {

DateState state(std::string_view text) {
    INFO(text);
    return read_date(text, nullptr).state;
}

}  // namespace

TEST_CASE("days that can be read in one way only") {
    const CalendarDay expected{2026, 3, 5};
    for (const auto* text :
         {"2026-03-05", "2026-3-5", "2026/03/05", "2026.03.05", "05.03.2026", "5.3.2026", "5 March 2026",
          "March 5, 2026", "5 марта 2026 г.", "5 мар 2026 года", "5-Mar-2026", "20260305",
          "2026-03-05 00:00:00", "2026-03-05T00:00:00Z", "5 МАРТА 2026"}) {
        INFO(text);
        CHECK(read_date(text, nullptr).state == DateState::day);
        CHECK(read_date(text, nullptr).day == expected);
    }
}

TEST_CASE("months that can be read in one way only") {
    for (const auto* text :
         {"2026-03", "2026-3", "2026/03", "2026.03", "03.2026", "3/2026", "03-2026", "202603", "March 2026",
          "mar-2026", "март 2026", "Марта 2026 г.", "мар. 2026", "2026 март"}) {
        INFO(text);
        CHECK(read_date(text, nullptr).state == DateState::month);
        CHECK(read_date(text, nullptr).day == CalendarDay{2026, 3, 0});
    }
}

TEST_CASE("what has two readings says so") {
    CHECK(state("01/02/2026") == DateState::two_orders);
    CHECK(state("01-02-2026") == DateState::two_orders);
    CHECK(state("13/02/2026") == DateState::two_orders);  // only one exists, which decides the column
    CHECK(state("05/05/2026") == DateState::day);
    CHECK(state("мар.26") == DateState::short_year);
    CHECK(state("Mar-26") == DateState::short_year);
    CHECK(state("03/26") == DateState::short_year);
    CHECK(state("15.03.26") == DateState::short_year);
}

TEST_CASE("what is no date says why") {
    CHECK(state("31.04.2026") == DateState::no_such_day);
    CHECK(state("2026-02-29") == DateState::no_such_day);
    CHECK(state("2024-02-29") == DateState::day);
    CHECK(state("45/45/2026") == DateState::no_such_day);
    CHECK(state("март") == DateState::no_year);
    CHECK(state("3") == DateState::no_year);
    CHECK(state("46082") == DateState::day_count);
    CHECK(read_date("46082", nullptr).day == CalendarDay{2026, 3, 1});
    CHECK(state("2026-03-15 14:30") == DateState::has_time);
    for (const auto* text : {"", "abc", "2026", "2026-13", "1/2/3/4", "2026-Q1", "15.03.0026", "12345678901",
                             "2026-03-", "15 foo 2026", "03.15/2026"}) {
        CHECK(state(text) == DateState::unreadable);
    }
}

TEST_CASE("a pattern names day, month and year once each, in both languages") {
    CHECK(date_pattern("DD/MM/YYYY")->has_day());
    CHECK_FALSE(date_pattern("DD/MM/YYYY")->short_year);
    CHECK(date_pattern("MMM.YY")->short_year);
    CHECK_FALSE(date_pattern("MM.YYYY")->has_day());
    CHECK(date_pattern("ДД.ММ.ГГГГ")->parts == date_pattern("DD.MM.YYYY")->parts);
    for (const auto* text : {"", "DD/MM", "YYYY", "DD/DD/YYYY", "x", "MM/YYYY/MM", "D%M%Y"})
        CHECK_FALSE(date_pattern(text));
}

TEST_CASE("a pattern decides, and refuses what is written otherwise") {
    const auto american = *date_pattern("MM/DD/YYYY");
    CHECK(read_date("01/02/2026", &american).day == CalendarDay{2026, 1, 2});
    CHECK(read_date("13/02/2026", &american).state == DateState::no_such_day);
    CHECK(read_date("02.01.26", &american).state == DateState::not_as_told);
    const auto plain = read_date("2026-01-02", &american);  // says by itself how it is to be read
    CHECK((plain.state == DateState::day && plain.day == CalendarDay{2026, 1, 2}));
    CHECK(read_date("01/2026", &american).state == DateState::not_as_told);
    const auto short_month = *date_pattern("MMM.YY");
    CHECK(read_date("мар.26", &short_month).day == CalendarDay{2026, 3, 0});
    CHECK(read_date("мар.2026", &short_month).day == CalendarDay{2026, 3, 0});
}
