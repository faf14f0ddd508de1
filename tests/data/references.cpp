// The row of a reference that fits.

#include <catch2/catch.hpp>

#include "base/messages/data.hpp"
#include "data/reference_index.hpp"
#include "schemes.hpp"

using namespace accrue;
using namespace accrue::data;

namespace {

const auto today = Date::of(2026, 3, 15);

core::Reference reference(std::string_view columns) {
    return scheme_of("level person; reference rates; " + std::string(columns)).references.back();
}
core::Value text(const char* word) {
    return std::string(word);
}

// Rows whose field is their number, from 1.
ReferenceRows rows_of(const std::vector<std::vector<std::optional<core::Value>>>& keys) {
    ReferenceRows rows;
    for (const auto& key : keys)
        rows.rows.push_back(
            {.keys = key, .fields = {Exact(static_cast<std::int64_t>(rows.rows.size()) + 1)}});
    return rows;
}

// The number of the row that is found; 0: none; below 0: a second one is as near.
int found(const core::Reference& reference, ReferenceRows rows, const std::vector<core::Value>& keys,
          Date day = today) {
    rows.index = std::make_shared<const ReferenceIndex>(reference, rows.rows);
    const auto [row, other] = find_row(rows, keys, day);
    if (row == nullptr) return 0;
    const auto number = static_cast<int>(row - rows.rows.data()) + 1;
    return other == nullptr ? number : -number;
}

const std::optional<core::Value> any;

}  // namespace

TEST_CASE("texts fit when they are equal as the language compares them") {
    const auto rates = reference("who: text key; rate: number");
    const auto rows = rows_of({{text("Берёза")}, {text("дуб")}});
    CHECK(found(rates, rows, {text(" БЕРЕЗА ")}) == 1);
    CHECK(found(rates, rows, {text("Дуб")}) == 2);
    CHECK(found(rates, rows, {text("ель")}) == 0);
}

TEST_CASE("a blank key fits anything, and more keys are nearer") {
    const auto rates = reference("who: text key; what: text key; rate: number");
    const auto rows = rows_of({{any, any}, {text("a"), any}, {any, text("x")}, {text("b"), text("x")}});
    CHECK(found(rates, rows, {text("c"), text("y")}) == 1);
    CHECK(found(rates, rows, {text("a"), text("y")}) == 2);
    CHECK(found(rates, rows, {text("b"), text("x")}) == 4);
    CHECK(found(rates, rows, {text("a"), text("x")}) == -2);
    CHECK(found(rates, rows_of({{text("a"), any}, {any, text("x")}}), {text("b"), text("y")}) == 0);
}

TEST_CASE("edges: the nearest one that holds the key") {
    const auto rows = rows_of({{Exact(100)}, {Exact(10)}, {any}});
    const auto upto = reference("sum: number up_to; rate: number");
    CHECK(found(upto, rows, {Exact(10)}) == 2);
    CHECK(found(upto, rows, {Exact::scaled(101, 1)}) == 1);
    CHECK(found(upto, rows, {Exact(101)}) == 3);
    const auto below = reference("sum: number below; rate: number");
    CHECK(found(below, rows, {Exact(10)}) == 1);
    CHECK(found(below, rows, {Exact(9)}) == 2);
    CHECK(found(below, rows, {Exact(100)}) == 3);
    const auto from = reference("sum: number from; rate: number");
    CHECK(found(from, rows, {Exact(9)}) == 3);
    CHECK(found(from, rows, {Exact(10)}) == 2);
    CHECK(found(from, rows, {Exact(1000)}) == 1);
    CHECK(found(from, rows_of({{Exact(10)}}), {Exact(9)}) == 0);
    const auto since = reference("day: date from; rate: number");
    const auto days = rows_of({{Date::of(2026, 1, 1)}, {Date::of(2026, 3, 1)}, {Date::of(2026, 4, 1)}});
    CHECK(found(since, days, {today}) == 2);
}

TEST_CASE("edges stand behind exact keys, and are compared key by key") {
    const auto rates = reference("who: text key; sum: number up_to; age: number from; rate: number");
    const auto rows = rows_of({{any, Exact(10), Exact(0)},
                               {text("a"), Exact(100), Exact(0)},
                               {text("a"), Exact(100), Exact(12)},
                               {text("a"), Exact(200), Exact(24)}});
    CHECK(found(rates, rows, {text("a"), Exact(5), Exact(3)}) == 2);
    CHECK(found(rates, rows, {text("a"), Exact(5), Exact(30)}) == 3);
    CHECK(found(rates, rows, {text("a"), Exact(150), Exact(30)}) == 4);
    CHECK(found(rates, rows, {text("b"), Exact(5), Exact(30)}) == 1);
    CHECK(found(rates, rows, {text("a"), Exact(150), Exact(3)}) == 0);
}

TEST_CASE("as near rows are told apart by no edge when their exact keys are not the same") {
    const auto rates = reference("who: text key; what: text key; sum: number up_to; rate: number");
    const auto rows =
        rows_of({{text("a"), any, Exact(100)}, {any, text("x"), Exact(10)}, {text("a"), any, Exact(20)}});
    CHECK(found(rates, rows, {text("a"), text("x"), Exact(5)}) < 0);
    CHECK(found(rates, rows, {text("a"), text("y"), Exact(5)}) == 3);
}

