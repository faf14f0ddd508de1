#include "number/decimal.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace accrue;

TEST_CASE("plain decimals are read, and nothing else") {
    CHECK(parse_decimal("-1234.50") == Exact::ratio(-2469, 2));
    CHECK(parse_decimal("007") == Exact(7));
    CHECK(parse_decimal("-0") == Exact(0));
    CHECK(parse_decimal("0.1") == Exact::ratio(1, 10));
    for (const auto* text : {"", "-", ".", "1.", ".5", "+1", "1e3", "1 000", "1,5", "--1", "1.2.3", "1.-2",
                             " 1", "0x1", "١", "Infinity", "NaN", "1\n"}) {
        INFO(text);
        CHECK(parse_decimal(text) == std::nullopt);
    }
}

TEST_CASE("long decimals are exact, endless ones are not taken") {
    const std::string digits = "123456789012345678901234567890123456789012345678901234567890";
    CHECK(parse_decimal(digits)->as_fraction() == digits);
    CHECK(*parse_decimal("0." + digits) * Exact::scaled(1, -60) == *parse_decimal(digits));
    CHECK(parse_decimal(std::string(5'000, '9')) == std::nullopt);
}

TEST_CASE("literals have groups and scales") {
    CHECK(parse_literal("40M") == Exact(40'000'000));
    CHECK(parse_literal("0.5k") == Exact(500));
    CHECK(parse_literal("2B") == Exact(2'000'000'000));
    CHECK(parse_literal("40 млн") == Exact(40'000'000));
    CHECK(parse_literal("1.5 тыс") == Exact(1500));
    CHECK(parse_literal("2\u00A0млрд") == Exact(2'000'000'000));
    CHECK(parse_literal("40 000 000") == Exact(40'000'000));
    CHECK(parse_literal("40\u202F000\u00A0000") == Exact(40'000'000));
    CHECK(parse_literal("1_000.5") == Exact::ratio(2001, 2));
    CHECK(parse_literal("k") == std::nullopt);
    CHECK(parse_literal("1.5x") == std::nullopt);
}

TEST_CASE("machines get the ending decimal, else the fraction") {
    CHECK(to_machine(Exact::ratio(2469, 2)) == "1234.5");
    CHECK(to_machine(Exact::ratio(25'000, 3)) == "25000/3");
    CHECK(to_machine(Exact::ratio(-1, 100)) == "-0.01");
    CHECK(to_machine(0) == "0");
    CHECK(terminating(Exact::ratio(1, 3)) == std::nullopt);
    CHECK(terminating(Exact::scaled(1, 40)) == "0." + std::string(39, '0') + "1");
}

TEST_CASE("people get groups, and dots where digits are cut off") {
    CHECK(to_people(Exact(1'234'567)) == "1 234 567");
    CHECK(to_people(Exact(-123)) == "-123");
    CHECK(to_people(Exact::ratio(25'000, 3)) == "8 333.333333…");
    CHECK(to_people(Exact::ratio(-1, 3), {.most = 2}) == "-0.33…");
    CHECK(to_people(Exact::ratio(-2, 3), {.most = 0}) == "-0…");
    CHECK(to_people(Exact(5), {.least = 2, .most = 2}) == "5.00");
    CHECK(to_people(Exact::ratio(1, 8), {.most = 2}) == "0.12…");
    CHECK(to_people(Exact(1'000'000), {.group = "_"}) == "1_000_000");
}

TEST_CASE("money has two digits, or all it needs, or dots") {
    CHECK(money_text(Exact(42'000)) == "42 000.00");
    CHECK(money_text(Exact::ratio(25'000, 3)) == "8 333.33…");
    CHECK(money_text(Exact::ratio(1, 8)) == "0.125");
    CHECK(money_text(Exact::ratio(-1, 100)) == "-0.01");
    CHECK(money_text(0) == "0.00");
}

TEST_CASE("percent is the value times 100") {
    CHECK(percent_text(Exact::ratio(5, 1000)) == "0.5 %");
    CHECK(percent_text(Exact(1)) == "100 %");
    CHECK(percent_text(Exact::ratio(1, 3)) == "33.3333… %");
}

TEST_CASE("a number written for machines is read back as itself") {
    std::mt19937_64 random(20260315);  // NOLINT: the same numbers in every run
    for (int i = 0; i < 20'000; ++i) {
        const auto value = Exact::scaled(static_cast<std::int64_t>(random()) >> (random() % 64),
                                         static_cast<int>(random() % 25));
        const auto text = to_machine(value);
        if (parse_decimal(text) != value) FAIL(text);
        const auto grouped = to_people(abs(value), {.most = 30});
        if (parse_literal(grouped) != abs(value)) FAIL(grouped);
    }
}

TEST_CASE("a number cut off for people is never above its magnitude and at most one last digit below") {
    std::mt19937_64 random(11);  // NOLINT: the same numbers in every run
    for (int i = 0; i < 5'000; ++i) {
        const auto value = Exact::ratio(static_cast<std::int64_t>(random() % 10'000'000),
                                        static_cast<std::int64_t>(random() % 97) + 1);
        auto text = to_people(value, {.group = "", .most = 4});
        const bool is_cut = text.ends_with("…");
        if (is_cut) text.resize(text.size() - std::string_view("…").size());
        const auto shown = parse_decimal(text);
        REQUIRE(shown);
        const bool is_near = *shown <= value && value - *shown < Exact::scaled(1, 4);
        if (!is_near || is_cut != (*shown != value)) FAIL(text);
    }
}
