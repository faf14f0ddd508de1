#include <catch2/catch.hpp>

#include "base/diagnostic.hpp"
#include "base/text.hpp"

using namespace accrue;

namespace {

// One source, with labels found by the text that they mark.
struct Page {
    explicit Page(std::string text) : id(sources.add("sales.pay", std::move(text))) {}

    Page& label(std::string_view marked, std::string caption) {
        const auto begin = sources[id].text().find(marked);
        REQUIRE(begin != std::string_view::npos);
        const auto length = static_cast<std::uint32_t>(marked.size());
        diagnostic.labels.push_back({{.begin = begin, .length = length, .source = id}, std::move(caption)});
        return *this;
    }
    std::string text(Colour colour = Colour::off) const { return rendered(diagnostic, sources, colour); }

    Sources sources;
    SourceId id;
    Worded diagnostic{Severity::error, "E0312", "nothing covers 100 % to 105 %", {}, {}};
};

// The rows of the page below the heading and the name of the file.
std::string body(const Page& page) {
    const auto text = page.text();
    return text.substr(text.find('\n', text.find('\n') + 1) + 1);
}

std::vector<std::string> rows(const std::string& text) {
    std::vector<std::string> found;
    for (std::size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1) {
        found.push_back(text.substr(begin, text.find('\n', begin) - begin));
    }
    return found;
}

}  // namespace

TEST_CASE("a diagnostic shows its code, its places with carets, and its notes") {
    Page page(std::string(13, '\n') + "    below 100 %    : 0.2 %\n    from 105 %     : 0.4 %\n");
    page.label("below 100 %", "ends here").label("from 105 %", "the next band begins here");
    page.diagnostic.notes = {"hint: `below 105 % : 0.2 %`",
                             "in the loaded data 23 person-months fall into the gap"};
    CHECK(page.text() == R"(error[E0312]: nothing covers 100 % to 105 %
   ┌─ sales.pay:14:5
14 │     below 100 %    : 0.2 %
   │     ^^^^^^^^^^^ ends here
15 │     from 105 %     : 0.4 %
   │     ---------- the next band begins here
   = hint: `below 105 % : 0.2 %`
   = in the loaded data 23 person-months fall into the gap
)");
}

TEST_CASE("without a place there is the message and the notes only") {
    Page page("x");
    page.diagnostic.severity = Severity::warning;
    page.diagnostic.code = "W0001";
    page.diagnostic.notes = {"hint: `y`"};
    CHECK(page.text() == "warning[W0001]: nothing covers 100 % to 105 %\n  = hint: `y`\n");
    page.diagnostic.severity = Severity::note;
    page.diagnostic.code = "";
    CHECK(page.text().starts_with("note: nothing"));
}

TEST_CASE("places of one line have a row each, and share one while they have no words") {
    Page page("plan + days\n");
    page.label("days", "a number").label("plan", "money");
    CHECK(body(page) == "1 │ plan + days\n  │ ---- money\n  │        ^^^^ a number\n");
    page.diagnostic.labels[1].caption = "";
    CHECK(body(page) == "1 │ plan + days\n  │ ----   ^^^^ a number\n");
}

TEST_CASE("lines stand in the order of the file, a gap between them is marked") {
    Page page("a\nb\nc\nd\n");
    page.label("d", "again").label("a", "first").label("b", "second");
    CHECK(body(page) == "1 │ a\n  │ - first\n2 │ b\n  │ - second\n  ·\n4 │ d\n  │ ^ again\n");
}

TEST_CASE("carets stand under Cyrillic, wide, combining and tabbed text") {
    Page page("\tи\u0306 二 план = x\n");
    page.label("план", "here");
    CHECK(body(page) == "1 │     и\u0306 二 план = x\n  │          ^^^^ here\n");
    Page wide("二月\n");
    wide.label("月", "");
    CHECK(body(wide) == "1 │ 二月\n  │   ^^\n");
    Page mark("aи\u0306b");
    mark.label("\u0306", "the mark");
    CHECK(body(mark) == "1 │ aи\u0306b\n  │  ^ the mark\n");
}

TEST_CASE("a tab reaches to the next multiple of four") {
    Page page("ab\tc\n");
    page.label("c", "");
    CHECK(body(page) == "1 │ ab  c\n  │     ^\n");
}

