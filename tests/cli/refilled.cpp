#include "cli/refilled.hpp"

#include <catch2/catch.hpp>

using accrue::cli::refilled;

TEST_CASE("a help page that fits stays as it is") {
    const std::string page =
        "accrue fmt FILES     tidies\n\n  --check     tells\n              and writes nothing\n";
    CHECK(refilled(page, 80) == page);
}

TEST_CASE("an entry that is too wide goes on below its second column, with the lines that belonged to it") {
    CHECK(
        refilled(
            "  --out FILE                into a file, which is there whole or not at all, and nothing else\n"
            "                            beside it\n  --json    short\n",
            60) ==
        "  --out FILE                into a file, which is there\n"
        "                            whole or not at all, and\n"
        "                            nothing else beside it\n  --json    short\n");
}

TEST_CASE("prose is filled anew, examples are left alone") {
    const std::string example =
        "    pay bonus = rate of collected above threshold if collected >= 50% plan\n";
    CHECK(refilled("A table is written in its place, or apart with a name behind it.\nWhat is looked up\n\n" +
                       example,
                   60) ==
          "A table is written in its place, or apart with a name\nbehind it. What is looked up\n\n" +
              example);
}
