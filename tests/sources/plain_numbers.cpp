// Numbers as machines write them, and days as spreadsheets count them.

#include "sources/plain_number.hpp"

#include <catch2/catch.hpp>

#include "data/number_cell.hpp"
#include "sources/copied_row.hpp"
#include "sources/number_format.hpp"

using namespace accrue;
using namespace accrue::sources;

namespace {

std::string plain(std::string_view text, std::size_t digits = all_digits) {
    const auto number = plain_number(text, digits);
    return number ? number->text : "none";
}

}  // namespace

TEST_CASE("a number is written with digits and a point") {
    CHECK(plain("0") == "0");
    CHECK(plain("-0") == "0");
    CHECK(plain("-0.0") == "0");
    CHECK(plain("007") == "7");
    CHECK(plain("+5") == "5");
    CHECK(plain("-1234.56") == "-1234.56");
    CHECK(plain("4.7250000000000003E7", 15) == "47250000");
    CHECK(plain("1e22") == "10000000000000000000000");
    CHECK(plain("5.551115123125783e-17") == "0.00000000000000005551115123125783");
    CHECK(plain(".5") == "0.5");
    CHECK(plain("5.") == "5");
    CHECK(plain("12.50") == "12.50");
    CHECK(plain("-12.50") == "-12.50");
    CHECK(plain("-0.00") == "0");
    CHECK(plain("-007.50") == "-7.5");
    CHECK(plain("--5") == "none");
    CHECK(plain("12.0") == "12");
}

TEST_CASE("what is no number, or further than any amount, is none") {
    for (const auto* const text : {"", "-", ".", "1e", "1e400", "1e41", "1e-41", "inf", "NaN", "1,5", "1 000",
                                   "1.2.3", "12x", "1e-2147483648", "1e2147483647"})
        CHECK(plain(text) == "none");
}

TEST_CASE("three digits behind the point stay three: a source's point is one") {
    for (const auto* const text : {"1.234", "12.345", "-1.5", "0.125", "1234.567"})
        CHECK(plain(text) == text);
    CHECK(plain("1.2340") == "1.2340");
    CHECK(plain("1.234e0") == "1.234");
}

TEST_CASE("digits beyond those that are shown are rounded half up, and it is known when any were lost") {
    CHECK(plain("0.30000000000000004", 15) == "0.3");
    CHECK(plain("0.1000000000000000055", 15) == "0.1");
    CHECK(plain("123456789012345678", 15) == "123456789012346000");
    CHECK(plain("999999999999999.9", 15) == "1000000000000000");
    CHECK(plain("-2.5", 1) == "-3");
    CHECK(plain_number("1.000000000000000000", 15)->is_cut == false);
    CHECK(plain_number("0.30000000000000004", 15)->is_cut);
    CHECK(plain_number("12.50")->has_fraction);
    CHECK_FALSE(plain_number("12.0")->has_fraction);
}

TEST_CASE("a binary number is written as the shortest decimal that names it") {
    CHECK(plain(shortest_decimal(0.1)) == "0.1");
    CHECK(plain(shortest_decimal(0.1 + 0.2)) == "0.30000000000000004");
    CHECK(plain(shortest_decimal(1234.56)) == "1234.56");
    CHECK(plain(shortest_decimal(1e15)) == "1000000000000000");
    CHECK(plain(shortest_decimal(-2.5)) == "-2.5");
}

