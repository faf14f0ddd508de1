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

// ---------------------------------------------------------------- periods

namespace {

constexpr PeriodUnit units[] = {PeriodUnit::day, PeriodUnit::week, PeriodUnit::month, PeriodUnit::quarter,
                                PeriodUnit::year};

Calendar calendar(PeriodUnit unit, int year_starts_in = 1) {
    return {.unit = unit, .year_starts_in = year_starts_in};
}

}  // namespace

TEST_CASE("every day from 1968 to 2032 lies in one period of each unit, and periods follow without a gap") {
    for (const auto unit : units) {
        for (const int starts : {1, 2, 4, 12}) {
            const auto counted = calendar(unit, starts);
            auto period = counted.period(Date::of(1968, 1, 1));
            for (auto day = Date::of(1968, 1, 1); day < Date::of(2032, 1, 1); ++day.days) {
                if (counted.period(day) != period) {
                    period = Calendar::next(period);
                    CHECK(counted.first_day(period) == day);
                }
                if (counted.period(day) != period || counted.first_day(period) > day ||
                    counted.last_day(period) < day)
                    FAIL(to_text(day));
            }
        }
    }
}

TEST_CASE("a period of months is the month itself") {
    CHECK(calendar(PeriodUnit::month).period(Month::of(2026, 3)).index == Month::of(2026, 3).index);
    CHECK(calendar(PeriodUnit::month, 4).period(Date::of(2026, 3, 31)).index == Month::of(2026, 3).index);
    CHECK(calendar(PeriodUnit::month).month({Month::of(2026, 3).index}) == Month::of(2026, 3));
}

TEST_CASE("weeks begin on Monday and are numbered by their Thursday") {
    const auto weeks = calendar(PeriodUnit::week);
    const auto text = [&](Date day) { return weeks.to_text(weeks.period(day)); };
    CHECK(weeks.first_day(weeks.period(Date::of(2026, 3, 15))) == Date::of(2026, 3, 9));
    CHECK(weeks.last_day(weeks.period(Date::of(2026, 3, 15))) == Date::of(2026, 3, 15));
    CHECK(text(Date::of(2026, 3, 15)) == "2026-W11");
    CHECK(text(Date::of(2026, 1, 1)) == "2026-W01");
    CHECK(text(Date::of(2025, 12, 29)) == "2026-W01");
    CHECK(text(Date::of(2027, 1, 3)) == "2026-W53");
    CHECK(text(Date::of(2027, 1, 4)) == "2027-W01");
    CHECK(text(Date::of(1969, 12, 31)) == "1970-W01");
    CHECK(text(Date::of(1969, 12, 28)) == "1969-W52");
}

TEST_CASE("a period is read as it is written, and in no other form") {
    for (const auto unit : units) {
        const auto counted = calendar(unit, 4);
        for (auto day = Date::of(1965, 1, 1); day < Date::of(2030, 1, 1); day.days += 5) {
            const auto period = counted.period(day);
            if (counted.parse(counted.to_text(period)) != period) FAIL(counted.to_text(period));
        }
    }
    const auto refused = [](PeriodUnit unit, const char* text) { return !calendar(unit).parse(text); };
    CHECK(refused(PeriodUnit::week, "2025-W53"));
    CHECK(refused(PeriodUnit::week, "2025-W00"));
    CHECK(refused(PeriodUnit::week, "2025-11"));
    CHECK(refused(PeriodUnit::quarter, "2025-Q5"));
    CHECK(refused(PeriodUnit::quarter, "2025-Q0"));
    CHECK(refused(PeriodUnit::quarter, "2025-1"));
    CHECK(refused(PeriodUnit::year, "25"));
    CHECK(refused(PeriodUnit::month, "2025-Q1"));
    CHECK(refused(PeriodUnit::day, "2025-02-29"));
}

