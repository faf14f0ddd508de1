#include "base/text.hpp"
#include "base/word_parts.hpp"

#include <catch2/catch.hpp>

using namespace accrue;
using Names = std::vector<std::string>;

TEST_CASE("texts are equal after folding case, blanks, ё and normal form, in any locale") {
    CHECK(folded("  Всё\u00A0  ОК \t") == folded("все ок"));
    CHECK(folded("Заполнение Й") == folded("заполнение и\u0306"));
    CHECK(folded("Е\u0308лка") == folded("елка"));
    CHECK(folded("TITLE") == "title");
    CHECK(folded("Straße") == folded("STRASSE"));
    CHECK(folded("a b") != folded("ab"));
    CHECK(folded("").empty());
    CHECK(folded(" \n ").empty());
}

TEST_CASE("normal form C puts letters together") {
    CHECK(nfc("и\u0306") == "й");
    CHECK(nfc("plain") == "plain");
    CHECK(nfc("\xFF\xFE") == "\xFF\xFE");
}

TEST_CASE("trimming takes every kind of blank from both ends only") {
    CHECK(trimmed(" \u00A0a b\u202F\r\n") == "a b");
    CHECK(trimmed("") == "");
    CHECK(trimmed("\u3000") == "");
}

TEST_CASE("the first byte that is not UTF-8 is found") {
    CHECK(invalid_utf8("план 二 a") == std::nullopt);
    CHECK(invalid_utf8("ab\xC0\x80") == 2);
    CHECK(invalid_utf8("\xEF\xF0") == 0);
    CHECK(invalid_utf8("п\xD0") == 2);
    CHECK(invalid_utf8("\xED\xA0\x80") == 0);  // half of a surrogate pair
}

TEST_CASE("width counts terminal columns, and characters count as people do") {
    CHECK(display_width("план") == 4);
    CHECK(display_width("二月") == 4);
    CHECK(display_width("и\u0306") == 1);
    CHECK(display_width("\U0001F468\u200D\U0001F469\u200D\U0001F467") == 2);
    CHECK(character_count("и\u0306二\U0001F468\u200D\U0001F469") == 3);
    CHECK(character_count("a\xFFz") == 3);
    CHECK(padded_right("二", 4) == "二  ");
    CHECK(padded_left("план", 6) == "  план");
    CHECK(padded_left("план", 2) == "план");
}

TEST_CASE("a word may be broken behind the marks in it") {
    using Parts = std::vector<std::string>;
    CHECK(parts_of_word("turnover_share") == Parts{"turnover_", "share"});
    CHECK(parts_of_word("возврат_удержания.2026") == Parts{"возврат_", "удержания.", "2026"});
    CHECK(parts_of_word("plan-") == Parts{"plan-"});
    CHECK(parts_of_word("").empty());
}

TEST_CASE("characters put together give the text again") {
    const std::string text = "a\r\nи\u0306\xFF\U0001F1F7\U0001F1FAz";
    std::string joined;
    for (const auto character : characters(text)) joined += character;
    CHECK(joined == text);
}

TEST_CASE("nothing printable steers a terminal") {
    CHECK(printable("план \x1b[31m\a") == "план \\x1b[31m\\x07");
    CHECK(printable("a\u202Eb") == "a\\u202eb");
    CHECK(printable("\u0085\x7F") == "\\x85\\x7f");
    CHECK(printable("\xFF") == "\\xff");
    CHECK(printable("\u00A0…—") == "\u00A0…—");
}

TEST_CASE("a letter of a second alphabet inside a run of letters is named") {
    const auto place = [](std::string_view word) {
        const auto found = mixed_alphabets(word);
        return found ? std::pair(found->offset, found->length) : std::pair<std::size_t, std::size_t>(99, 0);
    };
    const std::pair<std::size_t, std::size_t> none(99, 0);
    CHECK(place("рlan") == std::pair<std::size_t, std::size_t>(0, 2));  // Cyrillic р
    CHECK(place("плaн") == std::pair<std::size_t, std::size_t>(4, 1));  // Latin a
    CHECK(place("x_плaн") == std::pair<std::size_t, std::size_t>(6, 1));
    CHECK(place("aν") == std::pair<std::size_t, std::size_t>(1, 2));  // Greek ν
    CHECK(place("заполнение_CRM") == none);
    CHECK(place("план2b") == none);
    CHECK(place("и\u0306од") == none);
    CHECK(place("naïve") == none);
    CHECK(place("") == none);
}

TEST_CASE("the other keyboard layout has every letter, those on signs too") {
    CHECK(other_layout("gkfy") == "план");
    CHECK(other_layout("план") == "gkfy");
    CHECK(other_layout("[jhjij") == "хорошо");
    CHECK(other_layout("]'`;,.") == "ъэёжбю");
    CHECK(other_layout("ЪЭЁЖБЮ") == "}\"~:<>");
    CHECK(other_layout("<JYEC") == "БОНУС");
    CHECK(other_layout(other_layout("Заполнение, объём")) == "Заполнение, объём");
    CHECK(other_layout("a1 _") == "ф1 _");
}

TEST_CASE("the closest name knows case, layout, look-alikes and slips") {
    const Names names = {"plan", "collected", "бонус", "заполнение_CRM", "pay"};
    CHECK(closest("PLAN", names) == "plan");
    CHECK(closest("gkfy", {"план", "plan"}) == "план");
    CHECK(closest("здфт", names) == "plan");
    CHECK(closest("рlаn", names) == "plan");  // Cyrillic р and а
    CHECK(closest("colected", names) == "collected");
    CHECK(closest("colletced", names) == "collected");
    CHECK(closest("бонсу", names) == "бонус");
    CHECK(closest("pln", names) == "plan");
    CHECK(closest("заполнение_СRМ", names) == "заполнение_CRM");
    CHECK(closest("й", {"и\u0306"}) == "и\u0306");
}

TEST_CASE("nothing far is suggested") {
    const Names names = {"plan", "collected", "a", "if"};
    CHECK(closest("revenue", names) == std::nullopt);
    CHECK(closest("b", names) == std::nullopt);
    CHECK(closest("of", names) == std::nullopt);
    CHECK(closest("plum", names) == std::nullopt);
    CHECK(closest("", names) == std::nullopt);
    CHECK(closest("plan", {}) == std::nullopt);
    CHECK(closest(std::string(100'000, 'x'), names) == std::nullopt);
}

TEST_CASE("of two near names the nearer, then the earlier one is suggested") {
    CHECK(closest("person1", {"persona3", "person2", "person3"}) == "person2");
}