TEST_CASE("a format says whether a number is a day, a moment, a time or a percentage") {
    const std::pair<std::string_view, Shown> formats[] = {
        {"General", Shown::number},
        {"Standard", Shown::number},
        {"Основной", Shown::number},
        {"0.00", Shown::number},
        {"#,##0.00\\ \"₽\"", Shown::number},
        {"#,##0.00\" руб. в день\"", Shown::number},
        {"_-* #,##0.00\\ [$₽-419]_-;\\-* #,##0.00\\ [$₽-419]_-", Shown::number},
        {"[Red]#,##0.00;[Blue]-#,##0.00", Shown::number},
        {"0.00E+00", Shown::number},
        {"0\\ \"дн.\"", Shown::number},
        {"@", Shown::number},
        {"", Shown::number},
        {"0%", Shown::percent},
        {"0.0\\ %", Shown::percent},
        {"0\"%\"", Shown::number},
        {"dd.mm.yyyy", Shown::day},
        {"DD.MM.YYYY", Shown::day},
        {"дд.мм.гггг", Shown::day},
        {"d/m/yy", Shown::day},
        {"mmm.yy", Shown::day},
        {"mmmm", Shown::day},
        {"[$-419]mmmm\\ yyyy;@", Shown::day},
        {"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", Shown::day},
        {"yyyy\\-mm\\-dd\\ hh:mm", Shown::moment},
        {"dd.mm.yyyy\\ h:mm\\ AM/PM", Shown::moment},
        {"h:mm", Shown::time},
        {"mm:ss.0", Shown::time},
        {"[h]:mm", Shown::time},
        {"[mm]:ss", Shown::time},
    };
    for (const auto& [code, shown] : formats) {
        INFO(code);
        CHECK(shown_by(code) == shown);
    }
    CHECK(shown_by_number(0) == Shown::number);
    CHECK(shown_by_number(4) == Shown::number);
    CHECK(shown_by_number(10) == Shown::percent);
    CHECK(shown_by_number(14) == Shown::day);
    CHECK(shown_by_number(22) == Shown::moment);
    CHECK(shown_by_number(46) == Shown::time);
}

TEST_CASE("a format of zeros alone says how many digits a number is shown with") {
    CHECK(least_digits_of("00000") == 5);
    CHECK(least_digits_of("00000;-00000") == 5);
    CHECK(least_digits_of("00000\\_") == 5);
    for (const auto* const code : {"0", "0.00", "#,##0", "00.0", "General", "00%", "@", "000-000"}) {
        INFO(code);
        CHECK(least_digits_of(code) == 0);
    }
}

TEST_CASE("a format that prints a unit beside the number says which") {
    const auto known = [](std::string_view code, double number = 5) {
        return units_for(sections_of(code), number).known;
    };
    CHECK(known("#,##0.00\\ \"₽\"") == "₽");
    CHECK(known("#,##0.00\" руб.\"") == "руб.");
    CHECK(known("_-* #,##0.00\\ [$₽-419]_-;\\-* #,##0.00\\ [$₽-419]_-") == "₽");
    CHECK(known("[$$-409]#,##0.00") == "$");
    CHECK(known("$#,##0") == "$");
    CHECK(known("[$EUR]\\ #,##0.00") == "EUR");
    CHECK(known("\\€#,##0") == "€");
    CHECK(known("0\" тыс. руб.\"") == "тыс. руб.");
    CHECK(known("0.0\\ \"млн\"") == "млн");
    CHECK(known("0\"%\"") == "%");
    CHECK(known("[=0]\"-\";0\" тыс. руб.\"") == "тыс. руб.");
    CHECK(known("#,##0,\" тыс. руб.\"") == "руб.");
    for (const auto* const code : {"General", "0.00", "#,##0,\" тыс.\"", "[$-419]mmmm\\ yyyy;@", "[Red]0",
                                   "0%", "@", "0.00\\ ;\\(0.00\\);\"-\"", "0.00_₽"}) {
        INFO(code);
        CHECK(known(code).empty());
        CHECK(units_for(sections_of(code), 5).unknown.empty());
    }
}

