// Several files: levels, records, rows between dates, and what does not fit together.

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <sstream>

#include "base/messages/data.hpp"
#include "data/inspect.hpp"
#include "schemes.hpp"

using namespace accrue;
using namespace accrue::data;

namespace {

constexpr std::string_view company =
    "everything company; index: number; level team in company; plan: money; level person in team; "
    "salary: money; records payment for person; amount: money; number: number orders";

// `company` without inputs of the outer levels.
constexpr std::string_view people =
    "everything company; level team in company; level person in team; salary: money";

}  // namespace

TEST_CASE("each level, records and all have their file, rows are linked through them") {
    const auto read = read_files(
        company,
        {{"payment",
          "person;date;amount;number\nМаша;2026-04-02;30;1\nМаша;09.03.2026;20;2\nМаша;2026-03-01;10;3\n"},
         {"person", "person;team;month;salary\nМаша;Б;2026-03;5\nВася;А;2026-03;6\nМаша;А;2026-04;7\n"},
         {"company", "month;index\n2026-03;1.5\n2026-04;1.25\n"},
         {"team", "team;month;plan\nА;2026-04;3\nБ;2026-03;2\nА;2026-03;1\n"}});
    CHECK(read.result.diagnostics.empty());
    CHECK(dumped(read) ==
          "company 2026-03: index = 1.5\n"
          "company 2026-04: index = 1.25\n"
          "team 2026-03 А in company 2026-03: plan = 1\n"
          "team 2026-03 Б in company 2026-03: plan = 2\n"
          "team 2026-04 А in company 2026-04: plan = 3\n"
          "person 2026-03 Вася in team 2026-03 А: salary = 6\n"
          "person 2026-03 Маша in team 2026-03 Б: salary = 5\n"
          "person 2026-04 Маша in team 2026-04 А: salary = 7\n"
          "payment 2026-03-01 Маша in person 2026-03 Маша: amount = 10, number = 3\n"
          "payment 2026-03-09 Маша in person 2026-03 Маша: amount = 20, number = 2\n"
          "payment 2026-04-02 Маша in person 2026-04 Маша: amount = 30, number = 1\n");
    const auto& history = read.result.history;
    const auto payment = level_of(read.scheme, "payment");
    const auto rows = history.rows_of(payment);
    CHECK(history.rows[rows[2]].previous == rows[1]);
    const auto place = *cell_place(history, read.sources, input_of(read.scheme, "amount"), rows[1]);
    CHECK(place.raw == "20");
    CHECK(place.file == "payment.csv");
    CHECK(place.line == 3);
    const auto masha =
        *history.find(level_of(read.scheme, "person"), "Маша", Period{Month::of(2026, 4).index});
    CHECK(cell_place(history, read.sources, input_of(read.scheme, "salary"), masha)->line == 4);
    REQUIRE(read.result.understood.size() == 4);
    CHECK(read.result.understood[0].of == "company");
    CHECK(described(read.result.understood[2])[3] == "row above: column `team`");
    CHECK(described(read.result.understood[3]) ==
          std::vector<std::string>{
              "text: UTF-8, cells parted by `;`, header on line 1", "rows: 3",
              "key: column `person`, named like the level; 1 key", "date: column `date`; 2026-03 to 2026-04",
              "numbers: column `amount` as `1234.56`", "numbers: column `number` as `1234.56`"});
}

TEST_CASE("the order of files and rows does not matter") {
    const Files files = {
        {"person", "person;team;month;salary\nМаша;Б;2026-03;5\nВася;А;2026-03;6\n"},
        {"team", "team;month;plan\nА;2026-03;1\nБ;2026-03;2\n"},
        {"company", "month;index\n2026-03;1\n"},
        {"payment", "person;date;amount;number\nВася;2026-03-02;1;1\nМаша;2026-03-02;2;1\n"}};
    const Files other = {{"payment", "person;date;amount;number\nМаша;2026-03-02;2;1\nВася;2026-03-02;1;1\n"},
                         files[2],
                         {"team", "team;month;plan\nБ;2026-03;2\nА;2026-03;1\n"},
                         {"person", "person;team;month;salary\nВася;А;2026-03;6\nМаша;Б;2026-03;5\n"}};
    CHECK(dumped(read_files(company, files)) == dumped(read_files(company, other)));
}

