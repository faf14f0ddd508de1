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

TEST_CASE("every scheme of the corpus and of the library is read without a diagnostic") {
    for (const std::string& text : every_scheme()) {
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

TEST_CASE("rows and months are two scopes, in either order") {
    const std::string rows_first = tree_of("a = sum of x over team over last 3 months");
    CHECK(rows_first == "define a = (sum of x over team over last 3 months)\n");
    CHECK(rows_first == tree_of("a = sum of x over last 3 months over team"));
    CHECK(tree_of("a = sum of x over all so far this year where b") ==
          "define a = (sum of x over all so far this year where b)\n");
    const Read read("a = sum of x over all over year");
    const auto& definition = std::get<syntax::Definition>(read.parsed.module.statements[0].node);
    const auto& value = read.parsed.module.expressions[definition.alternatives[0].value];
    const auto& scope = std::get<syntax::Aggregate>(value.node).scope;
    CHECK(scope.reach == syntax::Reach::level);
    CHECK(scope.level.length == 0);
    CHECK(scope.months_reach == syntax::Reach::year);
    CHECK(read.sources.text(scope.span) == "over all over year");
}

TEST_CASE("fields of records are inputs, and beside them stand rules") {
    CHECK(tree_of(
              "records deal for team {\n lever amount, cost : money in 0 .. \"sum\"\n net : money = amount - "
              "cost\n lever : number\n input old : text\n pay = 5\n}") ==
          "records deal for team\n"
          "  lever input amount, cost : money in 0 .. - \"sum\"\n"
          "  define net : money = (amount - cost)\n"
          "  input lever : number\n"
          "  input old : text\n"
          "  define pay = 5\n");
}

TEST_CASE("a conversion takes an operand on both sides, and its span is the whole") {
    const Read read("a = convert (x + y) to RUB at rates[date].usd * 2");
    CHECK(read.tree() == "define a = ((convert [(x + y)] to RUB at rates[date].usd) * 2)\n");
    CHECK(tree_of("a = convert (convert x to USD at b) to RUB at c") ==
          "define a = (convert [(convert x to USD at b)] to RUB at c)\n");
}

TEST_CASE("a share, a reference or lots with a lost row keep only their names") {
    CHECK(tree_of("share x among p as part { rest evenly }\nreference g by a { b }\nlots l { add }") ==
          "unreadable part\nunreadable g\nunreadable l\n");
    CHECK(tree_of("solve { a = 1 2; b = 3 }\nc = 5") == "unreadable a\nunreadable b\ndefine c = 5\n");
    CHECK(tree_of("records deal of team { x : money }\nshare a among p is part { }\nshare = 5,5") ==
          "unreadable deal\nunreadable \nunreadable share\n");
}

TEST_CASE("signed values say who and why") {
    const Read read("example { premium = 15k | 20k by \"Ann\" because \"plan\" }");
    const auto& set = std::get<syntax::ExampleSet>(read.parsed.module.example_lines[0].node);
    CHECK(set.values.size() == 2);
    CHECK(read.sources.text(set.who) == "\"Ann\"");
    CHECK(read.sources.text(set.why) == "\"plan\"");
}

TEST_CASE("both languages make the same tree") {
    CHECK(
        tree_of(
            "share b after gates among p as s { where x : 5% together if none to rest; each : 1k; rest by w "
            "where x; remainder to y; nobody below 0 }") ==
        tree_of("делить b после условий на уровне p как s { где x : 5% вместе если никого то в остаток; "
                "каждому : 1 "
                "тыс; остаток по w где x; копейки тем где y; никому не ниже нуля }"));
    CHECK(tree_of("lots r usable for 4 years { add a; take b }") ==
          tree_of("партии r в течение 4 лет { добавить a; списать b }"));
    CHECK(tree_of(
              "records r for t in order of n { a : money }\nreference g by up to a, from b { c : number }") ==
          tree_of("записи r уровня t по порядку n { a : деньги }\nсправочник g по ключу не более a, начиная "
                  "с b { c : "
                  "число }"));
    CHECK(
        tree_of("a = convert x to RUB at r[this month, number of month] + (end of month - start of month)") ==
        tree_of(
            "a = пересчитать x в валюту RUB по курсу r[этот месяц, номер месяца] + (конец месяца - начало "
            "месяца)"));
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
