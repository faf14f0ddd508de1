#include "cli/fitted.hpp"

#include <catch2/catch.hpp>

using accrue::cli::fitted;

TEST_CASE("messages that fit stay as they are") {
    const std::string message = "error[E0501]: nothing is called `x`\n  ┌─ a.pay:1:1\n  = hint: `y`\n";
    CHECK(fitted(message, 40) == message);
}

TEST_CASE("a heading goes on two columns in, a note below its words") {
    CHECK(fitted("error: this is told in more words than fit\n  = hint: and this is how to mend it\n", 24) ==
          "error: this is told in\n  more words than fit\n  = hint: and this is\n    how to mend it\n");
}

TEST_CASE("code is not broken, excerpts neither") {
    CHECK(fitted("  = hint: say `--numbers amount=1.234,56 of it` there\n", 30) ==
          "  = hint: say\n    `--numbers amount=1.234,56 of it`\n    there\n");
    const std::string excerpt = "12 │ bonus = 0.5% of collected above 40M capped at 100k\n";
    CHECK(fitted(excerpt, 30) == excerpt);
}

TEST_CASE("colours take no room") {
    const std::string message = "\x1b[1;31merror\x1b[0m\x1b[1m: short enough\x1b[0m\n";
    CHECK(fitted(message, 20) == message);
}
