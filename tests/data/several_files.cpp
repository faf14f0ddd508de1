// Rows of one level in several files: as if they stood in one, each with its own place.

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "base/messages/data.hpp"
#include "data/file_names.hpp"
#include "schemes.hpp"

using namespace accrue;
using namespace accrue::data;

namespace {

constexpr std::string_view firm =
    "level team; plan: money; level person in team; salary: money; role: text optional; bonus: percent "
    "optional; records payment for person; amount: money; number: number orders";

// Where a cell stands, as traces show it: `may.csv:3 amount = "7"`.
std::string place(const Read& read, std::string_view input, RowId row) {
    const auto found = cell_place(read.result.history, read.sources, input_of(read.scheme, input), row);
    return found ? fmt::format("{}:{} {} = \"{}\"", found->file, found->line, found->column, found->raw)
                 : "–";
}

}  // namespace

TEST_CASE("files of one level may be laid out otherwise and hold other columns") {
    const auto read = read_files(
        firm, {{"team=a", "team;month;plan\nN;2026-01;1 000,5\n"},
               {"team=b", "plan,month,team\n2000.25,2026-02,N\n"},
               {"person=may", "person;team;month;salary;role\nAnna;N;2026-01;5;head\nBoris;N;2026-01;7;\n"},
               {"person=june",
                "month,salary,person,team,bonus\n2026-02,5.125,Anna,N,10%\n2026-02,99999999999999999999.5,"
                "Carl,N,\n"},
               {"payment=x", "person,date,amount,number\nAnna,2026-01-05,1.5,1\n"},
               {"payment=w", "person,date,number,amount\nAnna,2026-01-05,2,3\nCarl,2026-02-01,1,4.25\n"}});
    CHECK_FALSE(has_errors(read.result.diagnostics));
    CHECK(dumped(read) ==
          "team 2026-01 N: plan = 1000.5\n"
          "team 2026-02 N: plan = 2000.25\n"
          "person 2026-01 Anna in team 2026-01 N: salary = 5, role = \"head\", bonus missing\n"
          "person 2026-01 Boris in team 2026-01 N: salary = 7, role missing, bonus missing\n"
          "person 2026-02 Anna in team 2026-02 N: salary = 5.125, role missing, bonus = 0.1\n"
          "person 2026-02 Carl in team 2026-02 N: salary = 99999999999999999999.5, role missing, bonus "
          "missing\n"
          "payment 2026-01-05 Anna in person 2026-01 Anna: amount = 1.5, number = 1\n"
          "payment 2026-01-05 Anna in person 2026-01 Anna: amount = 3, number = 2\n"
          "payment 2026-02-01 Carl in person 2026-02 Carl: amount = 4.25, number = 1\n");
    CHECK(place(read, "salary", RowId(2)) == "may.csv:2 salary = \"5\"");
    CHECK(place(read, "salary", RowId(4)) == "june.csv:2 salary = \"5.125\"");
    CHECK(place(read, "bonus", RowId(2)) == "–");
    CHECK(place(read, "bonus", RowId(4)) == "june.csv:2 bonus = \"10%\"");
    CHECK(place(read, "role", RowId(4)) == "–");
    CHECK(place(read, "amount", RowId(6)) == "x.csv:2 amount = \"1.5\"");
    CHECK(place(read, "amount", RowId(7)) == "w.csv:2 amount = \"3\"");
    REQUIRE(read.result.understood.size() == 6);
    CHECK(read.result.understood[2].of == "person");
    CHECK(read.result.understood[3].rows == 2);
}