TEST_CASE("a year that starts in April moves its quarters, and is named after the year in which it starts") {
    const auto months = calendar(PeriodUnit::month, 4);
    const auto period = [&](int year, int month) { return months.period(Month::of(year, month)); };
    CHECK(months.year_start(period(2026, 3)) == period(2025, 4));
    CHECK(months.year_start(period(2026, 4)) == period(2026, 4));
    CHECK(months.quarter_start(period(2026, 3)) == period(2026, 1));
    CHECK(calendar(PeriodUnit::month, 2).quarter_start(period(2026, 1)) == period(2025, 11));
    const auto years = calendar(PeriodUnit::year, 4);
    CHECK(years.to_text(years.period(Date::of(2026, 3, 31))) == "2025");
    const auto quarters = calendar(PeriodUnit::quarter, 4);
    CHECK(quarters.to_text(quarters.period(Date::of(2026, 3, 31))) == "2025-Q4");
    CHECK(quarters.first_day(quarters.parse("2026-Q1").value()) == Date::of(2026, 4, 1));
}

TEST_CASE("quarters and years end with the last period that begins in them") {
    const auto months = calendar(PeriodUnit::month);
    CHECK(months.ends_quarter(months.period(Month::of(2026, 3))));
    CHECK_FALSE(months.ends_quarter(months.period(Month::of(2026, 2))));
    CHECK(months.ends_year(months.period(Month::of(2026, 12))));
    CHECK_FALSE(months.ends_year(months.period(Month::of(2026, 9))));
    const auto weeks = calendar(PeriodUnit::week);
    CHECK(weeks.ends_quarter(weeks.period(Date::of(2026, 3, 30))));
    CHECK_FALSE(weeks.ends_quarter(weeks.period(Date::of(2026, 3, 23))));
    CHECK(weeks.quarter_start(weeks.period(Date::of(2026, 4, 1))) == weeks.period(Date::of(2026, 1, 5)));
    const auto years = calendar(PeriodUnit::year);
    CHECK(years.ends_quarter(years.period(Date::of(2026, 1, 1))));
    CHECK(years.ends_year(years.period(Date::of(2026, 1, 1))));
}

TEST_CASE("a span of time is a whole number of periods, or none") {
    CHECK(calendar(PeriodUnit::month).periods_in(4, PeriodUnit::year) == 48);
    CHECK(calendar(PeriodUnit::month).periods_in(2, PeriodUnit::quarter) == 6);
    CHECK(calendar(PeriodUnit::quarter).periods_in(6, PeriodUnit::month) == 2);
    CHECK(calendar(PeriodUnit::quarter).periods_in(4, PeriodUnit::month) == std::nullopt);
    CHECK(calendar(PeriodUnit::day).periods_in(2, PeriodUnit::week) == 14);
    CHECK(calendar(PeriodUnit::day).periods_in(1, PeriodUnit::month) == std::nullopt);
    CHECK(calendar(PeriodUnit::week).periods_in(1, PeriodUnit::year) == std::nullopt);
    CHECK(calendar(PeriodUnit::year).periods_in(12, PeriodUnit::month) == 1);
}

TEST_CASE("months between two dates are complete ones") {
    CHECK(months_between(Date::of(2026, 2, 15), Date::of(2026, 3, 15)) == 1);
    CHECK(months_between(Date::of(2026, 2, 15), Date::of(2026, 3, 14)) == 0);
    CHECK(months_between(Date::of(2026, 1, 31), Date::of(2026, 2, 28)) == 1);
    CHECK(months_between(Date::of(2024, 1, 31), Date::of(2024, 2, 28)) == 0);
    CHECK(months_between(Date::of(2024, 1, 31), Date::of(2024, 2, 29)) == 1);
    CHECK(months_between(Date::of(2026, 2, 28), Date::of(2026, 3, 27)) == 0);
    CHECK(months_between(Date::of(2024, 2, 29), Date::of(2026, 2, 28)) == 24);
    CHECK(months_between(Date::of(2026, 3, 15), Date::of(2026, 2, 15)) == -1);
    CHECK(months_between(Date::of(2026, 3, 14), Date::of(2026, 2, 15)) == 0);
    CHECK(months_between(Date::of(2026, 3, 15), Date::of(2026, 3, 15)) == 0);
}
