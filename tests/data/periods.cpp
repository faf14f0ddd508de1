// Rows between dates, rows that always hold, and periods that are no months.

#include <catch2/catch.hpp>

#include "base/messages/data.hpp"
#include "data/inspect.hpp"
#include "data/period_words.hpp"
#include "schemes.hpp"

using namespace accrue;
using namespace accrue::data;

namespace {

std::string first_level(const Read& read) {
    const auto text = dumped(read);
    const auto& name = read.scheme.levels.begin()->name;
    std::string found;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = text.find('\n', begin) + 1;
        if (text.substr(begin, name.size() + 1) == name + " ") found += text.substr(begin, end - begin);
        begin = end;
    }
    return found;
}

constexpr std::string_view sales = "level person; salary: money; records sale for person; amount: money";
const std::string three_months = "person;date;amount\nа;2026-01-05;1\nа;2026-02-28;1\nа;2026-03-31;1\n";

}  // namespace

TEST_CASE("a row between dates stands in every period that it meets") {
    const auto read = read_files(
        "level person; salary: money",
        {{"person",
          "person;from;to;salary\nа;2026-01-31;2026-03-01;1\nа;2026-04-01;2026-04-01;2\nб;2026-02-01;;3\n"}});
    CHECK(read.result.diagnostics.empty());
    CHECK(dumped(read) ==
          "person 2026-01 а: salary = 1\nperson 2026-02 а: salary = 1\nperson 2026-02 б: salary = 3\n"
          "person 2026-03 а: salary = 1\nperson 2026-03 б: salary = 3\nperson 2026-04 а: salary = 2\n"
          "person 2026-04 б: salary = 3\n");
    CHECK(described(read.result.understood[0])[3] ==
          "each row holds from the day in column `from` to the day in column `to`; 2026-01 to 2026-04");
    const auto& history = read.result.history;
    const auto march = *history.find(core::LevelId(std::size_t{0}), "а", Period{Month::of(2026, 3).index});
    CHECK(cell_place(history, read.sources, input_of(read.scheme, "salary"), march)->line == 2);
    CHECK(history.rows[march].previous ==
          history.find(core::LevelId(std::size_t{0}), "а", Period{Month::of(2026, 2).index}));
}

TEST_CASE("a last day of the year 9999 is no end") {
    for (const auto* end : {"9999-12-31", "31.12.9999", "12/31/9999", "-"}) {
        const auto read = read_files("level person; left: date ends; salary: money",
                                     {{"person", "person;from;to;salary\nа;2026-01-31;" + std::string(end) +
                                                     ";1\nб;2026-02-01;2026-02-28;3\n"}});
        INFO(end);
        CHECK(dumped(read) ==
              "person 2026-01 а: left missing, salary = 1\nperson 2026-02 а: left missing, salary = 1\n"
              "person 2026-02 б: left = 2026-02-28, salary = 3\n");
    }
}

TEST_CASE("between dates only the periods count that other files name") {
    const auto read = read_files(
        sales, {{"person",
                 "person;с;по;salary\nа;2019-05-13;;1\nб;;2026-02-14;2\nв;2026-05-01;;3\nг;;2025-12-31;4\n"},
                {"sale", three_months}});
    CHECK(rendered(read) ==
          "warning[W2205]: this row holds in none of the periods from 2026-01 to 2026-03\n"
          "  ┌─ person.csv:4:1\n"
          "4 │ в;2026-05-01;;3\n"
          "  │ ^\n"
          "  = one more like it, in row 5\n");
    CHECK(first_level(read) ==
          "person 2026-01 а: salary = 1\nperson 2026-01 б: salary = 2\nperson 2026-02 а: salary = 1\n"
          "person 2026-02 б: salary = 2\nperson 2026-03 а: salary = 1\n");
}

TEST_CASE("rows without any period hold in all that other files name") {
    const auto read = read_files(sales, {{"person", "person;salary\nа;1\nб;2\n"}, {"sale", three_months}});
    CHECK(read.result.diagnostics.empty());
    CHECK(read.result.history.rows_of(core::LevelId(std::size_t{0})).size() == 6);
    CHECK(described(read.result.understood[0])[3] ==
          "no column says when: each row holds in every period; 2026-01 to 2026-03");
    const auto nowhere =
        read_files("level team; plan: money; level person in team; salary: money",
                   {{"team", "team;plan\nА;1\n"}, {"person", "person;team;salary\nа;А;1\n"}});
    CHECK(kinds(nowhere) == std::vector{kind::month_column_absent, kind::month_column_absent});
    CHECK(kinds(read_files("level person; salary: money", {{"person", "person;salary\nа;1\n"}})) ==
          std::vector{kind::month_column_absent});
    CHECK(kinds(read_files("level person; salary: money", {{"person", "person;from;to;salary\nа;;;1\n"}})) ==
          std::vector{kind::month_column_absent});
}