TEST_CASE("however rows are dealt to files, and in whichever order these come, they read the same") {
    std::mt19937 random(7);
    const auto below = [&](int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); };
    const std::string team_header = "team;month;plan\n",
                      person_header = "person;team;month;salary;role;bonus\n",
                      payment_header = "person;date;amount;number\n";
    for (int round = 0; round < 60; ++round) {
        constexpr int months = 4;
        std::vector<std::string> teams, people, payments;
        int number = 0;
        for (int month = 1; month <= months; ++month) {
            for (const auto* const team : {"N", "S"}) {
                teams.push_back(fmt::format("{};2026-{:02};{}\n", team, month, below(1000)));
                for (int person = 0; person < 3; ++person) {
                    const auto name = fmt::format("{}{}", team, person);
                    people.push_back(
                        fmt::format("{};{};2026-{:02};{};{};{}\n", name, team, month,
                                    below(9) == 0 ? "123456789012345678.123" : fmt::format("{}.5", below(90)),
                                    below(3) == 0 ? "head" : "", below(4) == 0 ? "2.5%" : ""));
                    for (int i = below(3); i > 0; --i)
                        payments.push_back(fmt::format("{};2026-{:02}-{:02};{};{}\n", name, month,
                                                       1 + below(28), below(500), ++number));
                }
            }
        }
        const auto all = [](const std::string& header, const std::vector<std::string>& rows) {
            auto text = header;
            for (const auto& row : rows) text += row;
            return text;
        };
        const auto whole = read_files(firm, {{"team", all(team_header, teams)},
                                             {"person", all(person_header, people)},
                                             {"payment", all(payment_header, payments)}});
        REQUIRE_FALSE(has_errors(whole.result.diagnostics));
        Files files;
        const auto deal = [&](const std::string& level, const std::string& header,
                              const std::vector<std::string>& rows) {
            const int count = 1 + below(4);
            std::vector<std::string> texts(static_cast<std::size_t>(count), header);
            for (const auto& row : rows) texts[static_cast<std::size_t>(below(count))] += row;
            for (std::size_t i = 0; i < texts.size(); ++i) {
                if (texts[i] != header) files.emplace_back(fmt::format("{}={}{}", level, level, i), texts[i]);
            }
        };
        deal("team", team_header, teams);
        deal("person", person_header, people);
        deal("payment", payment_header, payments);
        const auto split = read_files(firm, files);
        std::shuffle(files.begin(), files.end(), random);
        const auto shuffled = read_files(firm, files);
        REQUIRE(dumped(split) == dumped(whole));
        REQUIRE(dumped(shuffled) == dumped(whole));
        REQUIRE(rendered(shuffled) == rendered(split));
        const auto& history = split.result.history;
        for (std::uint32_t i = 0; i < history.rows.size(); ++i) {
            const RowId row(i);
            const auto level = history.rows.level_of(row);
            const auto input = input_of(split.scheme, level == core::LevelId(0)   ? "plan"
                                                      : level == core::LevelId(1) ? "salary"
                                                                                  : "amount");
            const auto here = cell_place(history, split.sources, input, row);
            const auto there = cell_place(whole.result.history, whole.sources, input, row);
            REQUIRE(here.has_value());
            REQUIRE(here->raw == there->raw);
        }
    }
}

TEST_CASE("rows between dates of several files stand in all their periods") {
    const std::string_view scheme = "level person; salary: money; records payment for person; amount: money";
    const auto read =
        read_files(scheme, {{"person=old", "person;from;to;salary\nAnna;2025-12-01;2026-01-31;5\n"},
                            {"person=new",
                             "person;from;to;salary\nAnna;2026-02-01;;6\n"
                             "Boris;2026-01-10;;7\n"},
                            {"payment=1", "person;date;amount\nAnna;2026-01-31;1\n"},
                            {"payment=2", "person;date;amount\nBoris;2026-02-28;2\n"}});
    CHECK(kinds(read).empty());
    CHECK(dumped(read) ==
          "person 2026-01 Anna: salary = 5\nperson 2026-01 Boris: salary = 7\n"
          "person 2026-02 Anna: salary = 6\nperson 2026-02 Boris: salary = 7\n"
          "payment 2026-01-31 Anna in person 2026-01 Anna: amount = 1\n"
          "payment 2026-02-28 Boris in person 2026-02 Boris: amount = 2\n");
    CHECK(place(read, "salary", RowId(0)) == "old.csv:2 salary = \"5\"");
    CHECK(place(read, "salary", RowId(2)) == "new.csv:2 salary = \"6\"");
    CHECK(place(read, "salary", RowId(3)) == "new.csv:3 salary = \"7\"");
}

TEST_CASE("a row of one key and month in two files is told with both places") {
    const auto read = read_files("level person; salary: money",
                                 {{"person=a", "person;month;salary\nAnna;2026-01;5\nBoris;2026-01;1\n"},
                                  {"person=b", "person;month;salary\nCarl;2026-01;1\nAnna;2026-01;6\n"}});
    CHECK(rendered(read) ==
          "error[E2155]: `Anna` has two rows for January 2026: a.csv:2 and b.csv:3\n"
          "  ┌─ b.csv:3:1\n"
          "3 │ Anna;2026-01;6\n"
          "  │ ^ the second\n"
          "  ┌─ a.csv:2:1\n"
          "2 │ Anna;2026-01;5\n"
          "  │ - the first\n");
}

