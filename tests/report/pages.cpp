// Pages: no text becomes markup, no key becomes a path.
#include <catch2/catch.hpp>
#include <set>

#include "base/text.hpp"
#include "report/html.hpp"
#include "report/statements.hpp"

using namespace accrue;
using namespace accrue::report;
using Catch::Matchers::Contains;

TEST_CASE("a text in a page is never markup, and steers nobody") {
    CHECK(html::escaped("<script>&\"'") == "&lt;script&gt;&amp;&quot;&#39;");
    CHECK(html::escaped("a\x1b[31m\u202e") == "a\\x1b[31m\\u202e");
    const auto page =
        html::page({.title = "</title><script>", .content = html::paragraph(html::plain("<img>"))});
    CHECK_THAT(page, !Contains("<script") && !Contains("<img") && Contains("&lt;img&gt;"));
    CHECK_THAT(html::link("\"><script>", html::plain("x")).text, !Contains("<script"));
    CHECK_THAT(html::table({.caption = "<b>", .columns = {{"<i>"}}, .rows = {{html::plain("<u>")}}}).text,
               Contains("&lt;b&gt;") && Contains("&lt;i&gt;") && Contains("&lt;u&gt;"));
}

TEST_CASE("numbers in prose are not broken") {
    CHECK(html::words("to spare 1 000 000.00").text == "to spare 1\u00a0000\u00a0000.00");
    CHECK(html::words("50 % of 5").text == "50\u00a0% of 5");
    CHECK(html::words("2 rows").text == "2 rows");
    CHECK(html::words_and_code("the rule is `a < b`, was `c`").text ==
          "the rule is <code>a &lt; b</code>, was <code>c</code>");
    CHECK(html::words_and_code("one ` alone").text == "one ` alone");
}

TEST_CASE("code in a heading is code") {
    CHECK_THAT(html::section(2, "by `<role>`", {}).text, Contains("<h2>by <code>&lt;role&gt;</code></h2>"));
}

TEST_CASE("a table says what heads its rows and columns, and what is an amount") {
    const auto text = html::table({.caption = "Who",
                                   .columns = {{"person"}, {"pay", html::Align::amount}},
                                   .rows = {{html::plain("A"), html::plain("1.00")}},
                                   .totals = {html::plain("total"), html::plain("1.00")}})
                          .text;
    CHECK_THAT(text,
               Contains("<caption>Who</caption>") && Contains("<th scope=\"col\" class=\"amount\">pay</th>"));
    CHECK_THAT(text,
               Contains("<th scope=\"row\">A</th><td class=\"amount\">1.00</td>") && Contains("<tfoot>"));
}

TEST_CASE("keys of any kind become names of files") {
    const std::vector<std::string> keys = {"Маша",
                                           "маша",
                                           "a/b",
                                           "../../etc/passwd",
                                           "",
                                           ".",
                                           "..",
                                           "-rf",
                                           "CON",
                                           "com1.txt",
                                           "index",
                                           "a\nb",
                                           "a\\b",
                                           "a:b",
                                           "x ",
                                           "MARIA",
                                           "Maria",
                                           "Maria-2",
                                           "ё",
                                           "\u202e",
                                           "1\0 2",
                                           std::string(400, 'x'),
                                           std::string(400, 'x') + "y"};
    const auto names = file_names(keys);
    REQUIRE(names.size() == keys.size());
    std::set<std::string> different{"index"};
    for (const auto& name : names) {
        INFO(name);
        CHECK(different.insert(folded(name)).second);
        CHECK(name.find_first_of("/\\:*?\"<>|\n\0 ") == name.npos);
        CHECK((name.size() > 0 && name.size() < 140 && name.front() != '.' && name.front() != '-'));
        CHECK(printable(name) == name);
    }
    CHECK(names[0] == "Маша");
    CHECK(names[1] == "маша-2");
    CHECK(names[2] == "a_b");
    CHECK(names[8] == "CON_");
    CHECK(names == file_names(keys));
}
