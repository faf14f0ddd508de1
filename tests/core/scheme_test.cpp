#include <catch2/catch.hpp>

#include "core/dump.hpp"
#include "core/walk.hpp"
#include "support/scheme_builder.hpp"

using namespace accrue;
using namespace accrue::testing;
using core::Window;

namespace {

core::MonthRange months_of(const core::Scheme& scheme, Window window, Month month, int months = 0) {
    return core::window_months(scheme, {core::AggregateOp::sum, {}, {}, window, months}, month);
}

}  // namespace

TEST_CASE("windows end with this month and begin where their word says") {
    core::Scheme scheme;
    const auto may = Month::of(2026, 5);
    CHECK(months_of(scheme, Window::quarter, may).first == Month::of(2026, 4));
    CHECK(months_of(scheme, Window::quarter, may).last == may);
    CHECK(months_of(scheme, Window::year, may).first == Month::of(2026, 1));
    CHECK(months_of(scheme, Window::last_months, may, 3).first == Month::of(2026, 3));
    CHECK(months_of(scheme, Window::all_months, may).first < Month::of(1900, 1));
}

TEST_CASE("earlier months leave this one out and are none in the first") {
    core::Scheme scheme;
    CHECK(months_of(scheme, Window::earlier_of_year, Month::of(2026, 3)).last == Month::of(2026, 2));
    const auto none = months_of(scheme, Window::earlier_of_year, Month::of(2026, 1));
    CHECK(none.first > none.last);
}

TEST_CASE("a year that starts in April moves its quarters") {
    core::Scheme scheme;
    scheme.year_starts_in = 4;
    CHECK(core::year_start(scheme, Month::of(2026, 3)) == Month::of(2025, 4));
    CHECK(core::year_start(scheme, Month::of(2026, 4)) == Month::of(2026, 4));
    CHECK(core::quarter_start(scheme, Month::of(2026, 3)) == Month::of(2026, 1));
    scheme.year_starts_in = 2;
    CHECK(core::quarter_start(scheme, Month::of(2026, 1)) == Month::of(2025, 11));
}

TEST_CASE("a dated param holds from its date and not before") {
    core::Param param;
    param.values = {{Date::of(2026, 1, 1), ExprId(0), {}}, {Date::of(2026, 7, 1), ExprId(1), {}}};
    CHECK(core::in_force(param, Month::of(2025, 12)) == nullptr);
    CHECK(core::in_force(param, Month::of(2026, 6))->value == ExprId(0));
    CHECK(core::in_force(param, Month::of(2026, 7))->value == ExprId(1));
}

TEST_CASE("what stands in an expression is listed once, operands first") {
    SchemeBuilder b;
    const auto collected = b.read(b.input("collected"));
    const auto twice = b.plus(collected, collected);
    CHECK(core::within(b.scheme, twice) == std::vector{collected, twice});
}

TEST_CASE("a dump names what is read and how it was written") {
    SchemeBuilder b;
    const auto excess = b.minus(b.read(b.input("collected")), b.constant(Exact(40)));
    const auto above = b.clamp(ClampOp::larger, excess, b.constant(Exact(0)), WrittenAs::above);
    CHECK(core::dump(b.scheme, above) == "(larger:above (- input collected 40) 0)");
    b.pay("bonus", above);
    CHECK(core::dump(b.finish()) ==
          "scheme test\n"
          "currency RUB\n"
          "rounding half_up to 0.01\n"
          "level person\n"
          "input collected : money RUB\n"
          "pay_line bonus : money RUB\n"
          "  = (round half_up:pay_rounding (larger:above (- input collected 40) 0) 0.01)\n"
          "pay_total pay : money RUB\n"
          "  = bonus\n"
          "pay bonus = bonus\n");
}
