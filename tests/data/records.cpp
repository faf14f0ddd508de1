#include "data/records.hpp"

#include <catch2/catch.hpp>

using namespace accrue::data;

namespace {

std::vector<std::vector<std::string>> rows_of(std::string_view text, char delimiter = ';') {
    std::vector<std::vector<std::string>> rows;
    for (Records records(text, delimiter); records.next();) {
        auto& row = rows.emplace_back();
        for (const auto& cell : records.cells()) row.push_back(unquoted(cell));
    }
    return rows;
}

using Rows = std::vector<std::vector<std::string>>;

}  // namespace

TEST_CASE("a row ends in LF, CRLF, a lone CR or the end of the text") {
    const Rows expected = {{"a", "b"}, {"c", "d"}};
    CHECK(rows_of("a;b\nc;d") == expected);
    CHECK(rows_of("a;b\r\nc;d\r\n") == expected);
    CHECK(rows_of("a;b\rc;d\r") == expected);
    CHECK(rows_of("").empty());
}

TEST_CASE("empty cells stand where delimiters do") {
    CHECK(rows_of(";;") == Rows{{"", "", ""}});
    CHECK(rows_of("a;\n;b") == Rows{{"a", ""}, {"", "b"}});
    CHECK(rows_of("a\n\nb") == Rows{{"a"}, {""}, {"b"}});
}

TEST_CASE("quotes hold delimiters, line breaks and doubled quotes") {
    CHECK(rows_of("\"a;b\";c") == Rows{{"a;b", "c"}});
    CHECK(rows_of("\"a\nb\";c\nd;e") == Rows{{"a\nb", "c"}, {"d", "e"}});
    CHECK(rows_of("\"a\"\"b\";\"\"\"\"") == Rows{{"a\"b", "\""}});
    CHECK(rows_of("\"\";x") == Rows{{"", "x"}});
    CHECK(rows_of("a\"b\";x") == Rows{{"a\"b\"", "x"}});
}

TEST_CASE("lines are counted through quotes and every kind of line break") {
    Records records("a\r\n\"b\r\nc\rd\ne\"\nf", ';');
    REQUIRE(records.next());
    CHECK(records.line() == 1);
    REQUIRE(records.next());
    CHECK(records.line() == 2);
    CHECK(records.offset() == 3);
    REQUIRE(records.next());
    CHECK(records.line() == 6);
    CHECK_FALSE(records.next());
}

TEST_CASE("quotes that are not well formed are flaws of their row") {
    Records open("a;\"b;c\nd", ';');
    REQUIRE(open.next());
    CHECK(open.flaw() == QuoteFlaw::never_closed);
    CHECK(open.flaw_offset() == 2);
    CHECK_FALSE(open.next());

    Records behind("\"a\"x;b\nc;d", ';');
    REQUIRE(behind.next());
    CHECK(behind.flaw() == QuoteFlaw::text_behind);
    CHECK(behind.flaw_offset() == 3);
    REQUIRE(behind.next());
    CHECK(behind.flaw() == QuoteFlaw::none);
}

TEST_CASE("a row of delimiters and blanks alone is blank") {
    for (const auto* text : {"", ";;", " ; ;", "\t"}) {
        const auto line = std::string(text) + "\n";
        Records records(line, ';');
        REQUIRE(records.next());
        CHECK(records.is_blank());
    }
    Records records("; ;x", ';');
    REQUIRE(records.next());
    CHECK_FALSE(records.is_blank());
}
