// Schemes of very many amounts that stand in each other are checked in time that grows with their length.
#include <catch2/catch.hpp>
#include <string>

#include "base/messages/meaning.hpp"
#include "check/check.hpp"
#include "syntax/parse.hpp"

using namespace accrue;

namespace {

const std::string head = "scheme deep\ncurrency RUB\ninput sold : money in 0 ..\n";

std::vector<Kind> kinds(const std::string& text) {
    Sources sources;
    const auto parsed = syntax::parse(sources.add("scheme.pay", text), sources);
    const auto checked = check::check(parsed, sources);
    std::vector<Kind> found;
    for (const auto* all : {&parsed.diagnostics, &checked.diagnostics})
        for (const auto& each : *all) found.push_back(each.kind);
    return found;
}

// `r1` to `r(count)`, each made of the one before it, which stands for `?`.
std::string chain(int count, const std::string& rule, const std::string& first = "sold") {
    auto text = head + "r0 = " + first + "\n";
    for (int i = 1; i <= count; ++i) {
        text += "r" + std::to_string(i) + " = ";
        for (const char each : rule) text += each == '?' ? "r" + std::to_string(i - 1) : std::string(1, each);
        text += "\n";
    }
    return text + "pay total = r" + std::to_string(count) + "\n";
}

}  // namespace

TEST_CASE("amounts stand in each other twenty thousand deep") {
    CHECK(kinds(chain(20'000, "? + 1")).empty());
    CHECK(kinds(chain(20'000, "?")).empty());
    CHECK(kinds(chain(20'000, "?", "(sold above 5)")).empty());
}

TEST_CASE("an amount that is read twice is looked at once") {
    CHECK(kinds(chain(200, "? + ?")).empty());
    CHECK(kinds(chain(200, "? - ? + ?")).empty());
}

TEST_CASE("numbers that grow without end are not followed") {
    CHECK(kinds(chain(5'000, "? * 1.0001")).empty());
}

TEST_CASE("what is below zero is found at the end of a long chain") {
    const auto found = kinds(chain(1'000, "?", "sold - 40M"));
    REQUIRE(found.size() == 1);
    CHECK(severity(Diagnostic{found.front(), {}, {}, {}}) == Severity::warning);
}

TEST_CASE("a table has twenty thousand bands") {
    auto text = head + "rate_of = marginal sold {\n";
    for (int i = 1; i <= 20'000; ++i)
        text += "  up to " + std::to_string(i * 100) + " : " + std::to_string(i % 50) + "%\n";
    CHECK(kinds(text + "  otherwise : 50%\n}\npay rate_of\n").empty());
}

TEST_CASE("a definition has twenty thousand lines, the last of which are never reached") {
    auto text = head + "rung = 0 if sold < 1\n";
    for (int i = 2; i <= 20'000; ++i) {
        const auto number = std::to_string(i);
        text += "     = " + number + " if sold < " + number + "\n";
    }
    const auto end =
        "     = 1 if sold < 7 and sold > 3\n     = 1 if (sold < 20000)\n     = 9 otherwise\npay rung\n";
    const auto found = kinds(text + end);
    CHECK(found == std::vector<Kind>(2, kind::never_reached));
}
