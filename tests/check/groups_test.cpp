// What shares, systems, lots and references become in core.
#include <catch2/catch.hpp>
#include <string>

#include "check/check.hpp"
#include "core/dump.hpp"
#include "core/well_formed.hpp"
#include "syntax/parse.hpp"

using namespace accrue;
using Catch::Matchers::Contains;

namespace {

// The dump of the scheme's core, or its messages.
std::string meaning(const std::string& text) {
    Sources sources;
    const auto id = sources.add("scheme.pay", text);
    const auto parsed = syntax::parse(id, sources);
    const auto checked = check::check(parsed, sources);
    std::string messages;
    for (const auto* all : {&parsed.diagnostics, &checked.diagnostics}) {
        for (const auto& each : *all) {
            if (severity(each) == Severity::error) messages += rendered(each, sources, Colour::off);
        }
    }
    if (!messages.empty()) return messages;
    CHECK(core::broken_promise(checked.scheme).value_or("") == "");
    return core::dump(checked.scheme);
}

std::string shared(const std::string& clauses) {
    return meaning(
        "scheme shares\ncurrency RUB\nlevel team\nlevel person in team\n"
        "team {\n  input fund, plan : money\n  share fund among person as part { " +
        clauses +
        " }\n}\n"
        "person { input role : text; input points : number; input salary : money; pay part }\n");
}

std::string solved(const std::string& equations) {
    return meaning(
        "scheme solving\ncurrency RUB\ninput profit : money\ninput resident : yes/no\n"
        "input rate, k : number\nsolve { " +
        equations + " }\npay bonus\n");
}

}  // namespace

// ---------------------------------------------------------------- shares

TEST_CASE("a pool is rounded first, as its own definition of its level") {
    CHECK_THAT(shared("rest equally"),
               Contains("hidden team.fund : money RUB\n"
                        "  = (round half_up:pool_rounding input team.fund 0.01:pool_rounding)\n") &&
                   Contains("share team.fund as person.part half_up to 0.01\n"
                            "  rest equally by person.rest equally\n"));
}

TEST_CASE("a number claims that part of the pool, money itself, and a bare literal is money") {
    CHECK_THAT(shared("each : 40%; each : salary; each : 5"),
               Contains("  = (*:percent_of 40% team.fund:hidden)\n") &&
                   Contains("hidden person.5 : money RUB") &&
                   Contains("  claim person.salary\n  claim person.5\n"));
}

TEST_CASE("a literal in a choice is money too") {
    CHECK_THAT(shared("each : (10k if points > 5 otherwise 5k)"),
               Contains("  = (choose:alternatives (< 5 input person.points) 10000 5000)\n"));
}

TEST_CASE("a clause asks nothing of rows that do not fit") {
    CHECK_THAT(shared("where role = \"head\" : salary; rest equally"),
               Contains("  = (choose:guard (= input person.role \"head\") input person.salary 0:guard)\n") &&
                   Contains("  claim person.salary where person.role = \"head\"\n"));
}

TEST_CASE("`together` divides among those that fit") {
    CHECK_THAT(shared("where role = \"head\" : 40% together if none to rest; rest equally"),
               Contains("(count person.role = \"head\" in team where person.role = \"head\":hidden)") &&
                   Contains("where person.role = \"head\" none_to_rest\n"));
    CHECK_THAT(shared("each : 100% together"), Contains("(count person.each in team:hidden)"));
}

TEST_CASE("weights are numbers, and 0 for those who take none") {
    CHECK_THAT(shared("rest by points * salary where role != \"head\""),
               Contains("hidden person.points * salary : number\n"
                        "  = (choose:guard\n"
                        "      (not (= input person.role \"head\"))\n"
                        "      (/:hidden (* input person.points input person.salary) 1:hidden)\n"
                        "      0:guard)\n"));
}

TEST_CASE("a clause reads its member, and the team by `this.` or by its name") {
    CHECK_THAT(
        shared(
            "where points > 1 and this.plan > team.fund : plan; nobody below 0; remainder to role = \"a\""),
        Contains("(< input team.fund input team.plan)") &&
            Contains("  remainder to person.role = \"a\"\n  nobody below 0\n"));
}

// ---------------------------------------------------------------- systems

TEST_CASE("an equation is its constant and a coefficient for each unknown") {
    CHECK_THAT(solved("bonus = 10% of (profit - bonus - tax); tax = rate of (profit - bonus) / 2"),
               Contains("  bonus = (*:percent_of 10% input profit)\n"
                        "    + -0.1:hidden * bonus\n"
                        "    + -0.1:hidden * tax\n"
                        "  tax = (/ (*:percent_of input rate input profit) 2)\n"
                        "    + (/:hidden (*:hidden -1:hidden input rate) 2) * bonus\n"));
}

TEST_CASE("unknowns on both sides of an equation are added up") {
    CHECK_THAT(solved("bonus = bonus / 4 - (bonus + profit) * 0.5 - -bonus / 2"),
               Contains("  bonus = (- 0 (* input profit 0.5))\n") && Contains("    + 0.25:hidden * bonus\n"));
}

