#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "base/messages/data.hpp"
#include "base/text.hpp"
#include "data/inspect.hpp"
#include "number/decimal.hpp"
#include "schemes.hpp"

using namespace accrue;
using namespace accrue::data;

namespace {

constexpr core::InputId first_input{std::size_t{0}};
constexpr core::LevelId level{std::size_t{0}};

Period month(int year, int number) {
    return Calendar{}.period(Month::of(year, number));
}

}  // namespace

TEST_CASE("rows stand by month, then by key, each linked to its key's earlier row") {
    const auto read =
        read_text("plan: money", "person;month;plan\nb;2026-03;1\na;2026-05;2\na;2026-03;3\nb;2026-04;4\n");
    REQUIRE_FALSE(has_errors(read.result.diagnostics));
    const auto& history = read.result.history;
    CHECK(dump(read.scheme, history) ==
          "2026-03 a: plan = 3\n2026-03 b: plan = 1\n2026-04 b: plan = 4\n2026-05 a: plan = 2\n");
    CHECK_FALSE(history.rows[RowId(std::size_t{0})].previous);
    CHECK(history.rows[RowId(std::size_t{2})].previous == RowId(std::size_t{1}));
    CHECK(history.rows[RowId(std::size_t{3})].previous == RowId(std::size_t{0}));
    CHECK(history.keys == std::vector<std::string>{"a", "b"});
}

TEST_CASE("any order of rows gives the same history") {
    std::vector<std::string> lines;
    for (int i = 0; i < 60; ++i) {
        lines.push_back(fmt::format("k{};{}-{};{}.{};R{}\n", i % 7, 2024 + i / 84, i / 7 + 1, i * 37,
                                    i % 90 + 10, i % 3));
    }
    const auto text_of = [&] {
        std::string text = "person;month;plan;region\n";
        for (const auto& line : lines) text += line;
        return text;
    };
    const auto expected = read_text("plan: money; region: text", text_of());
    REQUIRE_FALSE(has_errors(expected.result.diagnostics));
    std::mt19937 random(7);
    for (int round = 0; round < 10; ++round) {
        std::shuffle(lines.begin(), lines.end(), random);
        const auto read = read_text("plan: money; region: text", text_of());
        CHECK(dump(read.scheme, read.result.history) == dump(expected.scheme, expected.result.history));
        CHECK(read.result.history.folded_texts == expected.result.history.folded_texts);
    }
}

TEST_CASE("keys that rise at first and then fall are the same keys") {
    std::string rising = "person;month;plan\n", last_first = rising, rest;
    for (int i = 0; i < 40; ++i) rest += fmt::format("p{:02};2026-{:02};{}\n", i / 2, i % 2 + 1, i);
    rising += rest + "p07;2026-03;1\np99;2026-03;2\nÅsa;2026-03;3\n";
    last_first += "Åsa;2026-03;3\np99;2026-03;2\np07;2026-03;1\n" + rest;
    const auto one = read_text("plan: money", rising), other = read_text("plan: money", last_first);
    REQUIRE_FALSE(has_errors(one.result.diagnostics));
    CHECK(dump(one.scheme, one.result.history) == dump(other.scheme, other.result.history));
    CHECK(one.result.understood.front().keys == 22);
}

TEST_CASE("a total among keys that rise is still no key") {
    std::string text = "person;month;plan\n";
    for (int i = 0; i < 40; ++i) text += fmt::format("p{:02};2026-01;{}\n", i, i);
    CHECK(kinds(read_text("plan: money", text + "total;2026-01;780\n")) == std::vector{kind::row_is_total});
}

TEST_CASE("each day is looked for in its own month") {
    std::string text = "person;date;amount\n";
    for (int i = 0; i < 40; ++i) text += fmt::format("a;{}-02-{:02};1\n", 2024 + i % 8, i % 28 + 1);
    const auto last_days =
        read_files("level person; plan: money; records payment for person; amount: money",
                   {{"person", "person;month;plan\na;2024-02;1\n"},
                    {"payment", text + "a;2024-02-29;1\na;2028-02-30;1\na;2026-02-29;1\n"}});
    const auto& found = last_days.result.diagnostics;
    const auto no_such_day = std::ranges::find(found, kind::cell_no_such_day, &Diagnostic::kind);
    REQUIRE(no_such_day != found.end());
    CHECK(std::get<std::string>(no_such_day->arguments.front()) == "2028-02-30");
    CHECK_THAT(rendered(last_days), Catch::Contains("one more like it, in row 44"));
}

TEST_CASE("a row is found by key and month") {
    const auto read = read_text("plan: money", "person;month;plan\nb;2026-03;1\na;2026-05;2\na;2026-03;3\n");
    const auto& history = read.result.history;
    CHECK(history.find(level, "a", month(2026, 5)) == RowId(std::size_t{2}));
    CHECK(history.find(level, "b", month(2026, 3)) == RowId(std::size_t{1}));
    CHECK_FALSE(history.find(level, "b", month(2026, 5)));
    CHECK_FALSE(history.find(level, "c", month(2026, 3)));
    CHECK_FALSE(history.find(level, "", month(2026, 3)));
}