TEST_CASE("a level without inputs needs no file: its rows are those that others name") {
    const auto read = read_files(
        people,
        {{"person", "person;team;month;salary\nМаша;Б;2026-01;5\nВася;А;2026-01;6\nМаша;А;2026-03;7\n"}});
    CHECK(read.result.diagnostics.empty());
    CHECK(dumped(read) ==
          "company 2026-01\ncompany 2026-02\ncompany 2026-03\n"
          "team 2026-01 А in company 2026-01\n"
          "team 2026-01 Б in company 2026-01\n"
          "team 2026-03 А in company 2026-03\n"
          "person 2026-01 Вася in team 2026-01 А: salary = 6\n"
          "person 2026-01 Маша in team 2026-01 Б: salary = 5\n"
          "person 2026-03 Маша in team 2026-03 А: salary = 7\n");
    const auto& team = read.result.history.frames[level_of(read.scheme, "team")];
    CHECK(team.files.empty());
    CHECK(team.keys == 2);
}

TEST_CASE("people without a file are those whom records name") {
    const auto read =
        read_files("level person; bonus: money optional; records payment for person; amount: money",
                   {{"payment", "person,date,amount\nb,2026-03-05,1\na,2026-03-09,2\nb,2026-04-01,3\n"}});
    CHECK(kinds(read) == std::vector{kind::optional_column_absent});
    CHECK(
        dumped(read) ==
        "person 2026-03 a: bonus missing\nperson 2026-03 b: bonus missing\nperson 2026-04 b: bonus missing\n"
        "payment 2026-03-09 a in person 2026-03 a: amount = 2\n"
        "payment 2026-03-05 b in person 2026-03 b: amount = 1\n"
        "payment 2026-04-01 b in person 2026-04 b: amount = 3\n");
}

TEST_CASE("a file that is wanted and not given is named") {
    CHECK(kinds(read_files(people, {})) == std::vector{kind::file_absent});
    const auto read = read_files(company, {{"person", "person;team;month;salary\nМаша;А;2026-03;5\n"}});
    CHECK(kinds(read) == std::vector{kind::file_absent, kind::file_absent, kind::file_absent});
    CHECK(rendered(read) ==
          "error[E2180]: no file holds the rows of `company`\n  = hint: call it `company.csv`, or `--data "
          "company=FILE`\n"
          "error[E2180]: no file holds the rows of `team`\n  = hint: call it `team.csv`, or `--data "
          "team=FILE`\n"
          "error[E2180]: no file holds the rows of `payment`\n  = hint: call it `payment.csv`, or `--data "
          "payment=FILE`\n");
}

TEST_CASE("files that nothing wants, and two that one thing wants, are said") {
    const std::string person = "person;team;month;salary\nМаша;А;2026-03;5\n";
    const auto read = read_files(people, {{"person", person}, {"teams", "x;y\n1;2\n"}});
    CHECK(kinds(read) == std::vector{kind::file_unused});
    CHECK(
        rendered(read) ==
        "warning[W2203]: teams.csv is not read: the scheme has no level, records or reference of that name\n"
        "  = hint: call it `team.csv`, or `--data team=teams.csv`\n");
    CHECK(kinds(read_files(people, {{"person", person}, {"Person", person}})) ==
          std::vector{kind::files_equal});
    CHECK(kinds(read_files(people, {{"history", person}})).empty());
}

