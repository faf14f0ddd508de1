#include "base/source.hpp"

#include <catch2/catch.hpp>

using namespace accrue;

TEST_CASE("lines and columns count from one, characters as people see them") {
    const Source source("a.pay", "план = 1\r\nxй = 二2\n\nlast");
    const auto at = [&](std::string_view text, std::size_t offset) {
        const auto found = source.text().find(text);
        REQUIRE(found != std::string_view::npos);
        const auto position = source.position(found + offset);
        return std::pair(position.line, position.column);
    };
    CHECK(at("план", 0) == std::pair<std::size_t, std::size_t>(1, 1));
    CHECK(at("= 1", 0) == std::pair<std::size_t, std::size_t>(1, 6));
    CHECK(at("x", 0) == std::pair<std::size_t, std::size_t>(2, 1));
    CHECK(at(" = 二", 0) == std::pair<std::size_t, std::size_t>(2, 3));
    CHECK(at("2\n", 0) == std::pair<std::size_t, std::size_t>(2, 7));
    CHECK(at("last", 4) == std::pair<std::size_t, std::size_t>(4, 5));
}

TEST_CASE("a decomposed letter is one column, and its mark belongs to it") {
    const Source source("a", "и\u0306x");
    CHECK(source.position(2).column == 1);
    CHECK(source.position(4).column == 2);
    CHECK(source.position(5).column == 3);
}

TEST_CASE("a line comes without its break and without a byte order mark") {
    const Source source("a", "\uFEFFone\r\ntwo\n");
    CHECK(source.line(0) == "one");
    CHECK(source.line(5) == "one");
    CHECK(source.position(3).column == 1);
    CHECK(source.line(8) == "two");
    CHECK(source.line_begin(9) == 8);
    CHECK(source.line(source.text().size()).empty());
    CHECK(source.position(source.text().size()).line == 3);
}

TEST_CASE("places beyond the text are its end") {
    const Source source("a", "ab");
    CHECK(source.position(100).line == 1);
    CHECK(source.position(100).column == 3);
    CHECK(Source("empty", "").line(0).empty());
    CHECK(Source("empty", "").position(0).column == 1);
}

TEST_CASE("spans of one source join into the smallest that holds both") {
    const Span first{.begin = 3, .length = 2, .source = SourceId(0)};
    const Span second{.begin = 10, .length = 1, .source = SourceId(0)};
    CHECK(join(first, second) == Span{.begin = 3, .length = 8, .source = SourceId(0)});
    CHECK(join(second, first) == join(first, second));
}
