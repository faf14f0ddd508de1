#include "core/well_formed.hpp"

#include <catch2/catch.hpp>

#include "support/scheme_builder.hpp"

using namespace accrue;
using namespace accrue::testing;
using Catch::Matchers::Contains;

namespace {

std::string broken(const core::Scheme& scheme) {
    return core::broken_promise(scheme).value_or("nothing");
}

}  // namespace

TEST_CASE("a scheme in order breaks nothing") {
    SchemeBuilder b;
    const auto collected = b.read(b.input("collected"));
    b.pay("bonus", b.times(collected, b.constant(Exact::ratio(1, 200), number)));
    CHECK(broken(b.finish()) == "nothing");
}

TEST_CASE("operands stand before what uses them") {
    SchemeBuilder b;
    b.add(core::Logic{LogicOp::negation, ExprId(3), {}}, yes_no);
    CHECK_THAT(broken(b.scheme), Contains("does not stand before"));
}

TEST_CASE("money does not multiply money nor add to a number") {
    SchemeBuilder b;
    const auto collected = b.read(b.input("collected"));
    SECTION("product") {
        b.times(collected, collected);
    }
    SECTION("sum") {
        b.plus(collected, b.constant(Exact(1), number));
    }
    CHECK_THAT(broken(b.scheme), Contains("do not go together"));
}

TEST_CASE("two currencies do not meet") {
    SchemeBuilder b;
    b.plus(b.constant(Exact(1)), b.constant(Exact(1), {core::TypeKind::money, "USD"}));
    CHECK_THAT(broken(b.scheme), Contains("do not go together"));
}

TEST_CASE("a comparison has sides of one type, and texts have no order") {
    SchemeBuilder b;
    SECTION("two types") {
        b.compare(CompareOp::equal, b.constant(Exact(1)), b.word("a"));
    }
    SECTION("order of texts") {
        b.compare(CompareOp::less, b.word("a"), b.word("b"));
    }
    CHECK_THAT(broken(b.scheme), Contains("compar"));
}

TEST_CASE("a definition stands behind those it reads in its month") {
    SchemeBuilder b;
    const auto later = b.declare("later", money);
    b.define("first", b.read(later));
    b.settle(later, b.constant(Exact(1)));
    CHECK_THAT(broken(b.scheme), Contains("`first` stands before `later`"));
}

TEST_CASE("an earlier month's value needs no order") {
    SchemeBuilder b;
    const auto balance = b.declare("balance", money);
    b.settle(balance, b.default_to(b.previous(balance), b.constant(Exact(0))));
    CHECK(broken(b.scheme) == "nothing");
}

TEST_CASE("a window that holds this month needs the order") {
    SchemeBuilder b;
    const auto sales = b.declare("sales", money);
    b.define("year", b.aggregate(core::AggregateOp::sum, sales, core::Window::year));
    b.settle(sales, b.constant(Exact(1)));
    CHECK_THAT(broken(b.scheme), Contains("`year` stands before `sales`"));
}

TEST_CASE("every definition is in the order, once") {
    SchemeBuilder b;
    b.define("sales", b.constant(Exact(1)));
    SECTION("left out") {
        b.scheme.order.clear();
    }
    SECTION("twice") {
        b.scheme.order.push_back(core::DefinitionId(0));
    }
    CHECK_THAT(broken(b.scheme), Contains("order"));
}

TEST_CASE("params rise in time and do not read each other in a ring") {
    SchemeBuilder b;
    SECTION("dates") {
        const auto one = b.constant(Exact(1), number);
        b.param("rate", number, {{Date::of(2026, 7, 1), one, {}}, {Date::of(2026, 1, 1), one, {}}});
        CHECK_THAT(broken(b.scheme), Contains("dates do not rise"));
    }
    SECTION("ring") {
        const auto rate = b.param("rate", number, {});
        b.scheme.params[rate].values = {{{}, b.read(rate), {}}};
        CHECK_THAT(broken(b.scheme), Contains("ring"));
    }
}