TEST_CASE("a row whose row above is not there is a mistake, unknown names apart from absent months") {
    const auto read = read_files("level team; plan: money; level person in team; salary: money",
                                 {{"team", "team;month;plan\nКлиентский;2026-03;1\n"},
                                  {"person",
                                   "person;team;month;salary\nа;Клиентский;2026-03;1\nб;Клиенткий;2026-03;1\n"
                                   "в;Клиентский;2026-04;1\nг;Клиентский;2026-05;1\n"}});
    CHECK(rendered(read) ==
          "error[E2178]: no `team` is called `Клиенткий`\n"
          "  ┌─ person.csv:3:3\n"
          "3 │ б;Клиенткий;2026-03;1\n"
          "  │   ^^^^^^^^^ this row stands in it\n"
          "  = row 3, column 2 `team`\n"
          "  = hint: is `Клиентский` meant?\n"
          "error[E2177]: `Клиентский` has no row for April 2026, and this row stands in it\n"
          "  ┌─ person.csv:4:3\n"
          "4 │ в;Клиентский;2026-04;1\n"
          "  │   ^^^^^^^^^^ the team of this row\n"
          "  = row 4, column 2 `team`\n"
          "  = one more like it, in row 5\n");
    CHECK(kinds(read_files(
              "level person; salary: money; records sale for person; amount: money",
              {{"person", "person;month;salary\nа;2026-03;1\n"},
               {"sale", "person;date;amount\nа;2026-03-01;1\nа;2026-04-01;1\nб;2026-03-01;1\n"}})) ==
          std::vector{kind::row_above_absent, kind::row_above_unknown});
}

TEST_CASE("a row above whose name only looks like that of its own file is told apart by the letter") {
    const auto read = read_files("level team; plan: money; level person in team; salary: money",
                                 {{"team", "team;month;plan\nКлиентский;2026-03;1\n"},
                                  {"person", "person;team;month;salary\nа;Клиентcкий;2026-03;1\n"}});
    CHECK(rendered(read) ==
          "error[E2178]: no `team` is called `Клиентcкий`\n"
          "  ┌─ person.csv:2:3\n"
          "2 │ а;Клиентcкий;2026-03;1\n"
          "  │   ^^^^^^^^^^ this row stands in it\n"
          "  = row 2, column 2 `team`\n"
          "  = `c` is a letter of another alphabet than the rest of the word\n"
          "  = hint: is `Клиентский` meant?\n");
}

TEST_CASE("one row above under two names that look alike is one word written in two ways") {
    CHECK(kinds(read_files("level team; plan: money; level person in team; salary: money",
                           {{"team", "team;month;plan\nКО;2026-03;1\n"},
                            {"person", "person;team;month;salary\nа;КО;2026-03;1\nб;KO;2026-03;1\n"}})) ==
          std::vector{kind::keys_alike});
}

TEST_CASE("names of rows above that are not there are listed, each once") {
    std::string many = "person;team;month;salary\n";
    for (int i = 0; i < 9; ++i)
        many += fmt::format("p{};{};2026-03;1\n", i, i < 7 ? fmt::format("T{}", i) : "T0");
    const auto read = read_files("level team; plan: money; level person in team; salary: money",
                                 {{"team", "team;month;plan\nдругой;2026-03;1\n"}, {"person", many}});
    CHECK(rendered(read) ==
          "error[E2178]: no `team` is called `T0`\n"
          "  ┌─ person.csv:2:4\n"
          "2 │ p0;T0;2026-03;1\n"
          "  │    ^^ this row stands in it\n"
          "  = row 2, column 2 `team`\n"
          "  = 8 more like it (rows 3, 4, 5 …)\n"
          "  = besides it: `T1`, `T2`, `T3`, `T4`, `T5` …\n");
}

