#include "report/text_table.hpp"

#include <catch2/catch.hpp>

using accrue::report::Align;
using accrue::report::TextTable;

TEST_CASE("amounts stand under each other, whatever the alphabet of the names") {
    TextTable table({Align::left, Align::right});
    table.row({"кто", "pay"});
    table.line();
    table.row({"Маша", "42 000.00"});
    table.row({"Li", "7.50"});
    CHECK(table.width() == 15);
    CHECK(table.text() ==
          "кто         pay\n"
          "───────────────\n"
          "Маша  42 000.00\n"
          "Li         7.50\n");
}

TEST_CASE("no line ends in blanks") {
    TextTable table({Align::left, Align::left});
    table.row({"a", ""});
    table.row({"long", "x"});
    CHECK(table.text() == "a\nlong  x\n");
}

TEST_CASE("a name from the data cannot steer the terminal") {
    TextTable table({Align::left});
    table.row({"\x1b[2Jbad"});
    CHECK(table.text() == "\\x1b[2Jbad\n");
}