TEST_CASE("what files of one level say otherwise is not read as one") {
    const std::string may = "person;month;salary\nAnna;2026-05;5\n";
    const auto with = [&](const std::string& june) {
        return kinds(read_files("level person; salary: money", {{"person=may", may}, {"person=june", june}}));
    };
    CHECK(with("person;month;salary\nAnna;2026-06;5\n").empty());
    CHECK(with("person;salary\nAnna;5\n") == std::vector{kind::month_column_absent});
    CHECK(with("person;from;to;salary\nAnna;2026-05-01;;5\n") ==
          std::vector{kind::files_told_apart_otherwise});
    CHECK(with("person;month;salary\nANNA;2026-06;5\n") == std::vector{kind::keys_alike});
    CHECK(with("person;month;salary\nАnna;2026-06;5\n") == std::vector{kind::keys_alike});  // Cyrillic А
    CHECK(with(may) == std::vector{kind::files_equal});
    const auto rates = [&](const std::string& may_rate, const std::string& june_rate) {
        const auto text = [](const std::string& month, const std::string& rate) {
            return fmt::format("person;month;rate\nAnna;2026-{};{}\n", month, rate);
        };
        return kinds(read_files("level person; rate: number", {{"person=may", text("05", may_rate)},
                                                               {"person=june", text("06", june_rate)}}));
    };
    CHECK(rates("50%", "25%").empty());
    CHECK(rates("0.5", "0.25").empty());
    CHECK(rates("50%", "25") == std::vector{kind::percents_in_one_file});
    CHECK(rates("50%", "0").empty());
}

TEST_CASE("records that two files have are told, however they are split from others") {
    const std::string_view scheme = "level person; records payment for person; amount: money";
    const std::string header = "person;date;amount\n", one = "Anna;2026-01-05;7\n",
                      two = "Anna;2026-01-06;8\n";
    const auto read = [&](const std::string& a, const std::string& b) {
        return read_files(scheme, {{"payment=a", header + a}, {"payment=b", header + b}});
    };
    CHECK(kinds(read(one, two)).empty());
    CHECK(kinds(read(one + one, two)).empty());  // two payments of one day
    const auto both = read(one + two, "Anna;2026-01-07;1\n" + two + one + one);
    CHECK(kinds(both) == std::vector{kind::records_in_two_files});
    CHECK(rendered(both) ==
          "warning[W2209]: 2 records of b.csv are in a.csv, too; the first is row 3 here and row 3 there\n");
    CHECK(kinds(read("Anna;2026-01-05;9\n", one)).empty());
}

TEST_CASE("what stands in no period goes with its file") {
    const std::string_view scheme = "level person; factor: number; records deal for person; amount: money";
    const auto read = read_files(scheme, {{"person=1",
                                           "person;from;to;factor\nAnna;2026-01-01;;0.3333333333333333\n"
                                           "Boris;2019-01-01;2020-01-01;1000\n"},
                                          {"person=2", "person;from;to;factor\nClara;2026-01-01;;2\n"},
                                          {"deal", "person;date;amount\nAnna;2026-01-05;1\n"}});
    CHECK(kinds(read) == std::vector{kind::row_outside_periods});
    CHECK(dumped(read) ==
          "person 2026-01 Anna: factor = 0.3333333333333333\nperson 2026-01 Clara: factor = 2\n"
          "deal 2026-01-05 Anna in person 2026-01 Anna: amount = 1\n");
}

TEST_CASE("each file is compared with all before it") {
    const std::string head = "person;month;x\n";
    const auto read =
        read_files("level person; x: number optional", {{"person=1", head + "Anna;2026-01;\n"},
                                                        {"person=2", head + "Boris;2026-01;5%\n"},
                                                        {"person=3", head + "Clara;2026-01;5\n"}});
    CHECK(kinds(read) == std::vector{kind::percents_in_one_file});
    const auto total = read_files(
        "level person; x: number",
        {{"person=1", head + "Иванов;2026-01;1\n"}, {"person=2", head + "Иванов Итог;2026-01;1\n"}});
    CHECK(kinds(total) == std::vector{kind::row_is_total});
}