TEST_CASE("a file of the whole company without months holds in all of them") {
    constexpr std::string_view scheme = "everything firm; index: number; level person in firm; salary: money";
    const std::string person = "person;month;salary\nа;2026-01;1\nа;2026-03;1\n";
    const auto read = read_files(scheme, {{"firm", "index;note\n1.5;x\n"}, {"person", person}});
    CHECK(dumped(read) ==
          "firm 2026-01: index = 1.5\nfirm 2026-02: index = 1.5\nfirm 2026-03: index = 1.5\n"
          "person 2026-01 а in firm 2026-01: salary = 1\nperson 2026-03 а in firm 2026-03: salary = 1\n");
    CHECK(kinds(read_files(scheme, {{"firm", "index;month\n1.5;2026-01\n1.6;2026-01\n"},
                                    {"person", person}})) == std::vector{kind::month_twice});
    const auto partly = read_files(scheme, {{"firm", "index;month\n1.5;2026-03\n"}, {"person", person}});
    CHECK(dumped(partly).starts_with(
        "firm 2026-01: index missing\nfirm 2026-02: index missing\nfirm 2026-03: index = 1.5\n"));
}

TEST_CASE("rows must say in which row they stand") {
    CHECK(kinds(read_files(people, {{"person", "person;month;salary\nа;2026-03;1\n"}})) ==
          std::vector{kind::parent_column_absent});
    CHECK(kinds(read_files(people, {{"person", "person;team;month;salary\nа;;2026-03;1\n"}})) ==
          std::vector{kind::row_without_parent});
    CHECK(kinds(read_files(
              "level person; salary: money; records sale for person; amount: money",
              {{"person", "person;month;salary\nа;2026-03;1\n"}, {"sale", "date;amount\n2026-03-01;1\n"}})) ==
          std::vector{kind::parent_column_absent});
    CHECK(kinds(read_files("level region; level team in region; level person in team; salary: money",
                           {{"person", "person;team;month;salary\nа;А;2026-03;1\n"}})) ==
          std::vector{kind::level_without_parents});
}

TEST_CASE("the row above may be named by the heading that its own keys have") {
    const auto read = read_files("level team; plan: money; level person in team; salary: money",
                                 {{"team", "Отдел;month;plan\nА;2026-03;1\n"},
                                  {"person", "person;отдел;month;salary\nа;А;2026-03;1\n"}});
    CHECK_FALSE(has_errors(read.result.diagnostics));
    CHECK(dumped(read) == "team 2026-03 А: plan = 1\nperson 2026-03 а in team 2026-03 А: salary = 1\n");
}

TEST_CASE("a record that names somebody inside the row above belongs to that one's row above then") {
    constexpr std::string_view scheme =
        "level team; level person in team; salary: money; records payment for team; amount: money";
    const std::string person = "person;team;month;salary\nМаша;А;2026-03;1\nМаша;Б;2026-04;1\n";
    const auto read = read_files(
        scheme,
        {{"person", person}, {"payment", "person;date;amount\nМаша;2026-04-05;2\nМаша;2026-03-05;1\n"}});
    CHECK(read.result.diagnostics.empty());
    CHECK(dumped(read) ==
          "team 2026-03 А\nteam 2026-04 Б\n"
          "person 2026-03 Маша in team 2026-03 А: salary = 1\n"
          "person 2026-04 Маша in team 2026-04 Б: salary = 1\n"
          "payment 2026-03-05 А in team 2026-03 А: amount = 1\n"
          "payment 2026-04-05 Б in team 2026-04 Б: amount = 2\n");
    const auto both = read_files(
        scheme, {{"person", person}, {"payment", "person;team;date;amount\nМаша;В;2026-03-05;1\n"}});
    CHECK(dumped(both).find("payment 2026-03-05 В in team 2026-03 В") != std::string::npos);
    CHECK(kinds(both) == std::vector{kind::columns_unused});
    CHECK(
        kinds(read_files(scheme, {{"person", person},
                                  {"payment", "person;date;amount\nМаша;2026-05-05;1\nЯ;2026-03-01;1\n"}})) ==
        std::vector{kind::row_above_absent, kind::row_above_unknown});
}

