#include <catch2/catch.hpp>

#include "read.hpp"

using namespace accrue;

TEST_CASE("the first line of the project is a definition and a gate") {
    const Read read("bonus = (collected - 40M) * 0.5%; third1 if collected@15 >= 50% plan");
    CHECK(read.messages().empty());
    CHECK(read.tree() ==
          "define bonus = ([(collected - 40M)] * 0.5%)\n"
          "gate third1 if (collected@15 >= (50% %of plan))\n");
    CHECK(read.parsed.module.is_sketch());
}

TEST_CASE("every scheme of the corpus is read without a diagnostic") {
    for (const std::string& text : corpus()) {
        const Read read(text);
        INFO(text.substr(0, 100));
        CHECK(read.messages() == "");
    }
}

TEST_CASE("operators bind as the table of precedence says") {
    const auto [written, meant] = GENERATE(table<std::string, std::string>({
        {"-5% of x", "(- (5% of x))"},
        {"100 / 50% plan", "(100 / (50% %of plan))"},
        {"rate of collected above threshold", "(rate of (collected above threshold))"},
        {"x above t of y", "(x above (t of y))"},
        {"a of b of c", "(a of (b of c))"},
        {"x above 80% of plan", "(x above (80% of plan))"},
        {"50% plan@15", "(50% %of plan@15)"},
        {"0.5% (a - b)", "(0.5% %of [(a - b)])"},
        {"50% bonus after gates", "(50% %of (bonus after gates))"},
        {"a - b - c", "((a - b) - c)"},
        {"a + b * c / d", "(a + ((b * c) / d))"},
        {"a / b default 0 + 1", "(((a / b) default 0) + 1)"},
        {"a * b capped at c never below 0", "(((a * b) capped at c) never below 0)"},
        {"x rounded up to 0.01", "(x rounded up to 0.01)"},
        {"x rounded", "(x rounded as the scheme to -)"},
        {"a + 1 >= b * 2 and not c = d", "(((a + 1) >= (b * 2)) and (not (c = d)))"},
        {"previous x default 0", "((previous x) default 0)"},
        {"sum of x over year where a = 1 and b = 2", "(sum of x over year where ((a = 1) and (b = 2)))"},
        {"max(a, b) - min(c, 1)", "(max(a, b) - min(c, 1))"},
        {"max of a over quarter", "(max of a over quarter)"},
        {"-x * y", "((- x) * y)"},
        {"(a if b) + 1", "([(a if b otherwise -)] + 1)"},
        {"100 USD", "100 USD"},
        {"40 000 000", "40 000 000"},
        {"10 %", "10%"},
        {"a × b − c · d", "((a * b) - (c * d))"},
        {"a ≤ b", "(a <= b)"},
        {"months from a to b", "(months from a to b)"},
        {"days in month", "(days in month)"},
        {"increase of due over year", "(increase of due over year)"},
        {"yes", "yes"},
        {"2026-03-15", "2026-03-15"},
    }));
    const Read read("x = " + written);
    INFO(written << "\n" << read.messages());
    CHECK(read.parsed.diagnostics.empty());
    CHECK(read.tree() == "define x = " + meant + "\n");
}

TEST_CASE("both languages make the same tree") {
    CHECK(tree_of("param rate = 0.5% from 2026-01") == tree_of("параметр rate = 0.5% начиная с 2026-01"));
    CHECK(tree_of("x = a capped at 5 if b and not c otherwise 0") ==
          tree_of("x = a но не более 5 если b и не c иначе 0"));
    CHECK(tree_of("x = step a { below 5 : 1; up to 7 : 2; otherwise : error }") ==
          tree_of("x = ступенчато a { менее 5 : 1; не более 7 : 2; иначе : ошибка }"));
    CHECK(tree_of("input x : money in 0 .. by day default 0") ==
          tree_of("дано x : деньги в пределах 0 .. по дням по умолчанию 0"));
    CHECK(tree_of("promise x never falls as y rises") == tree_of("гарантия x не падает при росте y"));
    CHECK(tree_of("x = sum of a over earlier months of year") ==
          tree_of("x = итого a за прошлые месяцы года"));
    CHECK(tree_of("x = a rounded half even to 1") == tree_of("x = a с округлением к четному до 1"));
}

TEST_CASE("words that open statements are names before `=`, `:` and `if`") {
    const Read read(
        "input = 1; pay = 2; level : money = 3; month = 4; split if a > 1; example = 5\nexpect = 6");
    CHECK(read.messages().empty());
    CHECK(read.parsed.module.statements.size() == 7);
}

TEST_CASE("a statement goes on before `if`, `and`, `or`, in brackets, and with `=`") {
    const Read read(
        "a = b\n  if c\n  and d  # why\n\n  # more\n  and e\nf = (g\n  + h)\nr = 1 if x\n\n  = 2 "
        "otherwise\nz = 3");
    CHECK(read.messages().empty());
    CHECK(read.tree() ==
          "define a = b if ((c and d) and e)\n"
          "define f = [(g + h)]\n"
          "define r = 1 if x\n"
          "  = 2 otherwise\n"
          "define z = 3\n");
}

TEST_CASE("case forms, labels and clauses are kept") {
    CHECK(tree_of("input план (плана, плану) : money signed in 0 .. 5 default 1 \"the plan\"") ==
          "input план (плана, плану) : money in 0 .. 5 signed default 1 \"the plan\"\n");
    CHECK(tree_of("bonus : money = a \"label\" if b") == "define bonus : money \"label\" = a if b\n");
    CHECK(tree_of("pay x each quarter \"label\" if c") == "pay x if c each quarter \"label\"\n");
}

TEST_CASE("examples hold months, rows, lists and expectations") {
    CHECK(tree_of("example \"e\" {\n months 2026-01 .. 2026-03\n person \"A\" { sales = 1 | - | 3 } expect "
                  "pay = 5\n"
                  " expect error; expect x@15 about 1.5 }") ==
          "example \"e\"\n"
          "  months 2026-01 .. 2026-03\n"
          "  row person \"A\"\n"
          "    set sales = 1 | - | 3\n"
          "    expect pay = 5\n"
          "  expect error\n"
          "  expect x@15 about 1.5\n");
}

TEST_CASE("a byte order mark and Windows line breaks are read over") {
    const Read read("\xEF\xBB\xBFscheme a \"A\"\r\ncurrency RUB\r\n\r\n# note\r\npay x\r\n");
    CHECK(read.messages().empty());
    CHECK(read.tree() == "scheme a \"A\"\ncurrency RUB\npay x\n");
    REQUIRE(read.parsed.module.comments.size() == 1);
    CHECK(read.sources.text(read.parsed.module.comments[0].span) == "# note");
}

TEST_CASE("spans name what was written") {
    const Read read("bonus = rate of (a above b)  # c");
    const auto& definition = std::get<syntax::Definition>(read.parsed.module.statements[0].node);
    const auto& value = read.parsed.module.expressions[definition.alternatives[0].value];
    CHECK(read.sources.text(value.span) == "rate of (a above b)");
    CHECK(read.sources.text(std::get<syntax::Binary>(value.node).op_span) == "of");
    CHECK(read.sources.text(read.parsed.module.statements[0].span) == "bonus = rate of (a above b)");
}

TEST_CASE("an empty text is an empty sketch") {
    CHECK(tree_of("").empty());
    CHECK(tree_of("\n# only a comment").empty());
    CHECK(tree_of(" ;; ; ").empty());
}