TEST_CASE("rows between dates of one key that meet in a period are one mistake") {
    const auto read = read_files(
        "level person; salary: money",
        {{"person", "person;from;to;salary\nа;2026-01-01;2026-03-15;1\nа;2026-03-16;2026-06-30;2\n"}});
    CHECK(rendered(read) ==
          "error[E2155]: `а` has two rows for March 2026: 2 and 3\n"
          "  ┌─ person.csv:3:1\n"
          "2 │ а;2026-01-01;2026-03-15;1\n"
          "  │ - the first\n"
          "3 │ а;2026-03-16;2026-06-30;2\n"
          "  │ ^ the second\n"
          "  = hint: a change takes effect with a period; end the one row before it and begin the other with "
          "it\n");
    const auto long_ones =
        read_files("level person; salary: money", {{"person",
                                                    "person;from;to;salary\nа;2026-01-01;2026-06-30;1\n"
                                                    "а;2026-02-01;2026-05-31;2\n"}});
    CHECK(kinds(long_ones) == std::vector{kind::row_twice});
    CHECK(long_ones.result.diagnostics[0].notes.size() == 1);
}

TEST_CASE("dates that end before they begin, and cells that are no dates, are mistakes") {
    CHECK(kinds(read_files("level person; salary: money",
                           {{"person", "person;from;to;salary\nа;2026-03-01;2026-02-01;1\nб;x;;1\n"}})) ==
          std::vector{kind::cell_not_a_date, kind::dates_reversed});
}

TEST_CASE("a level may read its dates as inputs, beside its months or in their place") {
    constexpr std::string_view scheme = "level person; hired: date begins; left: date ends; salary: money";
    const auto dated = read_files(scheme, {{"person", "person;from;to;salary\nа;2026-01-15;2026-02-10;1\n"}});
    CHECK(dumped(dated) ==
          "person 2026-01 а: hired = 2026-01-15, left = 2026-02-10, salary = 1\n"
          "person 2026-02 а: hired = 2026-01-15, left = 2026-02-10, salary = 1\n");
    const auto monthly =
        read_files(scheme, {{"person", "person;month;дата с;дата по;salary\nа;2026-03;15.01.2026;;1\n"}});
    CHECK(dumped(monthly) == "person 2026-03 а: hired = 2026-01-15, left missing, salary = 1\n");
    const auto place = cell_place(monthly.result.history, monthly.sources, input_of(monthly.scheme, "hired"),
                                  RowId(std::size_t{0}));
    CHECK(place->raw == "15.01.2026");
    const auto without = read_files(scheme, {{"person", "person;month;salary\nа;2026-03;1\n"}});
    CHECK(without.result.diagnostics.empty());
    CHECK(dumped(without) == "person 2026-03 а: hired missing, left missing, salary = 1\n");
}

TEST_CASE("people between dates stand in their teams of each month") {
    const auto read = read_files(
        "level team; plan: money; level person in team; salary: money",
        {{"team", "team;month;plan\nА;2026-01;1\nА;2026-02;1\nБ;2026-02;1\n"},
         {"person", "person;team;from;to;salary\nа;А;2020-01-01;2026-01-31;1\nа;Б;2026-02-01;;2\n"}});
    CHECK(dumped(read) ==
          "team 2026-01 А: plan = 1\nteam 2026-02 А: plan = 1\nteam 2026-02 Б: plan = 1\n"
          "person 2026-01 а in team 2026-01 А: salary = 1\nperson 2026-02 а in team 2026-02 Б: salary = 2\n");
    const auto orphan = read_files("level team; plan: money; level person in team; salary: money",
                                   {{"team", "team;month;plan\nА;2026-01;1\nБ;2026-04;1\n"},
                                    {"person", "person;team;from;to;salary\nа;А;;;1\n"}});
    REQUIRE(kinds(orphan) == std::vector{kind::row_above_absent});
    CHECK(orphan.result.diagnostics[0].notes.size() == 1);
}

// ---------------------------------------------------------------- other periods