TEST_CASE("each number has the unit of the section by which it is shown") {
    const auto known = [](std::string_view code, double number) {
        return units_for(sections_of(code), number).known;
    };
    constexpr auto zero = "0\" тыс. руб.\";-0\" тыс. руб.\";0";
    CHECK((known(zero, 5) == "тыс. руб." && known(zero, -5) == "тыс. руб." && known(zero, 0).empty()));
    constexpr auto dollars = "#,##0.00\" USD\";\"минус \"#,##0.00\" USD\"";
    CHECK((known(dollars, 5) == "USD" && known(dollars, 0) == "USD"));
    CHECK(units_for(sections_of(dollars), -5).unknown == "минус  USD");
    constexpr auto large = "[<1000]0\" ₽\";[<1000000]0.0,\" тыс. ₽\";0.0,,\" млн $\"";
    CHECK((known(large, 999) == "₽" && known(large, 1000) == "₽" && known(large, 1e6) == "$"));
    constexpr auto above = "[>=1000]0\" тыс.\";[Red][=0]\"-\";0";
    CHECK((known(above, 1000) == "тыс." && known(above, 0).empty() && known(above, 5).empty()));
    CHECK(units_for({}, 5).known.empty());
}

TEST_CASE("a word that is no unit is known to have been left out, also one of some numbers only") {
    const auto unknown = [](std::string_view code) { return units_for(sections_of(code), 5).unknown; };
    CHECK(unknown("#,##0\" шт.\"") == "шт.");
    CHECK(unknown("0\" т.р.\"") == "т.р.");
    CHECK(unknown("[$Kč-405]\\ 0") == "Kč");
    CHECK(unknown("0\" ₴₴\"") == "₴₴");
    for (const auto* const code : {"0\"’\"", "0\" •\"", "\"▲\" 0;\"▼\" 0", "≈0"})
        CHECK(unknown(code).empty());
}

TEST_CASE("the last half second of a day is none of the next") {
    CHECK(day_text("46082.9999954", Shown::moment, Epoch::year_1900) == "2026-03-01 23:59:59");
    CHECK(day_text("46082.999999999999", Shown::moment, Epoch::year_1900) == "2026-03-02");
    CHECK(day_text("46082.4375", Shown::moment, Epoch::year_1900) == "2026-03-01 10:30:00");
}

TEST_CASE("days are counted in the calendar of 1900, with its day too many, and in that of 1904") {
    const auto day = [](std::string_view count) { return day_text(count, Shown::day, Epoch::year_1900); };
    CHECK(day("1") == "1900-01-01");
    CHECK(day("59") == "1900-02-28");
    CHECK(day("60") == "1900-02-29");
    CHECK(day("61") == "1900-03-01");
    CHECK(day("46082") == "2026-03-01");
    CHECK(day("46082.75") == "2026-03-01");
    CHECK(day("2958465") == "9999-12-31");
    CHECK(day("2958466").empty());
    CHECK(day("0").empty());
    CHECK(day("-1").empty());
    CHECK(day_text("44620", Shown::day, Epoch::year_1904) == "2026-03-01");
    CHECK(day_text("0", Shown::day, Epoch::year_1904) == "1904-01-01");
}

TEST_CASE("a moment keeps its time of day unless that is midnight") {
    const auto moment = [](std::string_view count) {
        return day_text(count, Shown::moment, Epoch::year_1900);
    };
    CHECK(moment("46082") == "2026-03-01");
    CHECK(moment("46082.4375") == "2026-03-01 10:30:00");
    CHECK(moment("46082.999999999") == "2026-03-02");
    CHECK(day_text("0.4375", Shown::time, Epoch::year_1900) == "10:30:00");
    CHECK(day_text("1.50", Shown::time, Epoch::year_1900) == "36:00:00");
}

TEST_CASE("a copied line of PostgreSQL is taken apart at its tabs") {
    CopiedRow row;
    const auto& cells = row.take("Anna\t\\N\ta\\tb\\\\c\\nd\t\t12.50\n");
    REQUIRE(cells.size() == 5);
    CHECK(cells[0] == "Anna");
    CHECK_FALSE(cells[1]);
    CHECK(cells[2] == "a\tb\\c\nd");
    CHECK(cells[3] == "");
    CHECK(cells[4] == "12.50");
}
