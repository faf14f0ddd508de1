#include "core/cut.hpp"

#include <catch2/catch.hpp>

#include "support/scheme_builder.hpp"

using namespace accrue;
using namespace accrue::testing;
using core::AggregateOp;
using core::Window;

namespace {

// People with sales, and whatever stands outside and below them.
struct Firm : SchemeBuilder {
    core::LevelId company, person, payment;
    core::DefinitionId sales, paid;

    Firm() : SchemeBuilder(std::vector<std::string>{}) {
        company = add_level("company", {}, core::LevelKind::everything);
        person = add_level("person", company);
        payment = records("payment", person);
        at(payment);
        paid = define("paid", read(input("amount")));
        at(person);
        sales = define("sales", read(input("sales")));
        pay("bonus", read(sales));
    }
    std::optional<core::LevelId> cut() { return core::cut_by(finish()); }
};

}  // namespace

TEST_CASE("rows that are paid for themselves and their records may be cut by key") {
    Firm firm;
    firm.define("received", firm.aggregate(Firm::of_rows(AggregateOp::sum, firm.paid, firm.person)));
    firm.define("this year", firm.aggregate(AggregateOp::sum, firm.sales, Window::year));
    firm.define("last", firm.previous(firm.sales));
    CHECK(firm.cut() == firm.person);
}

TEST_CASE("what looks at others' rows forbids the cut") {
    SECTION("a sum over everybody") {
        Firm firm;
        firm.define("all", firm.aggregate(Firm::of_rows(AggregateOp::sum, firm.sales)));
        CHECK_FALSE(firm.cut());
    }
    SECTION("a place among the company's people") {
        Firm firm;
        firm.define("place", firm.aggregate(Firm::of_rows(AggregateOp::rank, firm.sales, firm.company)));
        CHECK_FALSE(firm.cut());
    }
    SECTION("a value of the whole company") {
        Firm firm;
        firm.at(firm.company);
        firm.input("index", number);
        CHECK_FALSE(firm.cut());
    }
    SECTION("a second level of rows") {
        Firm firm;
        firm.add_level("desk", firm.person);
        CHECK_FALSE(firm.cut());
    }
    SECTION("a share of a pool") {
        Firm firm;
        firm.scheme.shares.add({});
        CHECK_FALSE(firm.cut());
    }
    SECTION("two levels that are paid") {
        Firm firm;
        firm.at(firm.payment);
        firm.pay("fee", firm.read(firm.paid));
        CHECK_FALSE(firm.cut());
    }
}
