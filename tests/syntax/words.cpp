// The table of keywords keeps its own rules (D45).
#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <string>

#include "grammar/words.hpp"

using namespace accrue::grammar;

TEST_CASE("in one place the two languages stand one to one") {
    std::map<Place, std::set<std::string_view>> english, russian;
    for (const Phrase& p : phrases) {
        INFO(p.english << " / " << p.russian);
        CHECK(english[p.place].insert(p.english).second);
        if (!p.russian.empty()) CHECK(russian[p.place].insert(p.russian).second);
    }
}

TEST_CASE("no phrase is the beginning of another in the same place") {
    for (const Phrase& a : phrases) {
        for (const Phrase& b : phrases) {
            if (a.word == b.word || a.place != b.place) continue;
            INFO(a.english << " / " << b.english << " / " << a.russian << " / " << b.russian);
            CHECK_FALSE(b.english.starts_with(std::string(a.english) + " "));
            if (!a.russian.empty()) CHECK_FALSE(b.russian.starts_with(std::string(a.russian) + " "));
        }
    }
}

TEST_CASE("the only keyword of one letter is `и`, but for the scales") {
    for (const Phrase& p : phrases) {
        if (p.place == Place::scale) continue;
        INFO(p.english);
        CHECK(p.english.size() > 1);
        if (p.russian.size() == 2) CHECK(p.russian == "и");
    }
}

TEST_CASE("a phrase is taken as whole words, with any blanks, ё or е") {
    const auto taken = [](std::string_view phrase_text, std::string_view text) {
        return taken_by(phrase_text, text.data(), text.data() + text.size());
    };
    CHECK(taken("sum of", "sum of x") == 6);
    CHECK(taken("sum of", "sum   of x") == 8);
    CHECK(taken("sum of", "sum often") == 0);
    CHECK(taken("if", "iffy") == 0);
    CHECK(taken("if", "if(") == 2);
    CHECK(taken("к чётному", "к четному") == std::string_view("к четному").size());
    CHECK(taken("к чётному", "к чётному") == std::string_view("к чётному").size());
}