TEST_CASE("a cell's place is its raw text in the file, whatever the order of rows") {
    const auto read =
        read_text("plan: money; note: text",
                  "person;month;plan;note\nb;2026-04;\"1 234,50 ₽\";\"x;\"\"y\"\"\"\n\"a\nb\";2026-03;;z\n");
    REQUIRE_FALSE(has_errors(read.result.diagnostics));
    const auto& history = read.result.history;
    const auto row = *history.find(level, "b", month(2026, 4));
    const auto plan = *cell_place(history, read.sources, first_input, row);
    CHECK(plan.raw == "1 234,50 ₽");
    CHECK(read.sources.text(plan.span) == plan.raw);
    CHECK(plan.file == "data.csv");
    CHECK(plan.line == 2);
    CHECK(plan.column == "plan");
    CHECK(cell_place(history, read.sources, core::InputId(std::size_t{1}), row)->raw == "x;\"y\"");
    const auto other = *history.find(level, "a\nb", month(2026, 3));
    CHECK(cell_place(history, read.sources, first_input, other)->raw.empty());
    CHECK(cell_place(history, read.sources, first_input, other)->line == 3);
}

TEST_CASE("rows given by hand make the same history as rows read") {
    const auto scheme =
        scheme_of("plan: money; region: text; ok: yes/no; hired: date; since: month; spare: number");
    const core::InputId plan(std::size_t{0}), region(std::size_t{1}), ok(std::size_t{2}),
        hired(std::size_t{3}), since(std::size_t{4});
    const auto history = from_rows(
        scheme, {{"b", month(2026, 3), {{plan, Exact::ratio(1, 3)}, {region, std::string("Ёж")}, {ok, true}}},
                 {"a", month(2026, 4), {{plan, Exact::scaled(1234, 2)}, {hired, Date::of(2026, 3, 1)}}},
                 {"a",
                  month(2026, 3),
                  {{region, std::string("ЕЖ")}, {since, Month::of(2025, 1)}, {plan, Exact(7)}}}});
    CHECK(dump(scheme, history) ==
          "2026-03 a: plan = 7, region = \"Ёж\", ok missing, hired missing, since = 2025-01, spare missing\n"
          "2026-03 b: plan = 1/3, region = \"Ёж\", ok = yes, hired missing, since missing, spare missing\n"
          "2026-04 a: plan = 12.34, region missing, ok missing, hired = 2026-03-01, since missing, spare "
          "missing\n");
    CHECK(history.folded_texts == std::vector<std::string>{"еж"});
    CHECK_FALSE(cell_place(history, Sources(), plan, RowId(std::size_t{0})));
    CHECK(history.rows[RowId(std::size_t{2})].previous == RowId(std::size_t{0}));
}

TEST_CASE("a column that is absent is missing in every row") {
    const auto read = read_text("plan: money; premium: money optional", "person;month;plan\na;2026-03;1\n");
    const auto& column = read.result.history.columns[core::InputId(std::size_t{1})];
    CHECK(column.absent);
    CHECK(column.values.size() == 1);
    CHECK_FALSE(read.result.history.value(core::InputId(std::size_t{1}), RowId(std::size_t{0})));
    CHECK_FALSE(
        cell_place(read.result.history, read.sources, core::InputId(std::size_t{1}), RowId(std::size_t{0})));
    CHECK(kinds(read) == std::vector{kind::optional_column_absent});
}

TEST_CASE("a wider cell widens the column, one too wide stands apart") {
    const auto read = read_text(
        "plan: money",
        "person;month;plan\na;2026-01;1\na;2026-02;1.25\na;2026-03;9223372036854775807\na;2026-04;2.5\n");
    const auto& column = read.result.history.columns[first_input];
    CHECK(column.digits == 2);
    CHECK(column.values == Counts{100, 125, 0, 250});
    REQUIRE(column.large.size() == 1);
    CHECK(column.large[0].first == RowId(std::size_t{2}));
    CHECK(dump(read.scheme, read.result.history).find("plan = 9223372036854775807") != std::string::npos);
}

TEST_CASE("ten mistakes are ten reports") {
    const auto read =
        read_text("plan: money RUB low 0; rate: percent; hired: date; ok: yes/no; region: text; sum: number",
                  "person;month;plan;rate;hired;ok;region;sum\n"
                  "A;2026-03;x;50;31.04.2026;maybe;#REF!;1.234\n"
                  ";2026-03;-5;5%;01/02/2026;yes;x;1\n"
                  "A;2026-03;$5;5%;2026-03;yes;x;2\n"
                  "B;2026-15;1E+5;5%;2026-03-01;yes;x;3\n");
    CHECK(read.result.diagnostics.size() == 14);
    CHECK(has_errors(read.result.diagnostics));
}

TEST_CASE("keys of rows without a month are compared too") {
    const auto read = read_text("plan: money", "person;month;plan\na;x;1\nA;2026-03;2\n");
    CHECK(kinds(read) == std::vector{kind::keys_alike, kind::cell_not_a_month});
}

TEST_CASE("what was understood is said in lines") {
    const auto read = read_text("plan: money",
                                "\xEF\xBB\xBFМенеджер;Месяц;plan;note\nА;март 2026;1 234,5;\nБ;2026-04;2;\n");
    CHECK(described(read.result.understood.front()) ==
          std::vector<std::string>{
              "text: UTF-8 with a byte order mark, cells parted by `;`, header on line 1", "rows: 2",
              "key: column `Менеджер`, by its name; 2 keys", "month: column `Месяц`; 2026-03 to 2026-04",
              "numbers: column `plan` as `1 234,56`", "not read: `note`"});
}
