#include "number/calendar.hpp"

#include <catch2/catch.hpp>

using namespace accrue;

TEST_CASE("months count from the year 0") {
    const auto march = Month::of(2026, 3);
    CHECK(march.year() == 2026);
    CHECK(march.number() == 3);
    CHECK(to_text(march) == "2026-03");
    CHECK(to_people(march) == "March 2026");
    CHECK(Month{march.index + 10} == Month::of(2027, 1));
    CHECK(Month::of(2025, 12) < march);
    CHECK(days_in(Month::of(2024, 2)) == 29);
    CHECK(days_in(Month::of(1900, 2)) == 28);
    CHECK(days_in(Month::of(2000, 2)) == 29);
    CHECK(days_in(Month::of(2026, 4)) == 30);
}

TEST_CASE("every day from 1900 to 2100 is written and read back, one after the other") {
    auto date = Date::of(1900, 1, 1);
    const auto last = Date::of(2100, 12, 31);
    for (int day = 0; date <= last; ++date.days) {
        day = date.day() == 1 ? 1 : day + 1;
        if (date.day() != day || parse_date(to_text(date)) != date) FAIL(to_text(date));
        if (Date::of(date.month().year(), date.month().number(), day) != date) FAIL(to_text(date));
    }
    CHECK(Date::of(1970, 1, 1).days == 0);
    CHECK(to_text(Date::of(33, 4, 3)) == "0033-04-03");
}

TEST_CASE("only real days and months in their one form are read") {
    CHECK(parse_month("2026-12") == Month::of(2026, 12));
    for (const auto* text :
         {"2026-13", "2026-00", "2026-1", "2026-3-1", "26-03", "2026/03", "2026-0x", "-026-03", ""}) {
        INFO(text);
        CHECK(parse_month(text) == std::nullopt);
    }
    CHECK(parse_date("2024-02-29") == Date::of(2024, 2, 29));
    for (const auto* text : {"2026-02-29", "2026-04-31", "2026-01-00", "2026-01-32", "2026-1-01", "2026-01-1",
                             "2026-01-011", "01.02.2026", "2026-01 01", ""}) {
        INFO(text);
        CHECK(parse_date(text) == std::nullopt);
    }
}
