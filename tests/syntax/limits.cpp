#include <catch2/catch.hpp>

#include <random>

#include "read.hpp"

using namespace accrue;

namespace {

std::string repeated(const std::string& piece, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += piece;
    return all;
}

}  // namespace

TEST_CASE("a hundred nested brackets are read, a thousand refused") {
    const auto nested = [](std::size_t n) { return "x = " + repeated("(", n) + "a" + repeated(")", n); };
    CHECK(Read(nested(100)).kinds().empty());
    CHECK(Read(nested(1000)).kinds() == "too_deep");
    CHECK(Read("x = " + repeated("-", 5000) + "a").kinds() == "too_deep");
    CHECK(Read("x = " + repeated("not ", 5000) + "a").kinds() == "too_deep");
    CHECK(Read("x = " + repeated("a of ", 5000) + "a").kinds() == "too_deep");
    CHECK(Read("x = " + repeated("50% ", 5000) + "a").kinds() == "percent_beside");
    CHECK(Read("x = " + repeated("f(", 5000) + "a").kinds() == "too_deep");
    CHECK(Read("x = " + repeated("f[", 5000) + "a").kinds() == "too_deep");
    CHECK(Read("x = " + repeated("convert a to RUB at ", 5000) + "a").kinds() == "too_deep");
    CHECK(Read("x = " + repeated("step a { below 1 : ", 5000)).parsed.diagnostics.size() >= 1);
    CHECK(Read("x = " + repeated("previous (", 5000)).kinds() == "too_deep");
    CHECK(Read("example \"a\" " + repeated("{ person \"b\" ", 5000)).parsed.diagnostics.size() >= 1);
    CHECK(Read(repeated("person { ", 5000)).parsed.diagnostics.size() >= 1);
}

TEST_CASE("a line of thousands of values is refused once") {
    CHECK(Read("x = a" + repeated(" + a", 20000)).kinds() == "chain_too_long");
    CHECK(Read("x = a" + repeated(" * a", 20000)).kinds() == "chain_too_long");
    CHECK(Read("x = y if a" + repeated(" and a", 20000)).kinds() == "chain_too_long");
    CHECK(Read("x = a" + repeated(" + a", 400)).kinds().empty());
}

// Each of them is looked at with a few of those above it, not with all.
TEST_CASE("thousands of cases written wrong are refused in time") {
    const std::string amount = "rate = 5% if 1 > 0";
    for (const auto* const wrong : {"| 7%\n", "== 7%\n", "elif 1 > 2 : 7%\n"})
        CHECK(Read(amount + "\n" + repeated(wrong, 20000)).parsed.diagnostics.size() >= 20000);
    CHECK(Read(amount + repeated(", 7% if 1 > 2", 20000) + ", 3% otherwise").kinds() == "left_over");
}

TEST_CASE("a text that is no text is refused with one message") {
    CHECK(Read(std::string("a = 5\0b", 7)).kinds() == "nul_byte");
    CHECK(Read("a = 5 # \xEF\xF0\xE5").kinds() == "not_utf8");
    CHECK(Read("a = \xC3").kinds() == "not_utf8");
    CHECK(Read(std::string((64u << 20) + 1, ' ')).kinds() == "file_too_large");
    CHECK(Read("a = " + std::string(41, '1')).kinds() == "too_many_digits");
    CHECK(Read("a = " + std::string(40, '1')).kinds().empty());
}

TEST_CASE("texts cut off anywhere end in an answer") {
    for (const std::string& text : corpus()) {
        for (std::size_t n = 0; n < text.size(); n += 7) {
            const Read read(text.substr(0, n));
            (void)read.messages();
            (void)read.formatted();
        }
    }
}

TEST_CASE("texts with letters changed end in an answer") {
    std::mt19937 random(11);
    const std::string signs = "(){}[]=:;,.|@%*+-<>\"#\n 05aMif";
    for (const std::string& text : corpus()) {
        for (int round = 0; round < 300; ++round) {
            std::string other = text;
            for (int change = 0; change < 4; ++change) {
                const std::size_t at = random() % other.size();
                switch (random() % 3) {
                    case 0:
                        other[at] = signs[random() % signs.size()];
                        break;
                    case 1:
                        other.erase(at, 1 + random() % 5);
                        break;
                    default:
                        other.insert(at, 1, signs[random() % signs.size()]);
                        break;
                }
                if (other.empty()) other = "a";
            }
            const Read read(other);
            (void)read.messages();
            (void)read.tree();
            (void)read.formatted();
        }
    }
}

TEST_CASE("random bytes end in an answer") {
    std::mt19937 random(3);
    for (int round = 0; round < 3000; ++round) {
        std::string text(random() % 60, ' ');
        for (char& c : text) c = static_cast<char>(random() % 256);
        (void)Read(text).messages();
        const std::string pieces =
            "a=b(){}[];:,.|@%*+-<>\"#\n 05 if otherwise step marginal below up to pay split into ";
        for (char& c : text) c = pieces[random() % pieces.size()];
        (void)Read(text).messages();
    }
}