TEST_CASE("records of a whole company name nobody") {
    const auto read = read_files(
        "everything firm; records loss for firm; amount: money; level person in firm; salary: money",
        {{"loss", "date;amount\n2026-03-05;1\n2026-05-01;2\n"},
         {"person", "person;month;salary\nа;2026-04;1\n"}});
    CHECK(kinds(read) == std::vector{kind::periods_without_records});
    CHECK(dumped(read) ==
          "firm 2026-03\nfirm 2026-04\nfirm 2026-05\n"
          "loss 2026-03-05 in firm 2026-03: amount = 1\nloss 2026-05-01 in firm 2026-05: amount = 2\n"
          "person 2026-04 а in firm 2026-04: salary = 1\n");
    CHECK(rendered(read) ==
          "warning[W2204]: loss.csv has no record in 1 period between others: April 2026\n");
}

TEST_CASE("records of one place in their order are mistakes only where an order is declared") {
    const std::string rows =
        "person;date;amount;number\nа;2026-03-05;1;1\nа;2026-03-05;2;1\nб;2026-03-05;2;1\n";
    const auto tied = read_files(
        "level person; records sale for person; amount: money; number: number orders", {{"sale", rows}});
    CHECK(rendered(tied) ==
          "error[E2182]: rows 2 and 3 are both of 2026-03-05, and `number` does not say which comes first\n"
          "  ┌─ sale.csv:3:1\n"
          "2 │ а;2026-03-05;1;1\n"
          "  │ - or this\n"
          "3 │ а;2026-03-05;2;1\n"
          "  │ ^ this one\n");
    CHECK(kinds(read_files("level person; records sale for person; amount: money; number: number",
                           {{"sale", rows}}))
              .empty());
}

TEST_CASE("records want a date, in a column and in every row") {
    constexpr std::string_view scheme = "level person; records sale for person; amount: money";
    CHECK(kinds(read_files(scheme, {{"sale", "person;paid;amount\nа;2026-03-05;1\n"}})) ==
          std::vector{kind::date_column_absent});
    CHECK(kinds(read_files(scheme, {{"sale", "person;paid;amount\nа;2026-03-05;1\n"}},
                           "month-column sale.paid"))
              .empty());
    CHECK(kinds(read_files(scheme, {{"sale", "person;дата;amount\nа;;1\nб;2026-03;1\nв;31.02.2026;1\n"}})) ==
          std::vector{kind::cell_no_such_day, kind::cell_month_for_date, kind::row_without_date});
    CHECK(kinds(read_files(scheme, {{"sale", "person;date;amount\n"}})) ==
          std::vector{kind::file_without_records});
}

TEST_CASE("who set a signed input and why are columns that may be absent") {
    constexpr std::string_view scheme = "level person; premium: money optional signed";
    const auto read = read_files(
        scheme, {{"person", "person;month;premium;premium by;premium_why\nа;2026-03;5;Директор;за март\n"}});
    CHECK(dumped(read) ==
          "person 2026-03 а: premium by = \"Директор\", premium why = \"за март\", premium = 5\n");
    const auto without = read_files(scheme, {{"person", "person;month;premium\nа;2026-03;5\n"}});
    CHECK(without.result.diagnostics.empty());
    CHECK(dumped(without) == "person 2026-03 а: premium by missing, premium why missing, premium = 5\n");
}

TEST_CASE("what is said of a whole file names it, where there are several") {
    const auto read = read_files(
        "level person; salary: money optional; records sale for person; amount: money",
        {{"person", "person;month;note\nа;2026-03;x\n"}, {"sale", "person;date;amount\nа;2026-03-05;1\n"}});
    CHECK(rendered(read) ==
          "warning[W2201]: the scheme does not read these columns: `note`\n"
          "  = in person.csv\n"
          "note: no column holds `salary`; its default is used in every row\n"
          "  = in person.csv\n");
}