TEST_CASE("records are compared by whom they name, not by whom they belong to") {
    const auto read = read_files("level team; level person in team; records payment for team; amount: money",
                                 {{"person", "person;team;month\nAnna;N;2026-01\nBoris;N;2026-01\n"},
                                  {"payment=1", "person;date;amount\nAnna;2026-01-15;500\n"},
                                  {"payment=2", "person;date;amount\nBoris;2026-01-15;500\n"}});
    CHECK(kinds(read).empty());
}

TEST_CASE("the name of a file says the month of rows that do not") {
    const std::string_view scheme = "level person; salary: money";
    const auto read = read_files(scheme, {{"person=person_2026-01", "person;salary\nAnna;1\nBoris;2\n"},
                                          {"person=февраль 2026", "person;salary\nAnna;1\nBoris;2\n"},
                                          {"person=x 03.2026", "person;month;salary\nAnna;2026-03;4\n"}});
    CHECK(kinds(read).empty());
    CHECK(dumped(read) ==
          "person 2026-01 Anna: salary = 1\nperson 2026-01 Boris: salary = 2\n"
          "person 2026-02 Anna: salary = 1\nperson 2026-02 Boris: salary = 2\n"
          "person 2026-03 Anna: salary = 4\n");
    const auto unsaid = [&](const std::string& name) {
        return kinds(read_files(scheme, {{"person=" + name, "person;salary\nAnna;1\n"},
                                         {"person=x 2026-03", "person;month;salary\nAnna;2026-03;4\n"}}));
    };
    CHECK(unsaid("person_01") == std::vector{kind::month_column_absent});
    CHECK(unsaid("2025 2026-01") == std::vector{kind::month_column_absent});
    const auto unknown = read_files(scheme, {{"person=person_01", "person;salary\nAnna;1\n"},
                                             {"person=person_02", "person;salary\nAnna;2\n"}});
    CHECK(kinds(unknown) == std::vector(2, kind::month_column_absent));
    CHECK(unsaid("person 2026-02").empty());
    const auto other =
        read_files(scheme, {{"person=person_2026-01", "person;month;salary\nAnna;2026-01;1\n"},
                            {"person=person_2026-02", "person;month;salary\nAnna;2025-02;1\n"}});
    CHECK(
        rendered(other) ==
        "warning[W2212]: person_2026-02.csv is called after February 2026, and its rows are of February "
        "2025\n"
        "warning[W2215]: `person` has no row in 10 periods between others: March 2025, April 2025, May 2025, "
        "June 2025, July 2025 …\n");
    CHECK(period_named("Q1 2026", Calendar{.unit = PeriodUnit::quarter}).has_value());
    CHECK(period_named(name_alone("d/plan_2026-Q1.csv.gz", NamedAs::file),
                       Calendar{.unit = PeriodUnit::quarter})
              .has_value());
}

TEST_CASE("a month without a file between others is told") {
    const std::string scheme = "level person; plan: number";
    const auto of = [](const std::string& month) { return "person;month;plan\na;" + month + ";1\n"; };
    const auto gap = read_files(scheme, {{"person", of("2026-01")}, {"person", of("2026-04")}});
    REQUIRE(kinds(gap) == std::vector{kind::periods_without_rows});
    CHECK(gap.result.diagnostics.front().arguments ==
          std::vector<Argument>{"`person`", std::int64_t{2}, "February 2026, March 2026"});
    CHECK(kinds(read_files(scheme, {{"person", of("2026-01")}, {"person", of("2026-02")}})).empty());
    const auto alone = read_files(scheme, {{"person", of("2026-01") + "a;2026-04;1\n"}});
    CHECK(kinds(alone).empty());
}

TEST_CASE("an option that speaks of a column wants it in one of the level's files") {
    const std::string_view scheme = "level person; salary: money; rate: percent optional";
    const Files files = {{"person=1", "person;month;salary;rate\nAnna;2026-01;1;12\n"},
                         {"person=2", "person;month;salary\nAnna;2026-02;1\n"}};
    CHECK(has_errors(read_files(scheme, files).result.diagnostics));
    for (const auto* const wish : {"percents rate=percents", "percents person.rate=percents"})
        CHECK_FALSE(has_errors(read_files(scheme, files, wish).result.diagnostics));
    const auto unknown = kinds(read_files(scheme, files, "percents rote=percents; percents rate=percents"));
    CHECK(std::ranges::find(unknown, kind::wish_without_column) != unknown.end());
    CHECK(kinds(read_files(scheme, files, "percents person.rote=percents; percents rate=percents")) ==
          unknown);
}