TEST_CASE("periods that are no months are read by their names and by their first and last days") {
    const auto read_period = [](std::string_view unit, const std::string& header, const std::string& cell) {
        const auto scheme = "period " + std::string(unit) + "; level person; plan: money";
        const auto read = read_text(scheme, "person;" + header + ";plan\nа;" + cell + ";1\n");
        if (has_errors(read.result.diagnostics)) return std::string("error");
        return read.scheme.calendar.to_text(read.result.history.rows[RowId(std::size_t{0})].period);
    };
    for (const auto* cell :
         {"2026-Q2", "Q2 2026", "2 кв. 2026", "2 квартал 2026 г.", "2026 q2", "01.04.2026", "2026-06-30"}) {
        INFO(cell);
        CHECK(read_period("quarter", "quarter", cell) == "2026-Q2");
        CHECK(read_period("quarter", "Квартал", cell) == "2026-Q2");
    }
    for (const auto* cell : {"2026-W12", "W12 2026", "12 неделя 2026", "2026-03-16", "22.03.2026"}) {
        INFO(cell);
        CHECK(read_period("week", "week", cell) == "2026-W12");
    }
    for (const auto* cell : {"2026", "2026 г.", "2026 год", "2026-01-01", "31.12.2026"}) {
        INFO(cell);
        CHECK(read_period("year", "год", cell) == "2026");
    }
    for (const auto* cell : {"2026-03-16", "16.03.2026", "16 марта 2026"}) {
        INFO(cell);
        CHECK(read_period("day", "day", cell) == "2026-03-16");
    }
    for (const auto* cell :
         {"2026-Q5", "2026-05-01", "2026-04", "2026", "Q2", "2 2026", "Q2 Q2 2026", "апрель 2026"})
        CHECK(read_period("quarter", "period", cell) == "error");
    for (const auto* cell : {"2026-W54", "2026-03-17", "W12", "12 2026"})
        CHECK(read_period("week", "period", cell) == "error");
    for (const auto* cell : {"2026-03-01", "26", "2026 5"})
        CHECK(read_period("year", "period", cell) == "error");
    CHECK(read_period("quarter", "month", "2026-Q2") == "error");
    CHECK(read_period("day", "day", "0206-01-15") == "error");  // slips of the pen
    CHECK(read_period("week", "week", "0206-W03") == "error");
    CHECK(read_period("quarter", "quarter", "Q1 0206") == "error");
    CHECK(read_period("year", "year", "0206") == "error");
    CHECK(read_period("year", "year", "2206") == "error");
    CHECK(read_period("year", "year", "1900") == "1900");
    CHECK(read_period("year", "year", "2199") == "2199");
}

TEST_CASE("a period that cannot be read says what was wanted") {
    const auto read = read_text("period quarter; level person; plan: money",
                                "person;quarter;plan\nа;весна;1\nб;2026-05-07;1\nв;2026-05;1\nг;;1\n");
    CHECK(rendered(read) ==
          "error[E2170]: `весна` stands where a quarter should\n"
          "  ┌─ data.csv:2:3\n"
          "2 │ а;весна;1\n"
          "  │   ^^^^^ such as `2026-Q1`\n"
          "  = row 2, column 2 `quarter`\n"
          "error[E2171]: `2026-05-07` is a day inside a period, where a quarter should stand\n"
          "  ┌─ data.csv:3:3\n"
          "3 │ б;2026-05-07;1\n"
          "  │   ^^^^^^^^^^ neither the first day nor the last\n"
          "  = row 3, column 2 `quarter`\n"
          "  = hint: `--dates quarter=YYYY-MM-DD`; then any day stands for its period\n"
          "error[E2172]: `2026-05` is a month, where a quarter should stand\n"
          "  ┌─ data.csv:4:3\n"
          "4 │ в;2026-05;1\n"
          "  │   ^^^^^^^ which one?\n"
          "  = row 4, column 2 `quarter`\n"
          "error[E2186]: this row does not name its period, a quarter\n"
          "  ┌─ data.csv:5:3\n"
          "5 │ г;;1\n"
          "  │   ^ blank\n"
          "  = row 5, column 2 `quarter`\n");
    CHECK(kinds(read_text("period week; level person; plan: money", "person;month;plan\nа;2026-03;1\n")) ==
          std::vector{kind::period_column_absent});
}

TEST_CASE("records and rows between dates count in the scheme's periods") {
    const auto read =
        read_files("period quarter; level person; salary: money; records sale for person; amount: money",
                   {{"person", "person;from;to;salary\nа;2026-02-01;2026-05-01;1\n"},
                    {"sale", "person;date;amount\nа;2026-01-05;1\nа;2026-04-30;2\n"}});
    CHECK(dumped(read) ==
          "person 2026-Q1 а: salary = 1\nperson 2026-Q2 а: salary = 1\n"
          "sale 2026-01-05 а in person 2026-Q1 а: amount = 1\nsale 2026-04-30 а in person 2026-Q2 а: amount "
          "= 2\n");
}