TEST_CASE("options speak of one file or of all that have the column") {
    constexpr std::string_view scheme = "level person; salary: money; records sale for person; amount: money";
    const Files files = {{"person", "person;month;salary\nа;2026-03;1.500\n"},
                         {"sale", "person;date;amount\nа;05/03/2026;1.234\n"}};
    CHECK(kinds(read_files(scheme, files)) ==
          std::vector{kind::cell_number_ambiguous, kind::cell_date_ambiguous, kind::cell_number_ambiguous});
    const auto read = read_files(
        scheme, files, "numbers salary=1.234,56; numbers sale.amount=1.234,56; dates date=DD/MM/YYYY");
    CHECK(dumped(read) ==
          "person 2026-03 а: salary = 1500\nsale 2026-03-05 а in person 2026-03 а: amount = 1234\n");
    CHECK(kinds(read_files(scheme,
                           {{"person", "person;month;salary\nа;2026-03;1\n"},
                            {"sale", "person;date;amount\nа;2026-03-05;1\n"}},
                           "numbers sale.salary=1.234,56; numbers premium=1,5; key-column nobody")) ==
          std::vector{kind::wish_without_column, kind::wish_without_column, kind::wish_without_column});
}

// ---------------------------------------------------------------- written and read back

namespace {

std::mt19937_64 random_bits(20261122);
std::size_t below(std::size_t bound) {
    return random_bits() % bound;
}

// A history of a company by hand, and the same as files.
struct Written {
    std::vector<GivenRow> rows;
    Files files;
};
Written written(const core::Scheme& scheme) {
    const auto team = level_of(scheme, "team"), person = level_of(scheme, "person"),
               payment = level_of(scheme, "payment");
    const auto plan = input_of(scheme, "plan"), salary = input_of(scheme, "salary"),
               amount = input_of(scheme, "amount"), number = input_of(scheme, "number");
    Written made;
    std::string teams = "team;month;plan\n", persons = "month;person;team;salary\n",
                payments = "number;person;date;amount\n";
    for (int month = 1; month <= 3; ++month) {
        const Period period{Month::of(2026, month).index};
        const auto first = made.rows.size();
        for (std::size_t i = 0; i < 3; ++i) {
            const auto sum = static_cast<std::int64_t>(below(100'000));
            made.rows.push_back({fmt::format("T{}", i), period, {{plan, Exact::scaled(sum, 2)}}, team});
            teams += fmt::format("T{};2026-{:02};{}.{:02}\n", i, month, sum / 100, sum % 100);
        }
        for (int i = 0; i < 8; ++i) {
            const auto above = below(3);
            made.rows.push_back({fmt::format("p{}", i), period, {}, person, {}, first + above});
            const bool is_blank = below(4) == 0;
            if (!is_blank) made.rows.back().cells = {{salary, Exact(i * 7)}};
            persons += fmt::format("2026-{:02};p{};T{};{}\n", month, i, above,
                                   is_blank ? "" : std::to_string(i * 7));
            const auto me = made.rows.size() - 1;
            for (auto records = below(4); records > 0; --records) {
                const auto day = static_cast<int>(1 + below(28));
                const auto sum = static_cast<int>(below(1000));
                const auto order = static_cast<int>(made.rows.size());
                made.rows.push_back({"",
                                     period,
                                     {{amount, Exact(sum)}, {number, Exact(order)}},
                                     payment,
                                     Date::of(2026, month, day),
                                     me});
                payments += fmt::format("{};p{};{:02}.{:02}.2026;{}\n", order, i, day, month, sum);
            }
        }
    }
    made.files = {{"person", persons}, {"payment", payments}, {"team", teams}};
    return made;
}

std::string shuffled(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line + "\n");
    std::shuffle(lines.begin() + 1, lines.end(), random_bits);
    std::string all;
    for (const auto& line : lines) all += line;
    return all;
}

}  // namespace

TEST_CASE("rows given by hand and the same rows in files, in any order, are one history") {
    constexpr std::string_view scheme =
        "everything firm; level team in firm; plan: money; level person in team; salary: money; "
        "records payment for person; amount: money; number: number orders";
    for (int round = 0; round < 20; ++round) {
        auto [rows, files] = written(scheme_of(scheme));
        for (auto& [name, text] : files) text = shuffled(text);
        const auto read = read_files(scheme, files);
        INFO(rendered(read));
        REQUIRE_FALSE(has_errors(read.result.diagnostics));
        const auto by_hand = from_rows(read.scheme, rows);
        CHECK(dump_levels(read.scheme, read.result.history) == dump_levels(read.scheme, by_hand));
        const auto& history = read.result.history;
        for (std::uint32_t i = 0; i < history.rows.size(); ++i) {
            CHECK(history.rows[RowId(i)].previous == by_hand.rows[RowId(i)].previous);
            CHECK(history.rows[RowId(i)].parent == by_hand.rows[RowId(i)].parent);
        }
    }
}

TEST_CASE("several files of bytes at random end in a history or in errors") {
    constexpr std::string_view scheme =
        "everything firm; index: number optional; level team in firm; plan: money optional; level person in "
        "team; "
        "hired: date begins; left: date ends; salary: money optional; records payment for team; amount: "
        "money orders; "
        "reference rates; role: text key; sum: number up_to; rate: percent";
    using Column = std::pair<std::string, std::vector<std::string>>;  // its header, and cells that fit
    const std::vector<std::string> teams = {"T1", "T2"},
                                   dates = {"2026-01-05", "15.02.2026", "2026-03-31", ""},
                                   months = {"2026-01", "2026-02", "2026-03"},
                                   sums = {"1", "2.50", "", "7", "12"};
    const std::vector<std::pair<std::string, std::vector<Column>>> tables = {
        {"team", {{"team", teams}, {"month", months}, {"plan", sums}}},
        {"person",
         {{"person", {"p1", "p2", "p3", "p4"}},
          {"team", teams},
          {"from", dates},
          {"to", {"", "", "2026-02-03"}},
          {"salary", sums}}},
        {"payment",
         {{"person", {"p1", "p2"}}, {"date", {"2026-01-05", "2026-01-06", "16.02.2026"}}, {"amount", sums}}},
        {"rates", {{"role", {"a", "b", ""}}, {"sum", sums}, {"rate", {"5%", "7,5%"}}, {"from", dates}}},
        {"firm", {{"index", sums}}}};
    static const std::vector<std::string> odd = {";",     "\n",         "T9", "2026-02", "-",
                                                 "итого", "2199-12-31", "\"", "x",       "1.234"};
    std::size_t sound = 0;
    for (int round = 0; round < 2000; ++round) {
        const auto oddness = below(2) == 0 ? 1000 : 20;
        Files files;
        for (const auto& [name, columns] : tables) {
            if (below(6) == 0) continue;
            std::string text;
            for (const auto& column : columns) text += (text.empty() ? "" : ";") + column.first;
            for (auto rows = below(4); rows > 0; --rows) {
                for (std::size_t i = 0; i < columns.size(); ++i) {
                    const auto& cells =
                        below(static_cast<std::size_t>(oddness)) == 0 ? odd : columns[i].second;
                    text += (i == 0 ? "\n" : ";") + cells[below(cells.size())];
                }
            }
            files.emplace_back(name, text + "\n");
        }
        const auto read = read_files(scheme, files);
        rendered(read);
        if (has_errors(read.result.diagnostics)) continue;
        ++sound;
        dump_levels(read.scheme, read.result.history);
        const auto& made = read.result.history.rows;
        for (std::uint32_t i = 0; i < made.size(); ++i)
            CHECK((made[RowId(i)].parent || made[RowId(i)].level == core::LevelId(std::size_t{0})));
    }
    CHECK(sound > 5);
}
