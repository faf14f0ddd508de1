#include <catch2/catch.hpp>

#include <random>

#include "read.hpp"

using namespace accrue;

namespace {

void check_properties(const std::string& text) {
    const Read before(text);
    if (!before.parsed.diagnostics.empty()) return;
    const std::string once = before.formatted();
    const Read after(once);
    INFO(text << "\n----\n" << once << "\n" << after.messages());
    CHECK(after.tree() == before.tree());
    CHECK(after.formatted() == once);
    CHECK(Read(before.formatted(Language::english)).tree() == before.tree());
    CHECK(Read(before.formatted(Language::russian)).tree() == before.tree());
    CHECK(after.parsed.module.comments.size() == before.parsed.module.comments.size());
    for (std::size_t i = 0; i < after.parsed.module.comments.size(); ++i) {
        CHECK(after.sources.text(after.parsed.module.comments[i].span) ==
              before.sources.text(before.parsed.module.comments[i].span));
    }
}

}  // namespace

TEST_CASE("formatting keeps the meaning and the comments, and twice is once") {
    for (const std::string& text : every_scheme()) check_properties(text);
}

TEST_CASE("formatting keeps the meaning of schemes with other blanks and comments") {
    std::mt19937 random(7);
    for (const std::string& text : corpus()) {
        for (int round = 0; round < 20; ++round) {
            std::string other;
            bool in_text = false;
            for (const char c : text) {
                if (c == '"') in_text = !in_text;
                if (c == '\n') in_text = false;
                const bool is_blank = c == ' ' && !in_text && !other.empty() && other.back() != ' ';
                const auto dice = random() % 12;
                if (is_blank && dice == 0) other += "  ";
                if (c == '\n' && dice == 1) other += "   # remark";
                if (c == '\n' && dice == 2) other += "\n\n";
                if (c == '\n' && dice == 3) other += "\n  # alone";
                other += c;
            }
            check_properties(other);
        }
    }
}

TEST_CASE("a scheme is rewritten in the other language without loss") {
    for (const std::string& text : every_scheme()) {
        const Read read(text);
        INFO(read.messages());
        REQUIRE(read.messages().empty());
        for (const Language language : {Language::english, Language::russian}) {
            const Language other = language == Language::english ? Language::russian : Language::english;
            const std::string here = read.formatted(language);
            const Read there(Read(here).formatted(other));
            INFO(here << "\n----\n" << there.formatted());
            CHECK(Read(here).messages().empty());
            CHECK(Read(here).tree() == read.tree());
            CHECK(there.tree() == read.tree());
            CHECK(Read(here).formatted() == here);
            CHECK(there.formatted(language) == here);
        }
    }
}

TEST_CASE("words and scales are rewritten, names and texts stay") {
    const Read english(
        "x = 40M + 150k * y if a never below 2B  # if\n"
        "promise pay never falls as sales rises if z\n"
        "promise sum of person.pay <= 1.5M\n"
        "label = \"if 40M\"\n"
        "example \"a\" { month 2026-03; pay = 5k; expect pay = 1_000k }\n");
    REQUIRE(english.messages().empty());
    const std::string russian =
        "x = 40 млн + 150 тыс * y если a но не менее 2 млрд  # if\n"
        "гарантия к выплате не падает при росте sales если z\n"
        "гарантия итого person.к выплате <= 1.5 млн\n"
        "label = \"if 40M\"\n"
        "пример \"a\" {\n"
        "  месяц 2026-03\n"
        "  к выплате = 5 тыс\n"
        "  ожидается к выплате = 1_000 тыс\n"
        "}\n";
    CHECK(english.formatted(Language::russian) == russian);
    CHECK(Read(russian).formatted(Language::english) == english.formatted());
}

TEST_CASE("built-in functions are rewritten where they are called, one's own are not") {
    CHECK(Read("x = min(max(a, 1k), abs(b))").formatted(Language::russian) ==
          "x = мин(макс(a, 1 тыс), модуль(b))\n");
    CHECK(Read("x = мин(a, b)").formatted(Language::english) == "x = min(a, b)\n");
    CHECK(Read("define мин(a : number) = a\nx = min(a, b)").formatted(Language::russian) ==
          "функция мин(a : число) = a\nx = min(a, b)\n");
    CHECK(Read("max = max of max").formatted(Language::russian) == "max = максимум max\n");
}

TEST_CASE("what stands below each other in one language only is not lined up in the other") {
    // `ожидается` makes the third `=` stand below the second.
    const Read read(
        "example \"a\" {\n  head_approves     = yes\n  director_approves = yes\n  expect decided = 12k\n}\n");
    const Read russian(read.formatted(Language::russian));
    CHECK(russian.formatted(Language::english) == read.formatted());
}

TEST_CASE("what people line up is lined up") {
    const Read read(R"(scheme   a "A"
rate=0.3% if attainment<80%
 = 0.55% if attainment<100%   # note
 = 0.7%   otherwise
step1 = step x {
 below 80% : 0   # low
   up to 1 000 000:3%
 otherwise:error }
m = matrix a,b {
 | below 80% | otherwise
 below 20%|0.5|1
 otherwise|0.8|1.25
}
person { pay  salary; pay bonus }
param t  = 1
param tt = 2
x = (a*b-c)/-d; y = a×b − c
)");
    REQUIRE(read.messages().empty());
    CHECK(read.formatted() == R"(scheme a "A"
rate = 0.3%  if attainment < 80%
     = 0.55% if attainment < 100%  # note
     = 0.7%  otherwise
step1 = step x {
  below 80%       : 0  # low
  up to 1 000 000 : 3%
  otherwise       : error
}
m = matrix a, b {
            | below 80% | otherwise
  below 20% | 0.5       | 1
  otherwise | 0.8       | 1.25
}
person {
  pay salary
  pay bonus
}
param t  = 1
param tt = 2
x = (a * b - c) / -d
y = a * b - c
)");
}

TEST_CASE("a blank cell stands apart from who signed it") {
    const std::string text =
        "example {\n  months 2026-01 .. 2026-02\n  premium = - | - by \"Director\" because \"late\"\n  x = "
        "-5 | -\n}\n";
    CHECK(Read(text).messages().empty());
    CHECK(Read(text).formatted() == text);
}

TEST_CASE("a text with mistakes is left as it stands") {
    CHECK(Read("a =   5,5").formatted() == "a =   5,5");
}

TEST_CASE("comments of all places survive") {
    const std::string text =
        "# first\n\n# second\nscheme a  # of the scheme\n\n\n\nperson {  # of the block\n  # alone\n  "
        "pay x  # of the line\n"
        "  # last of the block\n}  # closed\n# the end\n";
    CHECK(Read(text).formatted() ==
          "# first\n\n# second\nscheme a  # of the scheme\n\nperson {  # of the block\n  # alone\n  pay "
          "x  # of the line\n"
          "  # last of the block\n}  # closed\n# the end\n");
}