TEST_CASE("a place behind the last character, and an empty line, have one caret") {
    Page page("ab\n\n");
    page.diagnostic.labels = {{{.begin = 2, .length = 0, .source = page.id}, "`:` is missing"}};
    CHECK(body(page) == "1 │ ab\n  │   ^ `:` is missing\n");
    page.diagnostic.labels = {{{.begin = 3, .length = 0, .source = page.id}, ""}};
    CHECK(body(page) == "2 │\n  │ ^\n");
    page.diagnostic.labels = {{{.begin = 4, .length = 0, .source = page.id}, ""}};
    CHECK(body(page) == "3 │\n  │ ^\n");
}

TEST_CASE("a place over several lines shows the first one to its end") {
    Page page("x = {\n  a\n}\n");
    page.label("{\n  a\n}", "never closed");
    CHECK(body(page) == "1 │ x = {\n  │     ^ never closed\n");
}

TEST_CASE("several files are shown one after the other") {
    Page page("a = b\n");
    page.label("b", "not defined");
    const auto data = page.sources.add("данные.csv", std::string(9, '\n') + "00123;КО\n");
    page.diagnostic.labels.push_back({{.begin = 15, .length = 4, .source = data}, "read here"});
    CHECK(page.text().find("   ┌─ sales.pay:1:5\n 1 │ a = b\n   │     ^ not defined\n"
                           "   ┌─ данные.csv:10:7\n10 │ 00123;КО\n   │       -- read here\n") !=
          std::string::npos);
}

TEST_CASE("an unknown place is left out") {
    Page page("a");
    page.diagnostic.labels = {{Span{}, "nowhere"}, {{.begin = 0, .length = 1, .source = SourceId(7)}, "x"}};
    CHECK(page.text() == "error[E0312]: nothing covers 100 % to 105 %\n");
}

TEST_CASE("text of the file never steers the terminal") {
    Page page("a \x1b[31m b\u202E c\xFF d");
    page.label("d", "here");
    const auto text = page.text();
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("a \\x1b[31m b\\u202e c\\xff d\n") != std::string::npos);
    const auto page_rows = rows(text);
    CHECK(page_rows[3].find('^') - page_rows[2].rfind('d') == 0);
}

TEST_CASE("a long line is cut around the carets and keeps to 80 columns") {
    for (const std::size_t before : {0, 3, 60, 200, 395}) {
        Page page(std::string(before, '.') + "план" + std::string(400 - before, ','));
        page.label("план", "");
        const auto page_rows = rows(body(page));
        REQUIRE(page_rows.size() == 2);
        CHECK(display_width(page_rows[0]) <= 80);
        const auto caret = display_width(page_rows[1].substr(0, page_rows[1].find('^')));
        const auto name = display_width(page_rows[0].substr(0, page_rows[0].find("план")));
        CHECK(caret == name);
        CHECK(page_rows[0].find("…") != std::string::npos);
    }
}

TEST_CASE("a cut through a wide character keeps the columns") {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "二";
    Page page("x" + text + "план" + text);
    page.label("план", "");
    const auto page_rows = rows(body(page));
    CHECK(display_width(page_rows[0].substr(0, page_rows[0].find("план"))) ==
          display_width(page_rows[1].substr(0, page_rows[1].find('^'))));
    CHECK(display_width(page_rows[0]) <= 80);
}

TEST_CASE("far places on one long line are clipped to what is shown") {
    Page page("first" + std::string(300, '.') + "second");
    page.label("second", "clashes").label("first", "with this");
    const auto page_rows = rows(body(page));
    REQUIRE(page_rows.size() == 3);
    CHECK(page_rows[0].ends_with("second"));
    CHECK(page_rows[1].ends_with("│ - with this"));
    CHECK(page_rows[2].ends_with("^^^^^^ clashes"));
    Page whole(std::string(300, 'x'));
    whole.label(std::string(300, 'x'), "");
    CHECK(display_width(rows(body(whole))[1]) <= 80);
}

TEST_CASE("colours are red for errors, yellow for warnings, and change no text") {
    Page page("a = b\n");
    page.label("b", "here").label("a", "there");
    const auto plain = page.text();
    auto coloured = page.text(Colour::on);
    CHECK(coloured.starts_with("\x1b[1;31merror[E0312]\x1b[0m"));
    CHECK(coloured.find("\x1b[1;31m^ here\x1b[0m") != std::string::npos);
    page.diagnostic.severity = Severity::warning;
    CHECK(page.text(Colour::on).starts_with("\x1b[1;33mwarning"));
    for (auto escape = coloured.find('\x1b'); escape != std::string::npos; escape = coloured.find('\x1b')) {
        coloured.erase(escape, coloured.find('m', escape) - escape + 1);
    }
    CHECK(coloured == plain);
}
