#include <catch2/catch.hpp>

#include "read.hpp"

using namespace accrue;

TEST_CASE("a file with many mistakes gives one report for each") {
    const Read read(R"(scheme ten "Ten"
param threshold 40M
input plan = money
collected = 0,5 * plan
bonus = (collected - threshold * 2
rate = step attainment {
  below 80% : 3%
  from 90% : 4%
  otherwise 5%
}
person {
  third1 if collected@15 => 50% plan
  pay bonus If third1 > 0
  x = a + b capped at c
  sum2 = IF(a; b; c)
}
example "x" {
  month 2026-3
  person "a" { foo 5; expect pay = 70k }
}
promise pay >= 0 else 5
)");
    INFO(read.messages());
    CHECK(read.kinds() ==
          "equals_wanted colon_wanted decimal_comma bracket_not_closed band_from colon_wanted "
          "wrong_relation_sign "
          "capital_keyword two_readings_of_bounds spreadsheet_call month_wanted example_name_alone no_else");
}

TEST_CASE("a broken statement keeps the names that it would have defined") {
    CHECK(
        tree_of(
            "input a, b = money\nc = 5,5\nsplit c into d, e f\nparam g 5\npay x = 1 2\ndefine h(a) = 1\n") ==
        "unreadable a\nunreadable b\nunreadable c\nunreadable d\nunreadable e\nunreadable g\nunreadable "
        "x\nunreadable h\n");
}

TEST_CASE("a broken row leaves its table, a broken line its block") {
    const Read read(
        "person {\n  a = step b {\n    below 1 : 0\n    from 5 : 1\n    otherwise : 2\n  }\n  c = = 5\n  d = "
        "6\n}\n");
    CHECK(read.tree() ==
          "block person\n"
          "  define a = step b {; below 1 : 0; otherwise : 2; broken }\n"
          "  unreadable c\n"
          "  define d = 6\n");
}

TEST_CASE("a missing `}` is told once for each block, where the next statement begins") {
    const Read read(
        "scheme x\nperson {\n  a = step b {\n    below 5 : 1\n    otherwise : 2\n  c = a + 1\n  pay c\n\n"
        "example \"x\" {\n  person \"a\" { b = 5\n  expect pay = 3\n}\n");
    INFO(read.messages());
    CHECK(read.kinds() == "brace_not_closed brace_not_closed brace_not_closed");
    CHECK(read.parsed.module.statements.size() == 3);
}

TEST_CASE("a missing `)` does not swallow the statements below") {
    const Read read("a = (b + c\nd = 5\npay d\n");
    CHECK(read.kinds() == "bracket_not_closed");
    CHECK(read.tree() == "unreadable a\ndefine d = 5\npay d\n");
}

TEST_CASE("continuation lines of a broken statement are not reported too") {
    const Read read("a = 5,5 if b\n  and c\n  = 6 otherwise\nd = 1");
    CHECK(read.kinds() == "decimal_comma");
    CHECK(read.tree() == "unreadable a\ndefine d = 1\n");
}

TEST_CASE("the same mixed name is reported once") {
    CHECK(Read("сollected = 5\nb = сollected + сollected").kinds() == "mixed_alphabets_in_name");
}

TEST_CASE(
    "a missing `}` of a share, of records, lots or a reference is told where the next statement begins") {
    const Read read(
        "person {\n  share x among p as s {\n    rest equally\n  pay y\n}\nlots l {\n  add a\n  take b\n"
        "reference g by a {\n  b : money\nz = 1\nrecords r for t {\n  c : money\nlevel u\n");
    INFO(read.messages());
    CHECK(read.kinds() == "brace_not_closed brace_not_closed brace_not_closed brace_not_closed");
    CHECK(read.tree() ==
          "block person\n  share x among p as s\n    rest equally\n  pay y\n"
          "lots l\n  add a\n  take b\nreference g by a\n  b : money\ndefine z = 1\n"
          "records r for t\n  input c : money\nlevel u\n");
}