TEST_CASE("a choice by what is known chooses coefficients") {
    CHECK_THAT(solved("bonus = 10% of (profit - bonus) if resident otherwise k * bonus + 5"),
               Contains("  bonus = (choose:hidden input resident (*:percent_of 10% input profit) 5)\n"
                        "    + (choose:hidden input resident -0.1:hidden input k) * bonus\n"));
    CHECK_THAT(
        solved("bonus = 10% of (profit - bonus) if resident"),
        Contains("  bonus = (choose:hidden input resident (*:percent_of 10% input profit) 0:hidden)\n"));
}

TEST_CASE("last month's unknown is known") {
    CHECK_THAT(solved("bonus = 10% of (profit - (previous bonus default 0) * k - bonus)"),
               Contains("(default (previous bonus) 0)") && Contains("    + -0.1:hidden * bonus\n"));
}

TEST_CASE("a coefficient by money is a bare number") {
    CHECK_THAT(meaning("scheme s\ncurrency RUB\ninput profit, plan : money\n"
                       "solve { r = 1 + r * (profit / plan) / 2; q = profit * r / plan }\npay q * profit\n"),
               Contains("(/:hidden (/:hidden input profit 1:hidden) (/:hidden input plan 1:hidden)) * r\n"));
}

TEST_CASE("a system whose written coefficients fit each other in several ways, or in none, is refused") {
    CHECK_THAT(solved("bonus = tax + 5; tax = bonus - 5"), Contains("E0594"));
    CHECK_THAT(solved("bonus = bonus"), Contains("E0594"));
    CHECK_THAT(solved("bonus = rate * bonus"),
               Contains("solve\n  bonus = 0:hidden\n    + input rate * bonus\n"));
}

TEST_CASE("a ring through a name outside of `solve` is a ring") {
    CHECK_THAT(meaning("scheme s\ncurrency RUB\ninput profit : money\nleft = profit - bonus\n"
                       "solve { bonus = 10% of left }\npay bonus\n"),
               Contains("E0535") && Contains("`left`") && Contains("`bonus`"));
}

// ---------------------------------------------------------------- lots

TEST_CASE("lots give what is left, what was taken and what expired, in the scheme's periods") {
    const std::string scheme =
        "scheme s\ncurrency RUB\ninput plus, minus : money\npay reserve.taken\n"
        "pay reserve.expired \"x\"\npay reserve * 2 \"y\"\n";
    CHECK_THAT(meaning(scheme + "lots reserve usable for 4 years { add plus; take minus }\n"),
               Contains("lots reserve usable for 48 add plus take minus\n") &&
                   Contains("  = (taken reserve:lots)\n") && Contains("  = (expired reserve:lots)\n") &&
                   Contains("  = (left reserve:lots)\n"));
    CHECK_THAT(
        meaning("period quarter\n" + scheme + "lots reserve usable for 18 months { add plus; take minus }\n"),
        Contains("lots reserve usable for 6 "));
    CHECK_THAT(meaning(scheme + "lots reserve { add plus; take minus }\n"), Contains("usable for 0 "));
}

TEST_CASE("the parts of lots have Russian names too") {
    CHECK_THAT(meaning("scheme s\ncurrency RUB\ninput plus : money\nlots запас { add plus; take plus }\n"
                       "pay запас.списано \"a\"\npay запас.сгорело \"b\"\n"),
               Contains("(round half_up:pay_rounding запас.taken 0.01:pay_rounding)") &&
                   Contains("(round half_up:pay_rounding запас.expired 0.01:pay_rounding)"));
}

TEST_CASE("what feeds the lots must not wait for them") {
    const auto scheme = [](const std::string& need) {
        return meaning(
            "scheme s\ncurrency RUB\ninput plus : money\n"
            "lots reserve { add plus; take " +
            need + " }\npay reserve.taken\n");
    };
    CHECK_THAT(scheme("10% of reserve"), Contains("E0535"));
    CHECK_THAT(scheme("10% of (previous reserve default 0)"), Contains("(default (previous reserve) 0)"));
}

// ---------------------------------------------------------------- references

TEST_CASE("keys of a reference have the types of their uses, fields the declared ones") {
    CHECK_THAT(meaning("scheme s\ncurrency RUB\ninput grade : text\ninput sales : money\n"
                       "reference pays by grade, up to sales { salary : money USD; rate : percent }\n"
                       "reference unused by code { x : number }\n"
                       "pay (pays[grade, sales].rate default 0) * 100k RUB\n"),
               Contains("reference pays\n  by grade : text\n  by up_to sales : money RUB\n"
                        "  salary : money USD\n  rate : number percent\n"
                        "reference unused\n  by code : text\n  x : number\n") &&
                   Contains("(default% (lookup pays.rate:lookup% input grade input sales) 0%)"));
}

TEST_CASE("money is converted at a rate, and keeps nothing of its currency") {
    const std::string scheme =
        "scheme s\ncurrency RUB\ninput price : money USD\ninput day : date\n"
        "reference rates by from day { rate : number }\n";
    CHECK_THAT(meaning(scheme + "pay convert price to RUB at rates[day]\n"),
               Contains("(*:converted input price (lookup rates.rate:lookup input day))"));
    CHECK_THAT(meaning(scheme + "pay price * rates[day]\n"), Contains("E1007"));
}