TEST_CASE("a row is in force from its first day to its last") {
    const auto rates = reference("who: text key; rate: number");
    auto rows = rows_of({{text("a")}, {text("a")}, {text("a")}});
    rows.rows[0].to = Date::of(2026, 1, 31);
    rows.rows[1].from = Date::of(2026, 2, 1);
    rows.rows[1].to = Date::of(2026, 3, 15);
    rows.rows[2].from = Date::of(2026, 3, 16);
    CHECK(found(rates, rows, {text("a")}, Date::of(2026, 1, 31)) == 1);
    CHECK(found(rates, rows, {text("a")}, Date::of(2026, 2, 1)) == 2);
    CHECK(found(rates, rows, {text("a")}, Date::of(2026, 3, 15)) == 2);
    CHECK(found(rates, rows, {text("a")}, Date::of(2030, 1, 1)) == 3);
    rows.rows[2].from = Date::of(2026, 3, 15);
    CHECK(found(rates, rows, {text("a")}) == -2);
}

// ---------------------------------------------------------------- read from files

namespace {

constexpr std::string_view scheme =
    "level person; plan: money; reference rates; role: text key; sum: money up_to; rate: percent; since: "
    "date";
const std::string person = "person;month;plan\nМаша;2026-03;1\n";

Read read_rates(const std::string& rates, std::string_view wishes = "") {
    return read_files(scheme, {{"person", person}, {"rates", rates}}, wishes);
}

}  // namespace

TEST_CASE("a reference is read with its blanks, dates and cells") {
    const auto read = read_rates(
        "role;sum;rate;since;from;to\nКО;1 000,50;5%;2026-01-01;2026-01-01;\n;;2,5%;;;31.12.2026\n");
    INFO(rendered(read));
    REQUIRE(read.result.diagnostics.empty());
    const auto& rows = read.result.history.references[core::ReferenceId(std::size_t{0})];
    REQUIRE(rows.rows.size() == 2);
    CHECK(rows.rows[0].keys == std::vector<std::optional<core::Value>>{text("КО"), Exact::scaled(100050, 2)});
    CHECK(rows.rows[0].fields ==
          std::vector<std::optional<core::Value>>{Exact::scaled(5, 2), Date::of(2026, 1, 1)});
    CHECK(rows.rows[0].from == Date::of(2026, 1, 1));
    CHECK_FALSE(rows.rows[0].to);
    CHECK(rows.rows[1].keys == std::vector<std::optional<core::Value>>{any, any});
    CHECK(rows.rows[1].fields == std::vector<std::optional<core::Value>>{Exact::scaled(25, 3), any});
    CHECK(rows.rows[1].to == Date::of(2026, 12, 31));
    const auto place = *cell_place(rows, read.sources, rows.rows[1], 0);
    CHECK(place.raw == "2,5%");
    CHECK(place.line == 3);
    CHECK(place.column == "rate");
    CHECK(place.file == "rates.csv");
    CHECK(read.sources.text(place.span) == "2,5%");
    CHECK(read.result.history.folded_texts == std::vector<std::string>{"ко"});
}

TEST_CASE("rows of a reference that hold for the same keys on one day are mistakes") {
    CHECK(kinds(read_rates("role;sum;rate;since\nКО;10;5%;\nко;10;6%;\n")) ==
          std::vector{kind::reference_row_twice});
    CHECK(kinds(read_rates("role;sum;rate;since\nКО;10;5%;\nКО;20;6%;\n;10;7%;\n")).empty());
    CHECK(kinds(read_rates("role;sum;rate;since;from;to\nКО;10;5%;;;2026-01-31\nКО;10;6%;;2026-02-01;\n"))
              .empty());
    const auto both =
        read_rates("role;sum;rate;since;from;to\nКО;10;5%;;2026-01-31;\nКО;10;6%;;;2026-01-31\n");
    REQUIRE(kinds(both) == std::vector{kind::reference_row_twice});
    CHECK(rendered(both) ==
          "error[E2183]: two rows of `rates` hold for the same keys: 2 and 3\n"
          "  ┌─ rates.csv:3:1\n"
          "2 │ КО;10;5%;;2026-01-31;\n"
          "  │ - the first\n"
          "3 │ КО;10;6%;;;2026-01-31\n"
          "  │ ^ the second\n");
}

TEST_CASE("what a reference lacks is said") {
    CHECK(kinds(read_rates("role;sum;rate\nКО;10;5%\n")) == std::vector{kind::reference_column_absent});
    CHECK(kinds(read_files(scheme, {{"person", person}})) == std::vector{kind::file_absent});
    CHECK(kinds(read_rates("role;sum;rate;since;from;to\nКО;10;5%;;2026-02-01;2026-01-01\n")) ==
          std::vector{kind::dates_reversed});
    CHECK(kinds(read_rates("role;sum;rate;since\n")) == std::vector{kind::file_without_records});
    CHECK(kinds(read_rates("role;sum;rate;since\nКО;1.234;5%;\n")) ==
          std::vector{kind::cell_number_ambiguous});
    CHECK(kinds(read_rates("role;sum;rate;since\nКО;1.234;5%;\n", "numbers rates.sum=1.234,5")).empty());
}

TEST_CASE("references given by hand keep one spelling of a text") {
    const auto made = scheme_of(scheme);
    GivenReferences given;
    given.rows.add(
        {{.keys = {text("Ёж"), any}, .fields = {Exact(1), any}}, {.keys = {text("ЕЖ"), any}, .fields = {}}});
    const auto history = from_rows(made, {}, given);
    const auto& rows = history.references[core::ReferenceId(std::size_t{0})].rows;
    CHECK(rows[0].keys[0] == rows[1].keys[0]);
    CHECK(history.folded_texts == std::vector<std::string>{"еж"});
    CHECK_FALSE(cell_place(history.references[core::ReferenceId(std::size_t{0})], Sources(), rows[0], 0));
}
