#include <catch2/catch.hpp>

#include "base/messages/data.hpp"
#include "data/number_cell.hpp"
#include "data/number_column.hpp"
#include "number/decimal.hpp"

using namespace accrue;
using namespace accrue::data;

namespace {

NumberCell cell(std::string_view text) {
    const auto reading = take_apart(text);
    INFO(text);
    REQUIRE(reading.cell);
    return *reading.cell;
}

Kind refusal(std::string_view text) {
    const auto reading = take_apart(text);
    INFO(text);
    REQUIRE_FALSE(reading.cell);
    return reading.trouble.kind;
}

std::string digits(const NumberCell& cell) {
    return {cell.digits.data(), cell.digit_count};
}

}  // namespace

TEST_CASE("plain digits have neither groups nor a point") {
    const auto plain = cell("00120");
    CHECK(digits(plain) == "120");
    CHECK(plain.group == Mark::none);
    CHECK(plain.decimal == Mark::none);
    CHECK_FALSE(plain.ambiguous);
    CHECK(cell("0").is_zero());
}

TEST_CASE("one point or comma is decimal unless three digits follow one to three others") {
    for (const auto* text : {"1.5", "1.23", "1234.567", "0.123", ".500", "1.2345", "012.345"}) {
        CHECK_FALSE(cell(text).ambiguous);
        CHECK(cell(text).decimal == Mark::point);
    }
    for (const auto* text : {"1.234", "12.345", "999,000"}) CHECK(cell(text).ambiguous);
}

TEST_CASE("several equal marks part groups, the last of two kinds is the decimal sign") {
    CHECK(cell("1.234.567").group == Mark::point);
    CHECK(cell("1,234,567.5").group == Mark::comma);
    CHECK(cell("1,234,567.5").decimal == Mark::point);
    CHECK(cell("1.234,567").decimal == Mark::comma);
    CHECK(cell("1 234,567").decimal == Mark::comma);
    CHECK(cell("1\u00A0234\u202F567").group == Mark::blank);
    CHECK(cell("1’234.5").group == Mark::apostrophe);
    CHECK(cell("1 234.567").after == 3);
}

TEST_CASE("groups are of three digits, or the cell is refused") {
    for (const auto* text :
         {"12 34", "1 2345", "1234 567", "1,23,456", "1.2.3", "1  234", "1.234.56", "1 234 5"}) {
        CHECK(refusal(text) == kind::cell_groups_not_in_threes);
    }
    CHECK(refusal("1,234.567,8") == kind::cell_groups_not_in_threes);
    CHECK(refusal("1.234 567") == kind::cell_groups_not_in_threes);
}

TEST_CASE("a minus stands before, behind or as brackets, once") {
    for (const auto* text :
         {"-5", "\u22125", "\u20135", "5-", "5 -", "(5)", "( 5 )", "- 5", "-5 ₽", "₽ -5", "(5 руб.)"}) {
        INFO(text);
        CHECK(cell(text).negative);
    }
    CHECK_FALSE(cell("+5").negative);
    for (const auto* text : {"--5", "-5-", "(-5)", "-(5)", "+-5", "(5-)"})
        CHECK(refusal(text) == kind::cell_two_signs);
    CHECK(refusal("(5") == kind::cell_not_a_number);
    CHECK(refusal("5)") == kind::cell_not_a_number);
}

TEST_CASE("scales, percents and currencies stand around the digits") {
    CHECK(cell("40 млн").exponent() == 6);
    CHECK(cell("1,5 тыс. руб.").exponent() == 2);
    CHECK(cell("1.2M").scale == 6);
    CHECK(cell("$1.2M").currencies.starts_with("USD"));
    CHECK(cell("5 млрд ₽").scale == 9);
    CHECK(cell("12,5 %").exponent() == -3);
    CHECK(cell("5р.").currencies == "RUB");
    CHECK(cell("RUB 5").currencies == "RUB");
    CHECK(cell("5 KZT").currencies == "KZT");
    CHECK(cell("руб.5").currencies == "RUB");
}

TEST_CASE("words that are neither scale nor currency are refused by name") {
    for (const auto* text : {"40 тысяч", "5к", "6М", "7m", "5 шт", "5 ABC", "5 млн млн", "5 ₽ $", "5 mln2"}) {
        INFO(text);
        CHECK_FALSE(take_apart(text).cell);
    }
    CHECK(take_apart("40 тысяч").trouble.part == "тысяч");
}

TEST_CASE("numbers that a spreadsheet has shortened are refused") {
    for (const auto* text : {"1E+05", "1,5e3", "2E5", "1.23E-7"})
        CHECK(refusal(text) == kind::cell_shortened);
}

TEST_CASE("forty digits are read, forty-one are not") {
    CHECK(digits(cell(std::string(40, '7'))).size() == 40);
    CHECK(refusal(std::string(41, '7')) == kind::cell_too_long);
    CHECK(refusal("0." + std::string(41, '0')) == kind::cell_too_long);
    CHECK(digits(cell(std::string(100, '0') + "7")) == "7");
}

TEST_CASE("a long whole number is read exactly") {
    CHECK(to_machine(whole_number("1234567890123456789012345678901234567890")) ==
          "1234567890123456789012345678901234567890");
    CHECK(whole_number("") == Exact(0));
}

TEST_CASE("an example tells how a column is written, unless it has two readings itself") {
    CHECK(marks_of("1.234,56")->group == Mark::point);
    CHECK(marks_of("1.234,56")->decimal == Mark::comma);
    CHECK(marks_of("1234,56")->group == Mark::none);
    CHECK(marks_of("1 234")->decimal == Mark::none);
    CHECK(marks_of("1.234.567")->decimal == Mark::comma);
    for (const auto* text : {"1.234", "1234", "x", ""}) CHECK_FALSE(marks_of(text));
}
