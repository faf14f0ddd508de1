// The Russian half of the catalogues says the same of the same facts as the English one.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "base/diagnostic.hpp"
#include "base/messages/findings.hpp"
#include "base/messages/phrases/general.hpp"
#include "base/messages/translation.hpp"

using namespace accrue;

namespace {

// Back to English at the end of a test, whatever happens.
struct Russian {
    Russian() { speak(Language::russian); }
    ~Russian() { speak(Language::english); }
};

const std::regex place_pattern(R"(\{(\d+)(:[^{}|]*)?\})");

std::string bare(std::string_view wording) {
    return std::regex_replace(std::string(wording), std::regex(R"(\{\{|\}\})"), "");
}

std::set<std::string> arguments_of(std::string_view wording) {
    const auto text = bare(wording);
    std::set<std::string> numbers;
    for (std::sregex_iterator match(text.begin(), text.end(), place_pattern), end; match != end; ++match) {
        numbers.insert((*match)[1]);
    }
    return numbers;
}

bool can_be_filled_in(std::string_view wording) {
    const auto text = bare(wording);
    for (std::sregex_iterator match(text.begin(), text.end(), place_pattern), end; match != end; ++match) {
        const auto words = (*match)[2].str();
        if (!words.empty() && std::ranges::count(words, '/') != 2) return false;
    }
    return std::regex_replace(text, place_pattern, "").find_first_of("{}") == std::string::npos;
}

bool is_capital_start(const std::string& text) {
    return std::regex_search(text,
                             std::regex("^([A-Z]|А|Б|В|Г|Д|Е|Ж|З|И|К|Л|М|Н|О|П|Р|С|Т|У|Ф|Х|Ц|Ч|Ш|Щ|Э|Ю|Я)"));
}

// The English rows, chapter by chapter as the translations come.
std::vector<std::map<std::string_view, Wording>> english_chapters() {
    std::vector<std::map<std::string_view, Wording>> chapters(all_translations().size());
    for (std::size_t chapter = 0; chapter < chapters.size(); ++chapter) {
        const auto& rows = wordings_of(static_cast<Chapter>(chapter));
        for (const auto& wording : rows) chapters[chapter].emplace(wording.name, wording);
    }
    return chapters;
}

}  // namespace

TEST_CASE("every message is said in Russian, and nothing else is") {
    const auto english = english_chapters();
    for (std::size_t chapter = 0; chapter < english.size(); ++chapter) {
        std::set<std::string_view> translated;
        for (const auto& translation : all_translations()[chapter]) {
            INFO(translation.name);
            CHECK(translated.insert(translation.name).second);
            CHECK(english[chapter].contains(translation.name));
        }
        for (const auto& [name, wording] : english[chapter]) {
            INFO("no Russian row for " << name << " [" << wording.code << "]: " << wording.text);
            CHECK(translated.contains(name));
        }
    }
}

TEST_CASE("a message has the same facts, captions and help in both languages") {
    const auto english = english_chapters();
    for (std::size_t chapter = 0; chapter < english.size(); ++chapter) {
        for (const auto& [name, text, captions, help] : all_translations()[chapter]) {
            const auto found = english[chapter].find(name);
            if (found == english[chapter].end()) continue;
            const auto& wording = found->second;
            INFO(name);
            CHECK(arguments_of(text) == arguments_of(wording.text));
            CHECK(arguments_of(captions) == arguments_of(wording.captions));
            CHECK(std::ranges::count(captions, '|') == std::ranges::count(wording.captions, '|'));
            CHECK(captions.empty() == wording.captions.empty());
            CHECK(help.empty() == wording.help.empty());
        }
    }
}

TEST_CASE("a Russian message begins in lower case, ends without a full stop and can be filled in") {
    for (const auto& chapter : all_translations()) {
        for (const auto& translation : chapter) {
            INFO(translation.name);
            CHECK_FALSE(is_capital_start(std::string(translation.text)));
            CHECK_FALSE(translation.text.ends_with('.'));
            CHECK(can_be_filled_in(translation.text));
            CHECK(can_be_filled_in(translation.captions));
        }
    }
}

TEST_CASE("a phrase has the same facts in both languages, with two forms in English and three in Russian") {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < phrase_chapters; ++i) {
        for (const auto& [name, english, russian] : phrases_of(PhraseChapter(i))) {
            INFO(name);
            CHECK(names.insert(name).second);
            CHECK_FALSE(russian.empty());
            CHECK(arguments_of(english) == arguments_of(russian));
            CHECK(can_be_filled_in(russian));
            CHECK(std::regex_search(std::string(english), std::regex(R"(\{\d+:[^/}]*(/[^/}]*){2,}\})")) ==
                  false);
        }
    }
}

TEST_CASE("a count takes the form that goes with it") {
    CHECK(filled_in("{0} {0:row/rows}", {std::int64_t{1}}) == "1 row");
    CHECK(filled_in("{0} {0:row/rows}", {std::int64_t{0}}) == "0 rows");
    CHECK(filled_in("{0} {0:row/rows}", {std::int64_t{21}}) == "21 rows");
    const auto rows = [](std::int64_t count) { return filled_in("{0} {0:строка/строки/строк}", {count}); };
    CHECK(rows(1) == "1 строка");
    CHECK(rows(2) == "2 строки");
    CHECK(rows(5) == "5 строк");
    CHECK(rows(0) == "0 строк");
    CHECK(rows(11) == "11 строк");
    CHECK(rows(12) == "12 строк");
    CHECK(rows(21) == "21 строка");
    CHECK(rows(104) == "104 строки");
    CHECK(rows(111) == "111 строк");
    CHECK(rows(1000) == "1 000 строк");
    CHECK(rows(-1) == "-1 строка");
    CHECK(rows(1234567) == "1 234 567 строк");
}

TEST_CASE("what is not there, and braces, are shown") {
    CHECK(filled_in("{0} of {1}", {std::string("a")}) == "a of …");
    CHECK(filled_in("{0} {0:row/rows}", {}) == "… rows");
    CHECK(filled_in("{0:row/rows}", {std::string("1 200")}) == "rows");
    CHECK(filled_in("{0:row/rows}", {std::string("1")}) == "row");
    CHECK(filled_in("`{{ {0} }}`", {std::string("x")}) == "`{ x }`");
    CHECK(filled_in("open {", {}) == "open {");
}

TEST_CASE("the language that is spoken decides how a message, a severity and a phrase sound") {
    const Diagnostic diagnostic{
        kind::promise_broken, {}, {std::int64_t{2}, std::int64_t{24}, std::string("`Маша` 2026-03")}, {}};
    CHECK(in_words(diagnostic).message == "this promise is broken in 2 of 24 rows: `Маша` 2026-03");
    CHECK(phrase(say::count_of_errors, 5) == "5 errors");
    const Russian russian;
    CHECK(in_words(diagnostic).message == "эта гарантия нарушена в 2 строках из 24: `Маша` 2026-03");
    CHECK(in_words(diagnostic).code == "E3501");
    CHECK(in_words(Severity::warning) == "предупреждение");
    CHECK(phrase(say::count_of_errors, 5) == "5 ошибок");
    CHECK(phrase(say::march) == "март");
}
